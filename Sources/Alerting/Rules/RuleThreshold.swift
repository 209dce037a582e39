internal import PromQL

/// The number that an expression's first comparison has for its limit, and where it is written.
package struct RuleThreshold: Hashable, Sendable {
    /// As it stands in the text; 1 for a comparison of two series without a factor.
    package let value: Double
    /// A multiple of the series on the other side.
    package let isFactor: Bool
    /// Values above it are the ones that count.
    package let isUpwards: Bool
    /// What a number takes the place of.
    private let range: SourceRange
    /// What is written behind the number.
    private let tail: String

    /// nil when nothing is compared, or only with `==` and `!=`.
    init?(_ expression: Expression) {
        guard let (binary, isUpwards) = Self.comparison(expression.root) else { return nil }
        let limit = binary.right.constant == nil && binary.left.constant != nil
        let side = limit ? binary.left : binary.right
        self.isUpwards = limit ? !isUpwards : isUpwards
        if let value = side.constant {
            (self.value, isFactor, range, tail) = (value, false, side.range, "")
        } else if let factor = Self.factor(side) {
            (value, isFactor, range, tail) = (factor.value, true, factor.range, "")
        } else {
            (value, isFactor, range) = (1, true, side.range)
            tail = " * (\(side.range.text(in: expression.text)))"
        }
    }

    /// The expression's text with another number.
    func text(_ text: String, with value: Double) -> String {
        let bytes = Array(text.utf8)
        let before = String(decoding: bytes[..<range.lower], as: UTF8.self)
        let after = String(decoding: bytes[range.upper...], as: UTF8.self)
        return before + GoNumber.general(value) + tail + after
    }

    /// The outermost comparison, the first of several.
    private static func comparison(
        _ node: SyntaxNode
    ) -> (binary: SyntaxNode.Binary, isUpwards: Bool)? {
        if case .binary(let binary) = node.kind, !binary.returnsBool {
            switch binary.operation {
            case .greater, .greaterOrEqual: return (binary, true)
            case .less, .lessOrEqual: return (binary, false)
            default: break
            }
        }
        return node.children.lazy.compactMap(comparison).first
    }

    private static func factor(_ node: SyntaxNode) -> (value: Double, range: SourceRange)? {
        guard case .binary(let binary) = node.unwrapped.kind, binary.operation == .multiply else {
            return nil
        }
        for side in [binary.left, binary.right] {
            if let value = side.constant { return (value, side.range) }
        }
        return nil
    }
}

extension RuleExpression {
    /// The limit of its first comparison; nil without one that can be moved.
    package var threshold: RuleThreshold? { RuleThreshold(compiled) }

    /// The same expression with another limit.
    package func moved(to value: Double) -> RuleExpression? {
        threshold.flatMap { try? other($0.text(source, with: value)) }
    }
}
