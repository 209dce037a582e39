/// One word or sign of an expression.
struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case word
        case number(Double)
        /// In seconds.
        case duration(Double)
        case string
        case leftParenthesis, rightParenthesis, leftBrace, rightBrace, leftBracket, rightBracket
        case comma, colon, at
        case assign, matches, doesNotMatch
        case binary(BinaryOperator)
        case end
    }

    var kind: Kind
    var range: SourceRange
    /// As written.
    var text: String

    /// How a message names it.
    var name: String {
        switch kind {
        case .word: return "identifier \(GoString.quoted(text))"
        case .number: return "number \(GoString.quoted(text))"
        case .duration: return "duration \(GoString.quoted(text))"
        case .string: return "string \(text)"
        case .end: return "end of input"
        default: return GoString.quoted(text)
        }
    }
}
