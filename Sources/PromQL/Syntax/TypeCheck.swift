import Telemetry

/// Holds every operand against the type its place wants.
struct TypeCheck {
    let text: String

    func check(_ node: SyntaxNode) throws(ExpressionError) {
        switch node.kind {
        case .number, .string: break
        case .selector(let selector): try check(selector, node)
        case .parentheses(let inner): try check(inner)
        case .negation(let inner), .affirmation(let inner):
            try check(inner)
            if inner.type != .scalar && inner.type != .instantVector {
                throw error(
                    "unary expression only allowed on expressions of type scalar or instant "
                        + "vector, got \(GoString.quoted(inner.type.rawValue))", node)
            }
        case .subquery(let subquery):
            try check(subquery.operand)
            if subquery.operand.type != .instantVector {
                throw error(
                    "subquery is only allowed on instant vector, got "
                        + "\(subquery.operand.type.rawValue) instead", node)
            }
        case .aggregation(let aggregation): try check(aggregation)
        case .binary(let binary): try check(binary, node)
        case .call(let call): try check(call, node)
        }
    }

    private func check(
        _ selector: SyntaxNode.Selector, _ node: SyntaxNode
    ) throws(ExpressionError) {
        if !selector.matchers.contains(where: { !$0.accepts(value: "") }) {
            throw error("vector selector must contain at least one non-empty matcher", node)
        }
    }

    private func check(_ aggregation: SyntaxNode.Aggregation) throws(ExpressionError) {
        try check(aggregation.operand)
        try expect(.instantVector, aggregation.operand, "aggregation expression")
        guard let parameter = aggregation.parameter else { return }
        try check(parameter)
        let wanted: ValueType = aggregation.operation == .countValues ? .string : .scalar
        try expect(wanted, parameter, "aggregation parameter")
    }

    private func check(_ binary: SyntaxNode.Binary, _ node: SyntaxNode) throws(ExpressionError) {
        try check(binary.left)
        try check(binary.right)
        let types = [binary.left.type, binary.right.type]
        for (type, side) in zip(types, [binary.left, binary.right])
        where type != .scalar && type != .instantVector {
            throw error(
                "binary expression must contain only scalar and instant vector types", side)
        }
        if types == [.scalar, .scalar] {
            if binary.operation.isComparison, !binary.returnsBool {
                throw error("comparisons between scalars must use BOOL modifier", node)
            }
        }
        if types.contains(.scalar) {
            if binary.operation.isSet {
                throw error(
                    "set operator \(GoString.quoted(binary.operation.rawValue)) not allowed in "
                        + "binary scalar expression", node)
            }
            if !binary.matching.labels.isEmpty {
                throw error(
                    "vector matching only allowed between instant vectors", node)
            }
            if binary.matching.fillLeft != nil || binary.matching.fillRight != nil {
                throw error("filling in missing series only allowed between instant vectors", node)
            }
        }
    }

    private func check(_ call: SyntaxNode.Call, _ node: SyntaxNode) throws(ExpressionError) {
        let function = call.function
        let name = GoString.quoted(function.name)
        let count = call.arguments.count
        if function.minimumCount == function.maximumCount, count != function.minimumCount {
            throw error(
                "expected \(function.minimumCount) argument(s) in call to \(name), got \(count)",
                node)
        }
        if count < function.minimumCount {
            throw error(
                "expected at least \(function.minimumCount) argument(s) in call to \(name), "
                    + "got \(count)", node)
        }
        if let maximum = function.maximumCount, count > maximum {
            throw error(
                "expected at most \(maximum) argument(s) in call to \(name), got \(count)", node)
        }
        for (index, argument) in call.arguments.enumerated() {
            if case .special(.info) = function.body, index == 1 {
                guard case .selector(let selector) = argument.kind, selector.writtenName == nil
                else {
                    throw error(
                        "expected label selectors as the second argument to \"info\" function, got \(argument.type.rawValue)",
                        argument)
                }
                continue
            }
            try check(argument)
            let wanted = function.parameters[min(index, function.parameters.count - 1)]
            try expect(wanted, argument, "call to function \(name)")
            try checkExtent(argument, in: function)
        }
    }

    private func checkExtent(
        _ argument: SyntaxNode, in function: Function
    ) throws(ExpressionError) {
        guard case .selector(let selector) = argument.unwrapped.kind, selector.range != nil,
            selector.extent != .plain
        else { return }
        let allowed =
            selector.extent == .anchored
            ? ["changes", "delta", "increase", "rate", "resets"] : ["delta", "increase", "rate"]
        if !allowed.contains(function.name) {
            throw error(
                "\(selector.extent.rawValue) modifier can only be used with: "
                    + "\(allowed.joined(separator: ", ")) - not with \(function.name)", argument)
        }
    }

    private func expect(
        _ type: ValueType, _ node: SyntaxNode, _ place: String
    ) throws(ExpressionError) {
        if node.type != type {
            throw error(
                "expected type \(type.rawValue) in \(place), got \(node.type.rawValue)", node)
        }
    }

    private func error(_ message: String, _ node: SyntaxNode) -> ExpressionError {
        ExpressionError(message, at: node.range, in: text)
    }
}
