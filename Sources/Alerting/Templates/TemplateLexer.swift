internal import PromQL

/// Cuts a template into plain text and the tokens of its actions.
struct TemplateLexer {
    enum Token: Hashable {
        case word(String)
        /// `.`, `.Labels.model`; `attached` when no space stands before it.
        case dot([String], attached: Bool)
        case variable(String)
        case literal(TemplateValue)
        case pipe, open, close, comma, declare, assign
    }

    enum Piece: Hashable {
        case text(String)
        case action([Token], offset: Int)
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func pieces() throws(TemplateFault) -> [Piece] {
        var pieces: [Piece] = []
        var trimsLeft = false
        while position < bytes.count {
            var text = plainText()
            if trimsLeft { text = Array(text.drop(while: Self.isSpace)) }
            guard position < bytes.count else {
                pieces.append(.text(Self.string(text)))
                break
            }
            let offset = position
            position += 2
            if peek() == UInt8(ascii: "-"), Self.isSpace(peek(1)) {
                position += 1
                while let last = text.last, Self.isSpace(last) { text.removeLast() }
            }
            if !text.isEmpty { pieces.append(.text(Self.string(text))) }
            let tokens = try actionTokens(from: offset)
            trimsLeft = tokens.trims
            if let list = tokens.list { pieces.append(.action(list, offset: offset)) }
        }
        return pieces
    }

    private mutating func plainText() -> [UInt8] {
        let start = position
        while position < bytes.count, !starts(with: "{{") { position += 1 }
        return Array(bytes[start..<position])
    }

    /// Tokens up to `}}`; nil for a comment.
    private mutating func actionTokens(
        from offset: Int
    ) throws(TemplateFault) -> (list: [Token]?, trims: Bool) {
        skipSpace()
        if starts(with: "/*") {
            while position < bytes.count, !starts(with: "*/") { position += 1 }
            position += 2
            guard let trims = takeEnd() else {
                throw TemplateFault("a comment is not closed", offset: offset)
            }
            return (nil, trims)
        }
        var tokens: [Token] = []
        while position < bytes.count {
            let spaced = skipSpace() || tokens.isEmpty
            if let trims = takeEnd() { return (tokens, trims) }
            guard position < bytes.count else { break }
            tokens.append(try token(attached: !spaced))
        }
        throw TemplateFault("an action is not closed: \"}}\" is missing", offset: offset)
    }

    private mutating func takeEnd() -> Bool? {
        skipSpace()
        if starts(with: "-}}") {
            position += 3
            return true
        }
        guard starts(with: "}}") else { return nil }
        position += 2
        return false
    }

    private mutating func token(attached: Bool) throws(TemplateFault) -> Token {
        let start = position
        switch peek() {
        case UInt8(ascii: "|"):
            position += 1
            return .pipe
        case UInt8(ascii: "("):
            position += 1
            return .open
        case UInt8(ascii: ")"):
            position += 1
            return .close
        case UInt8(ascii: ","):
            position += 1
            return .comma
        case UInt8(ascii: "="):
            position += 1
            return .assign
        case UInt8(ascii: ":") where peek(1) == UInt8(ascii: "="):
            position += 2
            return .declare
        case UInt8(ascii: "$"):
            position += 1
            return .variable(takeName())
        case UInt8(ascii: "."):
            if Self.isDigit(peek(1)) { return try number() }
            return .dot(fields(), attached: attached)
        case UInt8(ascii: "\""): return .literal(.text(try interpreted()))
        case UInt8(ascii: "`"): return .literal(.text(try raw()))
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        default:
            let name = takeName()
            guard !name.isEmpty else {
                throw TemplateFault("an action holds a character no template has", offset: start)
            }
            return .word(name)
        }
    }

    private mutating func fields() -> [String] {
        var fields: [String] = []
        while peek() == UInt8(ascii: ".") {
            position += 1
            let name = takeName()
            if name.isEmpty { break }
            fields.append(name)
        }
        return fields
    }

    private mutating func number() throws(TemplateFault) -> Token {
        let start = position
        if peek() == UInt8(ascii: "-") || peek() == UInt8(ascii: "+") { position += 1 }
        while Self.isNameByte(peek()) || peek() == UInt8(ascii: ".")
            || (position > start && [UInt8(ascii: "e"), UInt8(ascii: "E")].contains(peek(-1))
                && [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(peek()))
        { position += 1 }
        let text = Self.string(Array(bytes[start..<position]))
        if let whole = Int64(text) { return .literal(.integer(whole)) }
        guard let number = GoNumber.literal(text) else {
            throw TemplateFault("\"\(text)\" is no number", offset: start)
        }
        // Hexadecimal and grouped digits are whole numbers too.
        let isFraction = text.contains(".") || (text.contains("e") && !text.contains("x"))
        if !isFraction, let whole = Int64(exactly: number) { return .literal(.integer(whole)) }
        return .literal(.number(number))
    }

    private mutating func interpreted() throws(TemplateFault) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while position < bytes.count, peek() != UInt8(ascii: "\n") {
            let byte = peek()
            position += 1
            if byte == UInt8(ascii: "\"") { return Self.string(text) }
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            switch peek() {
            case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "t"): text.append(UInt8(ascii: "\t"))
            case UInt8(ascii: "r"): text.append(UInt8(ascii: "\r"))
            default: text.append(peek())
            }
            position += 1
        }
        throw TemplateFault("a text's closing quote is missing", offset: start)
    }

    private mutating func raw() throws(TemplateFault) -> String {
        let start = position
        position += 1
        let from = position
        while position < bytes.count, peek() != UInt8(ascii: "`") { position += 1 }
        guard position < bytes.count else {
            throw TemplateFault("a text's closing quote is missing", offset: start)
        }
        position += 1
        return Self.string(Array(bytes[from..<(position - 1)]))
    }

    private mutating func takeName() -> String {
        let start = position
        while Self.isNameByte(peek()) { position += 1 }
        return Self.string(Array(bytes[start..<position]))
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = position
        while position < bytes.count, Self.isSpace(peek()) { position += 1 }
        return position > start
    }

    private func starts(with prefix: StaticString) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        return prefix.withUTF8Buffer { $0.elementsEqual(bytes[position..<(position + count)]) }
    }
    /// 0 beyond either end.
    private func peek(_ ahead: Int = 0) -> UInt8 {
        bytes.indices.contains(position + ahead) ? bytes[position + ahead] : 0
    }
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 32 || byte == 9 || byte == 10 || byte == 13
    }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    private static func isNameByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
            || byte >= 0x80
    }
    private static func string(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
