import Glibc

/// A duration as written in `[…]`, after `offset`, or a subquery's step: mostly a constant.
package indirect enum DurationTree: Hashable, Sendable {
    case seconds(Double)
    /// `step()` of the query; 0 at an instant.
    case step
    /// `range()`: the query's end minus its start.
    case range
    case negated(Self)
    case combined(Self, BinaryOperator, Self)
    case smallest(Self, Self)
    case largest(Self, Self)

    /// The seconds it stands for in a query of that step and range.
    package func seconds(step: Double, range: Double) -> Double {
        switch self {
        case .seconds(let value): return value
        case .step: return step
        case .range: return range
        case .negated(let inner): return -inner.seconds(step: step, range: range)
        case .smallest(let left, let right):
            return min(
                left.seconds(step: step, range: range), right.seconds(step: step, range: range))
        case .largest(let left, let right):
            return max(
                left.seconds(step: step, range: range), right.seconds(step: step, range: range))
        case .combined(let left, let operation, let right):
            return operation.apply(
                left.seconds(step: step, range: range), right.seconds(step: step, range: range))
        }
    }

    /// Its value when it does not depend on the query.
    package var constantSeconds: Double? {
        switch self {
        case .seconds(let value): return value
        case .step, .range: return nil
        case .negated(let inner): return inner.constantSeconds.map { -$0 }
        case .combined(let left, _, let right), .smallest(let left, let right),
            .largest(let left, let right):
            guard left.constantSeconds != nil, right.constantSeconds != nil else { return nil }
            return seconds(step: 0, range: 0)
        }
    }

    /// As it would be written.
    package var text: String {
        switch self {
        case .seconds(let value):
            let milliseconds = (value * 1_000).rounded()
            guard milliseconds.magnitude < 9e15 else { return GoNumber.general(value) }
            return PromDuration(milliseconds: Int64(milliseconds)).description
        case .step: return "step()"
        case .range: return "range()"
        case .negated(let inner): return "-\(inner.text)"
        case .smallest(let left, let right): return "min(\(left.text), \(right.text))"
        case .largest(let left, let right): return "max(\(left.text), \(right.text))"
        case .combined(let left, let operation, let right):
            return "(\(left.text) \(operation.rawValue) \(right.text))"
        }
    }
}
