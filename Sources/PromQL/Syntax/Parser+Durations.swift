extension Parser {
    /// A duration in brackets: `5m`, `300`, `2*(step()+1m)`.
    mutating func durationExpression(
        above precedence: Int = 0
    ) throws(ExpressionError) -> DurationTree {
        var left = try durationUnary()
        while case .binary(let operation) = current.kind, operation.precedence > precedence,
            operation.precedence >= BinaryOperator.add.precedence
        {
            advance()
            let limit = operation == .power ? operation.precedence - 1 : operation.precedence
            let right = try durationExpression(above: limit)
            left = folded(.combined(left, operation, right))
        }
        return left
    }

    private mutating func durationUnary() throws(ExpressionError) -> DurationTree {
        if take(.binary(.subtract)) {
            let operand = try durationExpression(above: BinaryOperator.powerPrecedence - 1)
            return folded(.negated(operand))
        }
        if take(.binary(.add)) {
            return try durationExpression(above: BinaryOperator.powerPrecedence - 1)
        }
        return try durationPrimary()
    }

    /// What may follow `offset` without parentheses: one operand with a sign.
    mutating func offsetDuration() throws(ExpressionError) -> DurationTree {
        if take(.binary(.subtract)) { return folded(.negated(try durationPrimary())) }
        _ = take(.binary(.add))
        return try durationPrimary()
    }

    private mutating func durationPrimary() throws(ExpressionError) -> DurationTree {
        let token = current
        switch token.kind {
        case .number(let seconds), .duration(let seconds):
            advance()
            guard seconds.isFinite, seconds.magnitude < 9e12 else {
                throw ExpressionError("duration out of range", at: token.range, in: text)
            }
            return .seconds(seconds)
        case .leftParenthesis:
            advance()
            let inner = try durationExpression()
            try expect(.rightParenthesis, "in duration")
            return inner
        case .word where peek().kind == .leftParenthesis: return try durationCall()
        default: throw unexpected("in duration", wanted: "a number or a duration such as 5m")
        }
    }

    private mutating func durationCall() throws(ExpressionError) -> DurationTree {
        let name = current
        advance()
        advance()
        switch name.text.lowercased() {
        case "step":
            try expect(.rightParenthesis, "in step()")
            return .step
        case "range":
            try expect(.rightParenthesis, "in range()")
            return .range
        case "min", "min_of", "max", "max_of":
            let left = try durationExpression()
            try expect(.comma, "in duration")
            let right = try durationExpression()
            try expect(.rightParenthesis, "in duration")
            let isSmallest = name.text.lowercased().hasPrefix("min")
            return folded(isSmallest ? .smallest(left, right) : .largest(left, right))
        default:
            throw ExpressionError(
                "unknown function in duration: \(GoString.quoted(name.text)); known are step(), "
                    + "range(), min(a, b) and max(a, b)", at: name.range, in: text)
        }
    }

    private func folded(_ tree: DurationTree) -> DurationTree {
        tree.constantSeconds.map { .seconds($0) } ?? tree
    }
}
