internal import PromQL

/// Cuts a template into plain text and the tokens of its actions, as Go's lexer does.
struct TemplateLexer {
    enum Token: Hashable {
        case word(String)
        /// `.`, `.Labels.model`.
        case dot([String])
        case variable(String)
        case literal(TemplateValue)
        case pipe, open, close, comma, declare, assign
    }

    /// A token and the bytes it covers.
    struct Placed: Hashable {
        var token: Token
        var range: SourceRange
        /// No blank stands before it.
        var isAttached: Bool
    }

    /// What stands between `{{` and `}}`.
    struct Action: Hashable {
        var tokens: [Placed] = []
        var range: SourceRange
        /// Something in it is no token: its fault has been told.
        var isBroken = false
    }

    enum Piece: Hashable {
        case text(String)
        case action(Action)
    }

    private(set) var faults: [TemplateFault] = []
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func pieces() -> [Piece] {
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
                position += 2
                while let last = text.last, Self.isSpace(last) { text.removeLast() }
            }
            if !text.isEmpty { pieces.append(.text(Self.string(text))) }
            var action = Action(range: SourceRange(offset, offset + 2))
            trimsLeft = false
            do throws(TemplateFault) {
                if try skipComment(from: offset, trims: &trimsLeft) { continue }
                trimsLeft = try tokens(of: &action)
            } catch {
                faults.append(error)
                action.isBroken = true
                while position < bytes.count, !starts(with: "}}") { position += 1 }
                position = min(position + 2, bytes.count)
            }
            action.range.upper = position
            pieces.append(.action(action))
        }
        return pieces
    }

    private mutating func plainText() -> [UInt8] {
        let start = position
        while position < bytes.count, !starts(with: "{{") { position += 1 }
        return Array(bytes[start..<position])
    }

    /// A comment stands directly behind `{{` and before `}}`; false when there is none.
    private mutating func skipComment(
        from offset: Int, trims: inout Bool
    ) throws(TemplateFault) -> Bool {
        guard starts(with: "/*") else { return false }
        let range = SourceRange(offset, position + 2)
        while position < bytes.count, !starts(with: "*/") { position += 1 }
        guard position < bytes.count else {
            throw TemplateFault("a comment is not closed", at: range)
        }
        position += 2
        let end = takeEnd()
        guard let end else {
            throw TemplateFault("a comment ends before its action does", at: range)
        }
        trims = end
        return true
    }

    /// Tokens up to `}}`; whether the blanks behind it go.
    private mutating func tokens(of action: inout Action) throws(TemplateFault) -> Bool {
        while position < bytes.count {
            let start = position
            skipSpace()
            let isAttached = position == start && !action.tokens.isEmpty
            if let trims = takeEnd() { return trims }
            guard position < bytes.count else { break }
            let begin = position
            let token = try token()
            action.tokens.append(
                Placed(
                    token: token, range: SourceRange(begin, position), isAttached: isAttached))
        }
        throw TemplateFault("an action is not closed: \"}}\" is missing", at: action.range)
    }

    private mutating func takeEnd() -> Bool? {
        if starts(with: "-}}"), Self.isSpace(peek(-1)) {
            position += 3
            return true
        }
        if Self.isSpace(peek()), peek(1) == UInt8(ascii: "-"), peek(2) == UInt8(ascii: "}") {
            position += 1
            return takeEnd()
        }
        guard starts(with: "}}") else { return nil }
        position += 2
        return false
    }

    private mutating func token() throws(TemplateFault) -> Token {
        let start = position
        if let sign = takeSign() { return sign }
        switch peek() {
        case UInt8(ascii: "$"):
            position += 1
            return .variable(takeName())
        case UInt8(ascii: "."):
            if Self.isDigit(peek(1)) { return .literal(try number()) }
            return .dot(fields())
        case UInt8(ascii: "\""), UInt8(ascii: "`"): return .literal(.text(try quoted()))
        case UInt8(ascii: "'"): return .literal(try rune())
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .literal(try number())
        default:
            let name = takeName()
            guard !name.isEmpty else {
                throw TemplateFault(
                    "an action holds a character no template has",
                    at: SourceRange(start, start + 1))
            }
            return .word(name)
        }
    }

    private mutating func takeSign() -> Token? {
        let signs: [(UInt8, Token)] = [
            (UInt8(ascii: "|"), .pipe), (UInt8(ascii: "("), .open), (UInt8(ascii: ")"), .close),
            (UInt8(ascii: ","), .comma), (UInt8(ascii: "="), .assign),
        ]
        if let sign = signs.first(where: { $0.0 == peek() }) {
            position += 1
            return sign.1
        }
        guard peek() == UInt8(ascii: ":"), peek(1) == UInt8(ascii: "=") else { return nil }
        position += 2
        return .declare
    }

    /// A dot with nothing behind it is the dot itself.
    private mutating func fields() -> [String] {
        var fields: [String] = []
        while peek() == UInt8(ascii: "."), Self.isNameByte(peek(1)) {
            position += 1
            fields.append(takeName())
        }
        if fields.isEmpty { position += 1 }
        return fields
    }

    private mutating func number() throws(TemplateFault) -> TemplateValue {
        let start = position
        if peek() == UInt8(ascii: "-") || peek() == UInt8(ascii: "+") { position += 1 }
        let isHexadecimal = peek() == UInt8(ascii: "0") && peek(1) | 0x20 == UInt8(ascii: "x")
        let exponent = UInt8(ascii: isHexadecimal ? "p" : "e")
        while Self.isNameByte(peek()) || peek() == UInt8(ascii: ".")
            || (position > start && peek(-1) | 0x20 == exponent
                && [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(peek()))
        { position += 1 }
        let text = Self.string(Array(bytes[start..<position]))
        guard let value = TemplateNumber.value(of: text) else {
            throw TemplateFault("\"\(text)\" is no number", at: SourceRange(start, position))
        }
        return value
    }

    private mutating func quoted() throws(TemplateFault) -> String {
        let literal = try takeQuoted()
        guard let text = try? GoString.unquoted(literal) else {
            throw TemplateFault(
                "a text has an escape that Go does not know",
                at: SourceRange(literal.startIndex, literal.endIndex))
        }
        return Self.string(text)
    }

    /// `'a'` is the number of a character.
    private mutating func rune() throws(TemplateFault) -> TemplateValue {
        let literal = try takeQuoted()
        guard let text = try? GoString.unquoted(literal),
            let scalar = Self.string(text).unicodeScalars.first,
            Self.string(text).unicodeScalars.count == 1
        else {
            throw TemplateFault(
                "single quotes hold one character: texts stand in double quotes",
                at: SourceRange(literal.startIndex, literal.endIndex))
        }
        return .integer(Int64(scalar.value))
    }

    /// Everything up to the closing quote, both included.
    private mutating func takeQuoted() throws(TemplateFault) -> ArraySlice<UInt8> {
        let start = position
        let quote = peek()
        position += 1
        let isRaw = quote == UInt8(ascii: "`")
        while position < bytes.count {
            let byte = peek()
            if !isRaw, byte == UInt8(ascii: "\n") { break }
            position += !isRaw && byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == quote { return bytes[start..<position] }
        }
        throw TemplateFault(
            "a text's closing quote is missing", at: SourceRange(start, start + 1))
    }

    private mutating func takeName() -> String {
        let start = position
        while Self.isNameByte(peek()) { position += 1 }
        return Self.string(Array(bytes[start..<position]))
    }

    private mutating func skipSpace() {
        while position < bytes.count, Self.isSpace(peek()) { position += 1 }
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
