import Glibc

/// Distances between two discrete distributions, given as shares of the same bins.
///
/// `p` is the reference, `q` the current one; both add up to 1 unless said otherwise.
package enum Shares {
    /// Counts as shares of their sum; all zero when nothing was counted.
    package static func shares(of counts: [Int]) -> [Double] {
        let total = counts.reduce(0, +)
        return counts.map { total > 0 ? Double($0) / Double(total) : 0 }
    }

    /// Shares with none below `floor`; not renormalised, as PSI is customarily computed.
    package static func floored(_ shares: [Double], at floor: Double) -> [Double] {
        shares.map { max($0, floor) }
    }

    /// Population stability index, Σ (p − q)·ln(p/q); infinite where only one share is zero.
    package static func stabilityIndex(_ p: [Double], _ q: [Double]) -> Double {
        zip(p, q).reduce(0) { $0 + stabilityTerm($1.0, $1.1) }
    }

    static func stabilityTerm(_ p: Double, _ q: Double) -> Double {
        p == q ? 0 : (p - q) * log(p / q)
    }

    /// Kullback–Leibler divergence of `q` from `p` in nats, both renormalised as
    /// `scipy.stats.entropy` does; infinite where `q` lacks what `p` has.
    package static func kullbackLeibler(_ p: [Double], _ q: [Double]) -> Double {
        relativeEntropy(normalised(p), normalised(q))
    }

    /// Jensen–Shannon distance: the square root of the mean divergence from the middle.
    ///
    /// - Parameter base: of the logarithm; e gives at most √ln 2, 2 at most 1.
    package static func jensenShannon(
        _ p: [Double], _ q: [Double], base: Double = M_E
    ) -> Double {
        let p = normalised(p)
        let q = normalised(q)
        let middle = zip(p, q).map { ($0 + $1) / 2 }
        let divergence = (relativeEntropy(p, middle) + relativeEntropy(q, middle)) / 2
        return (max(0, divergence) / log(base)).squareRoot()
    }

    /// Hellinger distance, √(1 − Σ √(p·q)), in 0...1.
    package static func hellinger(_ p: [Double], _ q: [Double]) -> Double {
        let overlap = zip(p, q).reduce(0) { $0 + ($1.0 * $1.1).squareRoot() }
        return max(0, 1 - overlap).squareRoot()
    }

    /// Total variation distance, ½ Σ |p − q|, in 0...1.
    package static func totalVariation(_ p: [Double], _ q: [Double]) -> Double {
        zip(p, q).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
    }

    /// L∞: the largest difference in any one bin, in 0...1.
    package static func largestDifference(_ p: [Double], _ q: [Double]) -> Double {
        zip(p, q).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    private static func normalised(_ shares: [Double]) -> [Double] {
        let total = shares.reduce(0, +)
        return total > 0 ? shares.map { $0 / total } : shares
    }

    private static func relativeEntropy(_ p: [Double], _ q: [Double]) -> Double {
        zip(p, q).reduce(0) { $1.0 > 0 ? $0 + $1.0 * log($1.0 / $1.1) : $0 }
    }
}
