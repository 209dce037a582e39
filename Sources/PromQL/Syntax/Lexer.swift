/// Cuts an expression into tokens.
struct Lexer {
    private let text: String
    private let bytes: [UInt8]
    private var position = 0
    /// Within brackets a colon separates; elsewhere it may be part of a metric's name.
    private var bracketDepth = 0
    private var braceDepth = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// All tokens, closed by `.end`.
    static func tokens(of text: String) throws(ExpressionError) -> [Token] {
        var lexer = Lexer(text)
        var tokens: [Token] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private mutating func next() throws(ExpressionError) -> Token {
        skipBlanksAndComments()
        let start = position
        guard let byte = peek() else { return token(.end, from: start) }
        if isWordStart(byte) || (byte == UInt8(ascii: ":") && bracketDepth == 0 && braceDepth == 0)
        {
            return word(from: start)
        }
        if isDigit(byte) || (byte == UInt8(ascii: ".") && peek(1).map(isDigit) == true) {
            return try number(from: start)
        }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") {
            return try string(from: start, quote: byte)
        }
        return try sign(from: start)
    }

    private mutating func skipBlanksAndComments() {
        while let byte = peek() {
            if byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) {
                position += 1
            } else if byte == UInt8(ascii: "#") {
                while let other = peek(), other != 0x0a { _ = other; position += 1 }
            } else {
                return
            }
        }
    }

    private mutating func word(from start: Int) -> Token {
        while let byte = peek(),
            isWordStart(byte) || isDigit(byte)
                || (byte == UInt8(ascii: ":") && bracketDepth == 0 && braceDepth == 0)
        {
            position += 1
        }
        return token(.word, from: start)
    }

    /// A number, or a duration when a unit follows the digits.
    private mutating func number(from start: Int) throws(ExpressionError) -> Token {
        while let byte = peek(), isDigit(byte) || isWordStart(byte) || byte == UInt8(ascii: ".") {
            position += 1
            let isExponent = byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
            let isHexadecimal =
                position > start + 1 && bytes[start] == 0x30
                && (bytes[start + 1] | 0x20) == UInt8(ascii: "x")
            if isExponent, !isHexadecimal, let sign = peek(), let digit = peek(1),
                sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), isDigit(digit)
            {
                position += 1
            }
        }
        let written = String(decoding: bytes[start..<position], as: UTF8.self)
        if let value = GoNumber.literal(written) {
            // What is written in digits is finite, or out of range.
            guard value.isFinite else {
                throw error("number out of range: \(GoString.quoted(written))", from: start)
            }
            return token(.number(value), from: start)
        }
        if let span = PromDuration(parsing: written) {
            return token(.duration(span.seconds), from: start)
        }
        throw error("bad number or duration syntax: \(GoString.quoted(written))", from: start)
    }

    private mutating func string(from start: Int, quote: UInt8) throws(ExpressionError) -> Token {
        position += 1
        while let byte = peek() {
            position += 1
            if byte == quote { return token(.string, from: start) }
            if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "`") { position += 1 }
            if byte == 0x0a, quote != UInt8(ascii: "`") { break }
        }
        position = min(position, bytes.count)
        let kind = quote == UInt8(ascii: "`") ? "raw string" : "quoted string"
        throw error("unterminated \(kind)", from: start)
    }

    private mutating func sign(from start: Int) throws(ExpressionError) -> Token {
        let pair = String(decoding: bytes[start..<min(start + 2, bytes.count)], as: UTF8.self)
        if pair == "</" || pair == ">/" {
            position += 2
            throw ExpressionError(
                "the operator \(pair) trims native histograms, which are not supported",
                at: SourceRange(start, position), in: text, needsNativeHistograms: true)
        }
        if let kind = Self.pairs[pair] {
            position += 2
            return token(kind, from: start)
        }
        guard let kind = Self.singles[bytes[start]] else {
            let rest = String(decoding: bytes[start...], as: UTF8.self)
            let character = rest.first.map(String.init) ?? ""
            position = min(bytes.count, start + character.utf8.count)
            throw error("unexpected character: \(GoString.quoted(character))", from: start)
        }
        position += 1
        switch kind {
        case .leftBracket: bracketDepth += 1
        case .rightBracket: bracketDepth = max(0, bracketDepth - 1)
        case .leftBrace: braceDepth += 1
        case .rightBrace: braceDepth = max(0, braceDepth - 1)
        default: break
        }
        return token(kind, from: start)
    }

    private static let pairs: [String: Token.Kind] = [
        "=~": .matches, "!~": .doesNotMatch, "==": .binary(.equal), "!=": .binary(.notEqual),
        ">=": .binary(.greaterOrEqual), "<=": .binary(.lessOrEqual),
    ]

    private static let singles: [UInt8: Token.Kind] = [
        UInt8(ascii: "("): .leftParenthesis, UInt8(ascii: ")"): .rightParenthesis,
        UInt8(ascii: "{"): .leftBrace, UInt8(ascii: "}"): .rightBrace,
        UInt8(ascii: "["): .leftBracket, UInt8(ascii: "]"): .rightBracket,
        UInt8(ascii: ","): .comma, UInt8(ascii: ":"): .colon, UInt8(ascii: "@"): .at,
        UInt8(ascii: "="): .assign, UInt8(ascii: "+"): .binary(.add),
        UInt8(ascii: "-"): .binary(.subtract), UInt8(ascii: "*"): .binary(.multiply),
        UInt8(ascii: "/"): .binary(.divide), UInt8(ascii: "%"): .binary(.remainder),
        UInt8(ascii: "^"): .binary(.power), UInt8(ascii: ">"): .binary(.greater),
        UInt8(ascii: "<"): .binary(.less),
    ]

    private func peek(_ ahead: Int = 0) -> UInt8? {
        position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private func isWordStart(_ byte: UInt8) -> Bool {
        (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte == 0x5f
    }

    private func token(_ kind: Token.Kind, from start: Int) -> Token {
        Token(
            kind: kind, range: SourceRange(start, position),
            text: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private func error(_ message: String, from start: Int) -> ExpressionError {
        ExpressionError(message, at: SourceRange(start, max(position, start + 1)), in: text)
    }
}
