import Glibc

/// How well scores tell a positive class from the rest.
package enum ScoreQuality {
    /// The chance that a positive outranks a negative, ties counting half; `roc_auc_score`.
    ///
    /// nil when one of the two never occurs.
    package static func areaUnderCurve(positives: [Double], negatives: [Double]) -> Double? {
        guard !positives.isEmpty, !negatives.isEmpty else { return nil }
        let ranks = MidRanks(positives, negatives).first.reduce(0, +)
        let n = Double(positives.count)
        return (ranks - n * (n + 1) / 2) / (n * Double(negatives.count))
    }

    /// The mean negative log likelihood in nats of probabilities in 0...1, kept a rounding error
    /// away from both ends; `log_loss`.
    package static func logLoss(positives: [Double], negatives: [Double]) -> Double? {
        let count = positives.count + negatives.count
        guard count > 0 else { return nil }
        let least = Double.ulpOfOne
        let sum =
            positives.reduce(0) { $0 - log(max($1, least)) }
            + negatives.reduce(0) { $0 - log(max(1 - $1, least)) }
        return sum / Double(count)
    }
}
