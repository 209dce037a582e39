internal import PromQL

/// The numbers a value can be: everything between two bounds, each in or out.
struct ValueRange: Hashable, Sendable {
    var lower: Double
    var upper: Double
    var isLowerOpen = false
    var isUpperOpen = false

    init(_ lower: Double, _ upper: Double, isLowerOpen: Bool = false, isUpperOpen: Bool = false) {
        self.lower = lower
        self.upper = upper
        self.isLowerOpen = isLowerOpen
        self.isUpperOpen = isUpperOpen
    }

    static let all = ValueRange(-.infinity, .infinity)
    static let notNegative = ValueRange(0, .infinity)
    static func point(_ value: Double) -> Self { Self(value, value) }

    /// What satisfies a comparison with a number; nil for `!=`, which is no one range.
    init?(_ operation: BinaryOperator, _ limit: Double) {
        guard !limit.isNaN else { return nil }
        switch operation {
        case .greater: self.init(limit, .infinity, isLowerOpen: true)
        case .greaterOrEqual: self.init(limit, .infinity)
        case .less: self.init(-.infinity, limit, isUpperOpen: true)
        case .lessOrEqual: self.init(-.infinity, limit)
        case .equal: self = .point(limit)
        default: return nil
        }
    }

    var isEmpty: Bool { lower > upper || (lower == upper && (isLowerOpen || isUpperOpen)) }
    var isPoint: Bool { lower == upper && !isEmpty }

    func intersection(_ other: Self) -> Self {
        var result = self
        if other.lower > lower || (other.lower == lower && other.isLowerOpen) {
            result.lower = other.lower
            result.isLowerOpen = other.isLowerOpen
        }
        if other.upper < upper || (other.upper == upper && other.isUpperOpen) {
            result.upper = other.upper
            result.isUpperOpen = other.isUpperOpen
        }
        return result
    }

    func isWithin(_ other: Self) -> Bool { isEmpty || intersection(other) == self }

    /// The smallest range over both.
    func hull(_ other: Self) -> Self {
        var result = self
        if other.lower < lower || (other.lower == lower && !other.isLowerOpen) {
            result.lower = other.lower
            result.isLowerOpen = other.isLowerOpen
        }
        if other.upper > upper || (other.upper == upper && !other.isUpperOpen) {
            result.upper = other.upper
            result.isUpperOpen = other.isUpperOpen
        }
        return result
    }

    /// Whether both together leave no number out.
    func coversAll(with other: Self) -> Bool {
        let (low, high) = lower <= other.lower ? (self, other) : (other, self)
        guard low.lower == -.infinity, high.upper == .infinity else { return false }
        if low.upper == high.lower { return !(low.isUpperOpen && high.isLowerOpen) }
        return low.upper > high.lower
    }

    var negated: Self {
        Self(-upper, -lower, isLowerOpen: isUpperOpen, isUpperOpen: isLowerOpen)
    }

    func scaled(by factor: Double) -> Self {
        guard factor.isFinite, factor != 0 else { return .all }
        let base = factor > 0 ? self : negated
        return Self(
            base.lower * abs(factor), base.upper * abs(factor), isLowerOpen: base.isLowerOpen,
            isUpperOpen: base.isUpperOpen)
    }

    func added(to other: Self) -> Self {
        let result = Self(
            lower + other.lower, upper + other.upper,
            isLowerOpen: isLowerOpen || other.isLowerOpen,
            isUpperOpen: isUpperOpen || other.isUpperOpen)
        return result.lower.isNaN || result.upper.isNaN ? .all : result
    }
}
