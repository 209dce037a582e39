extension Parser {
    private static let renamed = ["holt_winters": "double_exponential_smoothing"]

    /// A function's name and its arguments.
    mutating func call() throws(ExpressionError) -> SyntaxNode {
        let name = current
        guard let function = functions[name.text] ?? functions[name.text.lowercased()] else {
            var message = "unknown function with name \(GoString.quoted(name.text))"
            if let new = Self.renamed[name.text.lowercased()] {
                message += ": since Prometheus 3 it is called \(GoString.quoted(new))"
            } else if let near = nearestCalled(to: name.text) {
                message += ", did you mean \(GoString.quoted(near))?"
            }
            throw ExpressionError(message, at: name.range, in: text)
        }
        advance()
        let (arguments, end) = try arguments("in call to function \(GoString.quoted(name.text))")
        return SyntaxNode(
            .call(.init(function: function, arguments: arguments)),
            name.range.union(end))
    }

    private mutating func arguments(
        _ place: String
    ) throws(ExpressionError) -> ([SyntaxNode], SourceRange) {
        try expect(.leftParenthesis, place)
        var arguments: [SyntaxNode] = []
        while current.kind != .rightParenthesis {
            arguments.append(try expression())
            if take(.comma) {
                if current.kind == .rightParenthesis {
                    throw ExpressionError(
                        "trailing commas not allowed in function call args",
                        at: peek(-1).range, in: text)
                }
            } else if current.kind != .rightParenthesis {
                throw unexpected(place, wanted: "\",\" or \")\"")
            }
        }
        let close = try expect(.rightParenthesis, place)
        return (arguments, close.range)
    }

    /// `sum by (a) (x)` or `sum (x) by (a)`.
    mutating func aggregation(
        _ operation: AggregationOperator
    ) throws(ExpressionError) -> SyntaxNode {
        let name = current
        advance()
        var grouping = try grouping()
        let (arguments, end) = try arguments("in aggregation")
        var range = name.range.union(end)
        if grouping == nil {
            grouping = try self.grouping()
            range = range.union(peek(-1).range)
        }
        let wanted = operation.takesParameter ? 2 : 1
        guard arguments.count == wanted else {
            throw ExpressionError(
                arguments.isEmpty
                    ? "no arguments for aggregate expression provided"
                    : "wrong number of arguments for aggregate expression provided, expected "
                        + "\(wanted), got \(arguments.count)", at: range, in: text)
        }
        return SyntaxNode(
            .aggregation(
                .init(
                    operation: operation, parameter: wanted == 2 ? arguments[0] : nil,
                    operand: arguments[wanted - 1], grouping: grouping ?? .all)), range)
    }

    private mutating func grouping() throws(ExpressionError) -> Grouping? {
        let isWithout: Bool
        if takeWord("by") {
            isWithout = false
        } else if takeWord("without") {
            isWithout = true
        } else {
            return nil
        }
        return Grouping(
            isWithout: isWithout, labels: try labelNames("in grouping opts"), isExplicit: true)
    }

    /// `(a, "b.c")`.
    mutating func labelNames(_ place: String) throws(ExpressionError) -> [String] {
        try expect(.leftParenthesis, place)
        var names: [String] = []
        while current.kind != .rightParenthesis {
            switch current.kind {
            case .word: names.append(current.text)
            case .string: names.append(try literal(current).value)
            case .binary(.atan2): names.append(current.text)
            default: throw unexpected(place, wanted: "label")
            }
            advance()
            if !take(.comma), current.kind != .rightParenthesis {
                throw unexpected(place, wanted: "\",\" or \")\"")
            }
        }
        try expect(.rightParenthesis, place)
        return names
    }

    /// `bool`, `on`/`ignoring`, `group_left`/`group_right` and `fill…` after an operator.
    mutating func modifiers(
        of operation: BinaryOperator, sign: Token
    ) throws(ExpressionError) -> (Bool, VectorMatching) {
        var matching = VectorMatching()
        let returnsBool = current.kind == .word && current.text.lowercased() == "bool"
        if returnsBool {
            if !operation.isComparison {
                throw ExpressionError(
                    "bool modifier can only be used on comparison operators", at: current.range,
                    in: text)
            }
            advance()
        }
        if takeWord("on") {
            matching.isOn = true
            matching.isExplicit = true
        } else if takeWord("ignoring") {
            matching.isExplicit = true
        }
        if matching.isExplicit {
            matching.labels = try labelNames("in grouping opts")
            try groupSide(of: operation, &matching)
        }
        try fills(of: operation, &matching)
        return (returnsBool, matching)
    }

    private mutating func groupSide(
        of operation: BinaryOperator, _ matching: inout VectorMatching
    ) throws(ExpressionError) {
        let token = current
        if takeWord("group_left") {
            matching.cardinality = .manyToOne
        } else if takeWord("group_right") {
            matching.cardinality = .oneToMany
        } else {
            return
        }
        if operation.isSet {
            throw ExpressionError(
                "no grouping allowed for \(GoString.quoted(operation.rawValue)) operation",
                at: token.range, in: text)
        }
        if current.kind == .leftParenthesis {
            matching.include = try labelNames("in grouping opts")
        }
        if matching.isOn, let both = matching.include.first(where: matching.labels.contains) {
            throw ExpressionError(
                "label \(GoString.quoted(both)) must not occur in ON and GROUP clause at once",
                at: token.range, in: text)
        }
    }

    private mutating func fills(
        of operation: BinaryOperator, _ matching: inout VectorMatching
    ) throws(ExpressionError) {
        while current.kind == .word, peek().kind == .leftParenthesis,
            ["fill", "fill_left", "fill_right"].contains(current.text.lowercased())
        {
            let token = current
            let name = token.text.lowercased()
            if operation.isSet {
                throw ExpressionError(
                    "filling in missing series not allowed for set operators", at: token.range,
                    in: text)
            }
            advance()
            advance()
            var isNegative = false
            if take(.binary(.subtract)) { isNegative = true } else { _ = take(.binary(.add)) }
            let value: Double
            switch current.kind {
            case .number(let number), .duration(let number): value = number
            case .word:
                guard let number = GoNumber.parse(current.text) else { fallthrough }
                value = number
            default: throw unexpected("in \(name)", wanted: "a number")
            }
            advance()
            try expect(.rightParenthesis, "in \(name)")
            if name != "fill_right" { matching.fillLeft = isNegative ? -value : value }
            if name != "fill_left" { matching.fillRight = isNegative ? -value : value }
        }
    }
}
