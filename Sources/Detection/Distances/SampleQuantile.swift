/// Quantiles of a sample, by NumPy's names for the rules.
package enum SampleQuantile: String, CaseIterable, Sendable {
    /// The order statistic ⌈q·n⌉: a value that occurred. What driftop shows everywhere.
    case invertedCDF = "inverted_cdf"
    case linear
    case hazen
    case weibull
    case medianUnbiased = "median_unbiased"

    /// The quantile `q` in 0...1 of values in rising order; nil of none.
    ///
    /// Oracle: `numpy.quantile(values, q, method: rawValue)`.
    package func value(_ q: Double, of sorted: [Double]) -> Double? {
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let n = Double(sorted.count)
        let place: Double
        switch self {
        case .invertedCDF: place = (n * q - 1).rounded(.up)
        case .linear: place = (n - 1) * q
        case .hazen: place = n * q - 0.5
        case .weibull: place = (n + 1) * q - 1
        case .medianUnbiased: place = (n + 1 / 3) * q + 1 / 3 - 1
        }
        guard place > 0 else { return first }
        guard place < n - 1 else { return last }
        let below = sorted[Int(place)]
        let above = sorted[Int(place) + 1]
        return below + (above - below) * (place - place.rounded(.down))
    }
}
