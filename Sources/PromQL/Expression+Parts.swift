/// A part of an expression that has a value of its own.
package struct Subexpression: Sendable {
    /// Where it stands in the whole expression's text.
    package let range: SourceRange
    /// As it was written.
    package let text: String
    /// How deep it lies below the whole, which is 0.
    package let depth: Int
    package let node: SyntaxNode
    private let whole: Expression

    init(_ node: SyntaxNode, depth: Int, of whole: Expression) {
        range = node.range
        text = node.range.text(in: whole.text)
        self.depth = depth
        self.node = node
        self.whole = whole
    }

    package var type: ValueType { node.type }

    /// The part by itself, ready to be evaluated; its ranges refer to the whole's text.
    package var expression: Expression { Expression(part: node, of: whole) }
}

extension Expression {
    /// The whole and every part that is neither a bare literal nor mere parentheses, in the order
    /// they were written, the outer before the inner.
    package var subexpressions: [Subexpression] {
        var parts: [Subexpression] = []
        collect(root, depth: 0, into: &parts)
        return parts
    }

    private func collect(_ node: SyntaxNode, depth: Int, into parts: inout [Subexpression]) {
        switch node.kind {
        case .number, .string:
            if depth == 0 { parts.append(Subexpression(node, depth: depth, of: self)) }
        case .parentheses(let inner): collect(inner, depth: depth, into: &parts)
        default:
            parts.append(Subexpression(node, depth: depth, of: self))
            for child in node.children { collect(child, depth: depth + 1, into: &parts) }
        }
    }

    /// When the whole compares something with a limit: the two sides and the operator.
    ///
    /// What a chart needs to draw the value and its threshold; nil for any other expression.
    package var comparison: (left: Subexpression, operation: BinaryOperator, right: Subexpression)?
    {
        guard case .binary(let binary) = root.unwrapped.kind, binary.operation.isComparison else {
            return nil
        }
        return (
            Subexpression(binary.left, depth: 1, of: self), binary.operation,
            Subexpression(binary.right, depth: 1, of: self)
        )
    }
}
