import Glibc

/// Distances between two samples of numbers, computed from their distribution functions F and G.
///
/// All take values in rising order, none of them NaN; nil when a sample is empty.
package enum SampleDistance {
    /// Kolmogorov–Smirnov D, the largest |F − G|; `scipy.stats.ks_2samp(...).statistic`.
    package static func kolmogorovSmirnov(_ a: [Double], _ b: [Double]) -> Double? {
        guard !a.isEmpty, !b.isEmpty else { return nil }
        var largest = 0.0
        sweep(a, b) { difference, _ in largest = max(largest, abs(difference)) }
        return largest
    }

    /// Wasserstein-1, ∫ |F − G|, in the unit of the data; `scipy.stats.wasserstein_distance`.
    package static func wasserstein(_ a: [Double], _ b: [Double]) -> Double? {
        guard !a.isEmpty, !b.isEmpty else { return nil }
        var area = 0.0
        sweep(a, b) { difference, width in area += abs(difference) * width }
        return area
    }

    /// Wasserstein-1 in standard deviations of the reference (n below, at least 0.001).
    package static func wassersteinNormed(reference: [Double], current: [Double]) -> Double? {
        wasserstein(reference, current).map { $0 / max(deviation(reference), 0.001) }
    }

    /// Energy distance, √(2 ∫ (F − G)²); `scipy.stats.energy_distance`.
    package static func energy(_ a: [Double], _ b: [Double]) -> Double? {
        guard !a.isEmpty, !b.isEmpty else { return nil }
        var area = 0.0
        sweep(a, b) { difference, width in area += difference * difference * width }
        return (2 * area).squareRoot()
    }

    /// Standard deviation with n below; 0 of fewer than two values.
    package static func deviation(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count)).squareRoot()
    }

    /// Calls at every distinct value with F − G there and the gap to the next value, 0 at the last.
    private static func sweep(
        _ a: [Double], _ b: [Double], _ body: (_ difference: Double, _ width: Double) -> Void
    ) {
        var i = 0
        var j = 0
        while i < a.count || j < b.count {
            let value = min(i < a.count ? a[i] : .infinity, j < b.count ? b[j] : .infinity)
            while i < a.count, a[i] <= value { i += 1 }
            while j < b.count, b[j] <= value { j += 1 }
            let next = min(i < a.count ? a[i] : .infinity, j < b.count ? b[j] : .infinity)
            let difference = Double(i) / Double(a.count) - Double(j) / Double(b.count)
            body(difference, next.isFinite ? next - value : 0)
        }
    }
}
