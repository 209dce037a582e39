import Glibc

/// HDDM_W: an exponentially weighted mean that rises above its lowest point by more than
/// McDiarmid's bound (Frías-Blanco and others 2015).
///
/// For values in 0...1. Oracle: `river.drift.binary.HDDM_W` 0.26.1, one-sided.
package struct McDiarmidMeanDetector: ChangeDetector {
    /// Chances of a false change and of a false warning.
    package let changeConfidence: Double
    package let warningConfidence: Double
    /// Weight of the newest value.
    package let weight: Double

    private struct WeightedMean {
        var mean: Double?
        /// Sum of the squared weights, which McDiarmid's inequality needs.
        var squaredWeights = 1.0

        mutating func add(_ value: Double, weight: Double) {
            mean = mean.map { weight * value + (1 - weight) * $0 } ?? value
            let rest = 1 - weight
            squaredWeights = weight * weight + rest * rest * squaredWeights
        }
    }
    private var all = WeightedMean()
    private var before = WeightedMean()
    private var since = WeightedMean()
    private var cut = Double.infinity

    package init(
        changeConfidence: Double = 0.001, warningConfidence: Double = 0.005, weight: Double = 0.05
    ) {
        self.changeConfidence = changeConfidence
        self.warningConfidence = warningConfidence
        self.weight = weight
    }

    package mutating func update(_ value: Double) -> ChangeVerdict {
        all.add(value, weight: weight)
        let level = (all.mean ?? value) + bound(all.squaredWeights, changeConfidence)
        if level < cut {
            cut = level
            before = all
            since = WeightedMean()
        } else {
            since.add(value, weight: weight)
        }
        if hasRisen(changeConfidence) {
            self = McDiarmidMeanDetector(
                changeConfidence: changeConfidence, warningConfidence: warningConfidence,
                weight: weight)
            return .change
        }
        return hasRisen(warningConfidence) ? .warning : .steady
    }

    private func bound(_ squaredWeights: Double, _ confidence: Double) -> Double {
        (squaredWeights * log(1 / confidence) / 2).squareRoot()
    }

    private func hasRisen(_ confidence: Double) -> Bool {
        guard let old = before.mean, let new = since.mean else { return false }
        return new - old > bound(before.squaredWeights + since.squaredWeights, confidence)
    }
}
