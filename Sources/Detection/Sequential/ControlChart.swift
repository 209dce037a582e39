/// Two-sided CUSUM of standardised values (Page 1954): the fastest at a shift of 2·`slack`.
///
/// For a mean and deviation known from a reference. Average run length without a shift at
/// `slack` 0.5: 465 at `limit` 5, 1 000 at 5.757, 10 000 at 8.053 (R package spc).
package struct CumulativeSumChart: ChangeDetector {
    package let mean: Double
    package let deviation: Double
    /// Standard deviations that are tolerated at every step.
    package let slack: Double
    /// Standard deviations in sum that mean a change.
    package let limit: Double
    /// The two sums, in standard deviations.
    package private(set) var up = 0.0
    package private(set) var down = 0.0

    package init(mean: Double, deviation: Double, slack: Double = 0.5, limit: Double = 8.053) {
        self.mean = mean
        self.deviation = deviation
        self.slack = slack
        self.limit = limit
    }

    package mutating func update(_ value: Double) -> ChangeVerdict {
        let z = standardised(value, mean: mean, deviation: deviation)
        up = max(0, up + z - slack)
        down = max(0, down - z - slack)
        guard up > limit || down > limit else { return .steady }
        self = CumulativeSumChart(mean: mean, deviation: deviation, slack: slack, limit: limit)
        return .change
    }
}

/// Two-sided EWMA chart of standardised values (Roberts 1959).
///
/// The limit counts the asymptotic standard deviation of the weighted mean. Average run length
/// without a shift at `weight` 0.1 and `limit` 2.814: 499.6 (R package spc).
package struct WeightedMeanChart: ChangeDetector {
    package let mean: Double
    package let deviation: Double
    /// Weight of the newest value.
    package let weight: Double
    package let limit: Double
    /// The weighted mean, in standard deviations from the reference's.
    package private(set) var level = 0.0

    package init(mean: Double, deviation: Double, weight: Double = 0.1, limit: Double = 2.814) {
        self.mean = mean
        self.deviation = deviation
        self.weight = weight
        self.limit = limit
    }

    package mutating func update(_ value: Double) -> ChangeVerdict {
        let z = standardised(value, mean: mean, deviation: deviation)
        level = (1 - weight) * level + weight * z
        guard abs(level) > limit * (weight / (2 - weight)).squareRoot() else { return .steady }
        self = WeightedMeanChart(mean: mean, deviation: deviation, weight: weight, limit: limit)
        return .change
    }
}

/// A constant reference has no deviation: whatever differs from it is infinitely far away.
private func standardised(_ value: Double, mean: Double, deviation: Double) -> Double {
    if deviation > 0 { return (value - mean) / deviation }
    return value == mean ? 0 : value > mean ? .infinity : -.infinity
}
