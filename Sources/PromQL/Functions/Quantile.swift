/// Quantiles of plain numbers, as Prometheus defines them.
package enum Quantile {
    /// Interpolates linearly between the two nearest ranks; NaN sorts first.
    ///
    /// NaN of nothing or for a NaN `q`; ∓∞ for a `q` outside 0 to 1.
    package static func of(_ values: [Double], _ q: Double) -> Double {
        if values.isEmpty || q.isNaN { return .nan }
        if q < 0 { return -.infinity }
        if q > 1 { return .infinity }
        let sorted = values.sorted { $0 < $1 || ($0.isNaN && !$1.isNaN) }
        let rank = q * Double(sorted.count - 1)
        let lower = Int(rank.rounded(.down))
        let upper = min(sorted.count - 1, lower + 1)
        let weight = rank - rank.rounded(.down)
        return sorted[lower] * (1 - weight) + sorted[upper] * weight
    }

    /// The median distance from the median; NaN if any value is.
    package static func medianAbsoluteDeviation(_ values: [Double]) -> Double {
        if values.contains(where: \.isNaN) { return .nan }
        let median = of(values, 0.5)
        return of(values.map { ($0 - median).magnitude }, 0.5)
    }
}
