import Glibc

/// HDDM_A: a mean that rises above its lowest point by more than Hoeffding's bound (Frías-Blanco
/// and others 2015).
///
/// For values in 0...1. Oracle: `river.drift.binary.HDDM_A` 0.26.1, one-sided.
package struct HoeffdingMeanDetector: ChangeDetector {
    /// Chances of a false change and of a false warning.
    package let changeConfidence: Double
    package let warningConfidence: Double

    private var all = RunningMoments()
    private var lowest = RunningMoments()

    package init(changeConfidence: Double = 0.001, warningConfidence: Double = 0.005) {
        self.changeConfidence = changeConfidence
        self.warningConfidence = warningConfidence
    }

    package mutating func update(_ value: Double) -> ChangeVerdict {
        all.add(value)
        if lowest.count == 0 || bound(lowest) >= bound(all) { lowest = all }
        if hasRisen(changeConfidence) {
            self = HoeffdingMeanDetector(
                changeConfidence: changeConfidence, warningConfidence: warningConfidence)
            return .change
        }
        return hasRisen(warningConfidence) ? .warning : .steady
    }

    private func bound(_ moments: RunningMoments) -> Double {
        moments.mean + (log(1 / changeConfidence) / (2 * moments.count)).squareRoot()
    }

    private func hasRisen(_ confidence: Double) -> Bool {
        guard lowest.count != all.count else { return false }
        let m = (all.count - lowest.count) / (lowest.count * all.count)
        return all.mean - lowest.mean >= (m / 2 * log(2 / confidence)).squareRoot()
    }
}
