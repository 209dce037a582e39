internal import PromQL
internal import Telemetry

/// What is certain about the values of an expression, found from its text alone.
struct ValueRanges {
    /// Names of ours that somebody else brings too: of those nothing is certain.
    var foreign: Set<String> = []

    /// What the values of a part of an expression can be, as far as that is certain.
    func of(_ node: SyntaxNode) -> ValueRange {
        if let constant = node.constant { return constant.isNaN ? .all : .point(constant) }
        switch node.kind {
        case .number, .string: return .all
        case .selector(let selector):
            return ours(selector)?.range ?? .all
        case .subquery(let subquery): return of(subquery.operand)
        case .parentheses(let inner), .affirmation(let inner): return of(inner)
        case .negation(let inner): return of(inner).negated
        case .aggregation(let aggregation): return of(aggregation)
        case .call(let call): return of(call)
        case .binary(let binary): return of(binary)
        }
    }

    private func of(_ aggregation: SyntaxNode.Aggregation) -> ValueRange {
        let inner = of(aggregation.operand)
        switch aggregation.operation {
        case .count, .countValues: return ValueRange(1, .infinity)
        case .group: return .point(1)
        case .stddev, .stdvar: return .notNegative
        case .sum: return sum(of: inner)
        case .avg, .min, .max, .topk, .bottomk, .limitk, .limitRatio: return inner
        case .quantile:
            let share = aggregation.parameter?.constant ?? .nan
            return (0...1).contains(share) ? inner : .all
        }
    }

    private func sum(of inner: ValueRange) -> ValueRange {
        inner.lower >= 0 ? .notNegative : inner.upper <= 0 ? ValueRange.notNegative.negated : .all
    }

    private static let fixed: [String: ValueRange] = [
        "absent": .point(1), "absent_over_time": .point(1), "present_over_time": .point(1),
        "count_over_time": ValueRange(1, .infinity), "hour": ValueRange(0, 23),
        "minute": ValueRange(0, 59), "month": ValueRange(1, 12), "day_of_week": ValueRange(0, 6),
        "day_of_month": ValueRange(1, 31), "days_in_month": ValueRange(28, 31),
        "day_of_year": ValueRange(1, 366), "sgn": ValueRange(-1, 1),
        "histogram_fraction": ValueRange(0, 1), "abs": .notNegative, "sqrt": .notNegative,
        "exp": .notNegative, "changes": .notNegative, "resets": .notNegative,
        "stddev_over_time": .notNegative, "stdvar_over_time": .notNegative,
    ]

    private func of(_ call: SyntaxNode.Call) -> ValueRange {
        let name = call.function.name
        if let known = Self.fixed[name] { return known }
        switch name {
        case "rate", "irate", "increase":
            // Only what never falls below zero: what falls counts as begun anew.
            guard case .selector(let selector)? = call.arguments.first?.unwrapped.kind,
                let metric = selector.metric,
                ["_total", "_count", "_bucket"].contains(where: metric.hasSuffix)
            else { return .all }
            return .notNegative
        case "vector", "sort", "sort_desc", "sort_by_label", "sort_by_label_desc",
            "label_replace", "label_join", "min_over_time", "max_over_time", "avg_over_time",
            "last_over_time", "first_over_time":
            return call.arguments.first.map(of) ?? .all
        case "clamp", "clamp_min", "clamp_max": return clamped(call)
        case "sum_over_time": return call.arguments.first.map { sum(of: of($0)) } ?? .all
        default: return .all
        }
    }

    private func clamped(_ call: SyntaxNode.Call) -> ValueRange {
        let limits = call.arguments.dropFirst().compactMap(\.constant)
        guard let value = call.arguments.first, limits.count == call.arguments.count - 1,
            let first = limits.first, let last = limits.last, !first.isNaN, !last.isNaN
        else { return .all }
        let least = call.function.name == "clamp_max" ? -.infinity : first
        let most = call.function.name == "clamp_min" ? .infinity : last
        // With its limits exchanged it has no result at all.
        guard least <= most else { return ValueRange(1, 0) }
        var range = of(value)
        if range.lower < least { (range.lower, range.isLowerOpen) = (least, false) }
        if range.upper < least { (range.upper, range.isUpperOpen) = (least, false) }
        if range.upper > most { (range.upper, range.isUpperOpen) = (most, false) }
        if range.lower > most { (range.lower, range.isLowerOpen) = (most, false) }
        return range
    }

    private func of(_ binary: SyntaxNode.Binary) -> ValueRange {
        if binary.operation.isComparison, binary.returnsBool { return ValueRange(0, 1) }
        let (left, right) = (of(binary.left), of(binary.right))
        switch binary.operation {
        case .and, .unless: return left
        case .or: return left.hull(right)
        case .add: return left.added(to: right)
        case .subtract: return left.added(to: right.negated)
        case .multiply:
            if let factor = binary.right.constant { return left.scaled(by: factor) }
            if let factor = binary.left.constant { return right.scaled(by: factor) }
            return left.lower >= 0 && right.lower >= 0 ? .notNegative : .all
        case .divide:
            if let divisor = binary.right.constant { return left.scaled(by: 1 / divisor) }
            return left.lower >= 0 && right.lower >= 0 ? .notNegative : .all
        case .equal, .greater, .less, .greaterOrEqual, .lessOrEqual, .notEqual:
            // A filter keeps the value of its vector side.
            let bound = Bound(binary)
            return (bound.map { of($0.value) } ?? left).intersection(bound?.range ?? .all)
        case .remainder, .power, .atan2: return .all
        }
    }

    /// What we measure ourselves, unless somebody else brings it too.
    private func ours(_ selector: SyntaxNode.Selector) -> CanonicalMetric? {
        guard let name = selector.metric, !foreign.contains(name) else { return nil }
        return CanonicalMetric.byName[name]
    }

    /// Functions that make no NaN of what is none.
    private static let plain: Set = [
        "abs", "absent", "absent_over_time", "avg_over_time", "ceil", "changes", "clamp",
        "clamp_max", "clamp_min", "count_over_time", "day_of_month", "day_of_week", "day_of_year",
        "days_in_month", "deg", "delta", "exp", "first_over_time", "floor", "hour", "idelta",
        "increase", "irate", "label_join", "label_replace", "last_over_time", "mad_over_time",
        "max_over_time", "min_over_time", "minute", "month", "pi", "present_over_time", "rad",
        "rate", "resets", "sgn", "sort", "sort_by_label", "sort_by_label_desc", "sort_desc",
        "stddev_over_time", "stdvar_over_time", "sum_over_time", "time", "timestamp", "vector",
        "year",
    ]

    /// Functions whose result is a number whatever they are given.
    private static let sure: Set = [
        "absent", "absent_over_time", "present_over_time", "count_over_time", "changes", "resets",
        "time",
    ]

    /// Whether a value may be no number, which passes no comparison: `x >= -Inf` is how one asks.
    func canBeNaN(_ node: SyntaxNode) -> Bool {
        switch node.unwrapped.kind {
        case .number(let value): return value.isNaN
        case .string: return false
        case .selector(let selector): return ours(selector) == nil
        case .aggregation(let aggregation):
            switch aggregation.operation {
            case .count, .countValues, .group: return false
            case .quantile:
                let share = aggregation.parameter?.constant ?? .nan
                return share.isNaN || canBeNaN(aggregation.operand)
            default: return canBeNaN(aggregation.operand)
            }
        case .call(let call):
            if Self.sure.contains(call.function.name) { return false }
            return !Self.plain.contains(call.function.name)
                || call.arguments.contains(where: canBeNaN)
        case .binary(let binary):
            switch binary.operation {
            case .divide, .remainder, .power, .atan2, .multiply, .subtract: return true
            default: return binary.returnsBool ? false : node.children.contains(where: canBeNaN)
            }
        default: return node.children.contains(where: canBeNaN)
        }
    }
}

/// A comparison of something with a number, the number on the right.
struct Bound {
    let value: SyntaxNode
    let operation: BinaryOperator
    let limit: Double

    init?(_ binary: SyntaxNode.Binary) {
        guard binary.operation.isComparison, !binary.returnsBool else { return nil }
        if let limit = binary.right.constant {
            (value, operation, self.limit) = (binary.left, binary.operation, limit)
        } else if let limit = binary.left.constant {
            (value, operation, self.limit) = (binary.right, binary.operation.mirrored, limit)
        } else {
            return nil
        }
    }

    var range: ValueRange? { ValueRange(operation, limit) }
}

extension BinaryOperator {
    /// The comparison that says the same with its sides exchanged.
    var mirrored: BinaryOperator {
        switch self {
        case .greater: .less
        case .less: .greater
        case .greaterOrEqual: .lessOrEqual
        case .lessOrEqual: .greaterOrEqual
        default: self
        }
    }
}

extension SyntaxNode.Selector {
    /// The metric's name, where the selector fixes it.
    var metric: String? {
        matchers.first { $0.name == Labels.metricName && $0.operation == .equal }?.value
    }
}

extension SyntaxNode {
    /// The number it always is; nil when it reads anything.
    var constant: Double? {
        switch kind {
        case .number(let number): return number
        case .parentheses(let inner), .affirmation(let inner): return inner.constant
        case .negation(let inner): return inner.constant.map { -$0 }
        case .binary(let binary):
            guard type == .scalar, let left = binary.left.constant,
                let right = binary.right.constant
            else { return nil }
            return binary.operation.apply(left, right)
        case .call(let call):
            return call.function.name == "pi" ? .pi : nil
        case .string, .selector, .subquery, .aggregation: return nil
        }
    }
}
