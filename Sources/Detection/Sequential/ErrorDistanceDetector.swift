/// EDDM: distances between errors that shrink below their maximum (Baena-García and others 2006).
///
/// Better than DDM at slow change, and quick to cry wolf. Takes 1 for an error, 0 for a success.
/// Oracle: `river.drift.binary.EDDM` 0.26.1; a warning stands until the next error lifts it.
package struct ErrorDistanceDetector: ChangeDetector {
    package let leastErrors: Int
    /// Shares of the maximum below which to warn, and below which to call it a change.
    package let warningShare: Double
    package let changeShare: Double

    private var distances = RunningMoments()
    private var values = 0
    private var errors = 0
    private var lastError = 0
    private var largest = -1.0
    private var warns = false

    package init(leastErrors: Int = 30, warningShare: Double = 0.95, changeShare: Double = 0.9) {
        self.leastErrors = leastErrors
        self.warningShare = warningShare
        self.changeShare = changeShare
    }

    package mutating func update(_ value: Double) -> ChangeVerdict {
        values += 1
        guard value == 1 else { return warns ? .warning : .steady }
        errors += 1
        distances.add(Double(values - lastError))
        lastError = values
        guard values > leastErrors else { return .steady }
        let level = distances.mean + 2 * distances.variance.squareRoot()
        if level > largest {
            largest = level
        } else if errors > leastErrors {
            let share = level / largest
            if share < changeShare {
                self = ErrorDistanceDetector(
                    leastErrors: leastErrors, warningShare: warningShare, changeShare: changeShare)
                return .change
            }
            warns = share < warningShare
        }
        return warns ? .warning : .steady
    }
}
