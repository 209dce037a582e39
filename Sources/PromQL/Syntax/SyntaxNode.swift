package import Telemetry

/// The kinds of value an expression can have.
package enum ValueType: String, Hashable, Sendable {
    case scalar
    case string
    case instantVector = "instant vector"
    case rangeVector = "range vector"
}

/// One node of a parsed expression: what it is and where it was written.
package final class SyntaxNode: Sendable {
    package indirect enum Kind: Sendable {
        case number(Double)
        case string(StringLiteral)
        case selector(Selector)
        case subquery(Subquery)
        case parentheses(SyntaxNode)
        case negation(SyntaxNode)
        /// A unary plus: changes nothing.
        case affirmation(SyntaxNode)
        case binary(Binary)
        case aggregation(Aggregation)
        case call(Call)
    }

    /// Text between quotes; bytes that are no UTF-8 are kept for messages.
    package struct StringLiteral: Sendable {
        package var value: String
        package var bytes: [UInt8]
        package var isValidUTF8: Bool { value.utf8.elementsEqual(bytes) }
    }

    /// `metric{a="b"}`, with `[5m]` when it has a range.
    package struct Selector: Sendable {
        package var matchers: [LabelMatcher]
        package var range: DurationTree?
        package var timing = Timing()
        package var extent: Extent = .plain
        /// Its place in the list of the expression's selectors, from 0.
        package var slot: Int
        /// The metric's name where it was written before the braces.
        package var writtenName: String?
    }

    /// `anchored` and `smoothed` widen a selector beyond its window.
    package enum Extent: String, Hashable, Sendable {
        case plain, anchored, smoothed
    }

    /// `offset` and `@`.
    package struct Timing: Sendable {
        package var offset: DurationTree?
        package var fixed: FixedTime?
        package init() {}
    }

    /// What stands after `@`.
    package enum FixedTime: Hashable, Sendable {
        case time(Timestamp)
        case queryStart
        case queryEnd
    }

    /// `expression[1h:5m]`.
    package struct Subquery: Sendable {
        package var operand: SyntaxNode
        package var range: DurationTree
        package var step: DurationTree?
        package var timing = Timing()
    }

    package struct Binary: Sendable {
        package var operation: BinaryOperator
        package var left: SyntaxNode
        package var right: SyntaxNode
        package var returnsBool: Bool
        package var matching: VectorMatching
    }

    package struct Aggregation: Sendable {
        package var operation: AggregationOperator
        package var parameter: SyntaxNode?
        package var operand: SyntaxNode
        package var grouping: Grouping
    }

    package struct Call: Sendable {
        package var function: Function
        package var arguments: [SyntaxNode]
    }

    package let kind: Kind
    package let range: SourceRange

    init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }

    /// What evaluating it gives.
    package var type: ValueType {
        switch kind {
        case .number: return .scalar
        case .string: return .string
        case .selector(let selector):
            return selector.range == nil ? .instantVector : .rangeVector
        case .subquery: return .rangeVector
        case .parentheses(let inner), .negation(let inner), .affirmation(let inner):
            return inner.type
        case .binary(let binary):
            return binary.left.type == .scalar && binary.right.type == .scalar
                ? .scalar : .instantVector
        case .aggregation: return .instantVector
        case .call(let call): return call.function.result
        }
    }

    /// The nodes it is made of, in the order they were written.
    package var children: [SyntaxNode] {
        switch kind {
        case .number, .string, .selector: return []
        case .subquery(let subquery): return [subquery.operand]
        case .parentheses(let inner), .negation(let inner), .affirmation(let inner): return [inner]
        case .binary(let binary): return [binary.left, binary.right]
        case .aggregation(let aggregation):
            return [aggregation.parameter, aggregation.operand].compactMap { $0 }
        case .call(let call): return call.arguments
        }
    }

    /// The node inside any number of parentheses.
    package var unwrapped: SyntaxNode {
        if case .parentheses(let inner) = kind { return inner.unwrapped }
        return self
    }
}
