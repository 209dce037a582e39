import Telemetry

/// Reads tokens into a syntax tree: precedence climbing, one token of look-ahead.
struct Parser {
    let text: String
    let functions: FunctionTable
    private let tokens: [Token]
    private var index = 0
    private var depth = 0
    /// How many selectors were read so far.
    var selectorCount = 0

    /// Deeper nesting is refused: each level costs stack.
    private static let maximumDepth = 200
    /// Longer chains of operators are refused for the same reason.
    private static let maximumChain = 500

    init(_ text: String, functions: FunctionTable) throws(ExpressionError) {
        self.text = text
        self.functions = functions
        tokens = try Lexer.tokens(of: text)
    }

    /// The whole text as one expression, its types checked.
    mutating func parse() throws(ExpressionError) -> SyntaxNode {
        if current.kind == .end {
            throw ExpressionError("no expression found in input", at: current.range, in: text)
        }
        let node = try expression()
        guard current.kind == .end else { throw unexpected("") }
        try TypeCheck(text: text).check(node)
        return node
    }

    mutating func expression(above precedence: Int = 0) throws(ExpressionError) -> SyntaxNode {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.maximumDepth {
            throw ExpressionError("expression nests too deeply", at: current.range, in: text)
        }
        var left = try unary()
        var chain = 0
        while let operation = binaryOperator(), operation.precedence > precedence {
            let sign = current
            chain += 1
            if chain > Self.maximumChain {
                throw ExpressionError(
                    "more than \(Self.maximumChain) operators in a row", at: sign.range, in: text)
            }
            advance()
            let (returnsBool, matching) = try modifiers(of: operation, sign: sign)
            // The power operator groups to the right, all others to the left.
            let limit = operation == .power ? operation.precedence - 1 : operation.precedence
            let right = try expression(above: limit)
            left = SyntaxNode(
                .binary(
                    .init(
                        operation: operation, left: left, right: right, returnsBool: returnsBool,
                        matching: matching)),
                left.range.union(right.range))
        }
        return left
    }

    private mutating func unary() throws(ExpressionError) -> SyntaxNode {
        let sign = current
        guard sign.kind == .binary(.subtract) || sign.kind == .binary(.add) else {
            return try postfix(primary())
        }
        advance()
        // A sign binds like a multiplication: weaker than a power, `-2^2` is -4.
        let operand = try expression(above: BinaryOperator.powerPrecedence - 1)
        let range = sign.range.union(operand.range)
        if case .number(let value) = operand.kind {
            return SyntaxNode(.number(sign.kind == .binary(.subtract) ? -value : value), range)
        }
        return SyntaxNode(
            sign.kind == .binary(.subtract) ? .negation(operand) : .affirmation(operand), range)
    }

    private mutating func primary() throws(ExpressionError) -> SyntaxNode {
        let token = current
        switch token.kind {
        case .number(let value), .duration(let value):
            advance()
            return SyntaxNode(.number(value), token.range)
        case .string:
            advance()
            return SyntaxNode(.string(try literal(token)), token.range)
        case .leftParenthesis:
            advance()
            let inner = try expression()
            let close = try expect(.rightParenthesis, "in parentheses")
            return SyntaxNode(.parentheses(inner), token.range.union(close.range))
        case .leftBrace: return try selector(name: nil)
        case .word: return try word()
        default: throw unexpected("")
        }
    }

    /// A number's name, an aggregation, a call or a metric.
    private mutating func word() throws(ExpressionError) -> SyntaxNode {
        let token = current
        let lower = token.text.lowercased()
        let next = peek()
        if next.kind != .leftParenthesis, next.kind != .leftBrace,
            lower == "nan" || lower == "inf", let value = GoNumber.parse(lower)
        {
            advance()
            return SyntaxNode(.number(value), token.range)
        }
        if let operation = AggregationOperator(rawValue: lower), startsAggregation(next) {
            return try aggregation(operation)
        }
        if Self.reserved.contains(lower) { throw unexpected("", wanted: "a metric or a function") }
        if next.kind == .leftParenthesis { return try call() }
        advance()
        return try selector(name: token)
    }

    /// Words of the language that are no metric's name; all its others may be one.
    static let reserved: Set = [
        "on", "ignoring", "group_left", "group_right", "bool", "atan2",
    ]

    private func startsAggregation(_ next: Token) -> Bool {
        if next.kind == .leftParenthesis { return true }
        return next.kind == .word && ["by", "without"].contains(next.text.lowercased())
    }

    private func binaryOperator() -> BinaryOperator? {
        switch current.kind {
        case .binary(let operation): return operation
        case .word:
            let operation = BinaryOperator(rawValue: current.text.lowercased())
            return operation == .atan2 || operation?.isSet == true ? operation : nil
        default: return nil
        }
    }

    // Everything below reads tokens for the extensions in the neighbouring files.

    var current: Token { tokens[index] }

    func peek(_ ahead: Int = 1) -> Token {
        tokens[max(0, min(index + ahead, tokens.count - 1))]
    }

    mutating func advance() { index = min(index + 1, tokens.count - 1) }

    /// Takes the word if it is next, in any case.
    mutating func takeWord(_ word: String) -> Bool {
        guard current.kind == .word, current.text.lowercased() == word else { return false }
        advance()
        return true
    }

    mutating func take(_ kind: Token.Kind) -> Bool {
        guard current.kind == kind else { return false }
        advance()
        return true
    }

    @discardableResult
    mutating func expect(_ kind: Token.Kind, _ place: String) throws(ExpressionError) -> Token {
        let token = current
        guard token.kind == kind else { throw unexpected(place) }
        advance()
        return token
    }

    func unexpected(_ place: String, wanted: String? = nil) -> ExpressionError {
        var message = "unexpected \(current.name)"
        if !place.isEmpty { message += " \(place)" }
        if let wanted { message += ", expected \(wanted)" }
        if current.kind == .leftBracket || current.kind == .rightParenthesis, place.isEmpty,
            index == 0
        {
            message += ": an expression begins with a metric, a number, a function or ("
        } else if place.isEmpty, let hint = spellingHint {
            message += ", \(hint)"
        }
        let range =
            current.kind == .end
            ? SourceRange(current.range.lower, current.range.lower + 1) : current.range
        return ExpressionError(message, at: range, in: text)
    }

    func literal(_ token: Token) throws(ExpressionError) -> SyntaxNode.StringLiteral {
        do {
            let bytes = try GoString.unquoted(Array(token.text.utf8)[...])
            return .init(value: String(decoding: bytes, as: UTF8.self), bytes: bytes)
        } catch {
            throw ExpressionError(error.message, at: token.range, in: text)
        }
    }
}
