/// DDM: an error rate that rises above its own minimum (Gama and others 2004).
///
/// Takes 1 for an error, 0 for a success. Oracle: `river.drift.binary.DDM` 0.26.1.
package struct ErrorRateDetector: ChangeDetector {
    package let leastValues: Int
    /// Standard deviations above the minimum that warn, and that mean a change.
    package let warningDeviations: Double
    package let changeDeviations: Double

    private var errors = RunningMoments()
    private var leastRate = 0.0
    private var leastDeviation = 0.0
    private var leastSum = Double.infinity

    package init(
        leastValues: Int = 30, warningDeviations: Double = 2, changeDeviations: Double = 3
    ) {
        self.leastValues = leastValues
        self.warningDeviations = warningDeviations
        self.changeDeviations = changeDeviations
    }

    package mutating func update(_ value: Double) -> ChangeVerdict {
        errors.add(value)
        guard errors.count > Double(leastValues) else { return .steady }
        let rate = errors.mean
        let deviation = max(0, rate * (1 - rate) / errors.count).squareRoot()
        let level = rate + deviation
        if level <= leastSum {
            leastRate = rate
            leastDeviation = deviation
            leastSum = level
        }
        if level > leastRate + changeDeviations * leastDeviation {
            self = ErrorRateDetector(
                leastValues: leastValues, warningDeviations: warningDeviations,
                changeDeviations: changeDeviations)
            return .change
        }
        return level > leastRate + warningDeviations * leastDeviation ? .warning : .steady
    }
}
