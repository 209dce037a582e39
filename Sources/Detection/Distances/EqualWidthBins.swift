import Glibc

/// Bins of equal width, as histograms are usually drawn; `numpy.histogram_bin_edges`.
///
/// For drawing, and to compare with tools that bin this way. One far outlier makes such bins
/// useless for detection: drift is measured in quantile bins.
package enum EqualWidthBins {
    package enum Rule: Sendable {
        /// Sturges 1926, for values that are about normal.
        case sturges
        /// Doane 1976: Sturges' with a correction for skew.
        case doane
    }

    /// At most this many bins, whatever the rule asks for.
    package static let most = 10_000

    /// Edges from the smallest to the largest value; empty without values.
    package static func edges(of values: [Double], rule: Rule) -> [Double] {
        guard let low = values.min(), let high = values.max() else { return [] }
        guard high > low else { return [low - 0.5, high + 0.5] }
        let ratio = (high - low) / width(of: values, range: high - low, rule: rule)
        let bins = max(1, min(most, Int(ratio.rounded(.up))))
        let step = (high - low) / Double(bins)
        return (0..<bins).map { low + Double($0) * step } + [high]
    }

    /// Counts between edges, each bin closed on the left, the last one on both sides; what lies
    /// outside is left out.
    package static func counts(of values: [Double], edges: [Double]) -> [Int] {
        guard edges.count > 1, let low = edges.first, let high = edges.last else { return [] }
        var counts = Array(repeating: 0, count: edges.count - 1)
        for value in values where value >= low && value <= high {
            let after = edges.firstIndex { $0 > value } ?? edges.count - 1
            counts[min(after, counts.count) - 1] += 1
        }
        return counts
    }

    private static func width(of values: [Double], range: Double, rule: Rule) -> Double {
        let n = Double(values.count)
        switch rule {
        case .sturges: return range / (log2(n) + 1)
        case .doane:
            guard values.count > 2 else { return range }
            let spread = (6 * (n - 2) / ((n + 1) * (n + 3))).squareRoot()
            let mean = values.reduce(0, +) / n
            let deviation = SampleDistance.deviation(values)
            guard deviation > 0 else { return range }
            let skew = values.reduce(0) { $0 + pow(($1 - mean) / deviation, 3) } / n
            return range / (1 + log2(n) + log2(1 + abs(skew) / spread))
        }
    }
}
