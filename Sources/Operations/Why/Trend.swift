/// Where a value is going: the least-squares line through its last minutes.
///
/// The slope is that of `numpy.polyfit(minutes, values, 1)`.
struct Trend: Sendable {
    var perMinute: Double

    /// - Parameters:
    ///   - values: evenly spaced, the newest last.
    ///   - stepSeconds: between neighbours.
    ///   - span: how far back is looked, in seconds.
    /// - Returns: nil with fewer than three values.
    init?(_ values: [Double?], stepSeconds: Double, span: Double = 300) {
        let count = min(values.count, Int(span / max(stepSeconds, 0.001)) + 1)
        let points = values.suffix(count).enumerated().compactMap { index, value in
            value.map { (x: Double(index) * stepSeconds / 60, y: $0) }
        }
        guard points.count >= 3 else { return nil }
        let middle = points.reduce(0) { $0 + $1.x } / Double(points.count)
        let spread = points.reduce(0) { $0 + ($1.x - middle) * ($1.x - middle) }
        guard spread > 0 else { return nil }
        perMinute = points.reduce(0) { $0 + ($1.x - middle) * $1.y } / spread
    }

    /// Where it is going now: the trend of five minutes where the last two agree with it, else
    /// theirs alone, of which nothing is foretold.
    ///
    /// A jump, or the end of one, lies in five minutes long after it has become still.
    static func present(
        _ values: [Double?], stepSeconds: Double
    ) -> (trend: Trend, isLasting: Bool)? {
        guard let recent = Trend(values, stepSeconds: stepSeconds, span: 120),
            let long = Trend(values, stepSeconds: stepSeconds)
        else { return nil }
        guard recent.perMinute * long.perMinute > 0 else { return (recent, false) }
        let isLasting = abs(recent.perMinute) > abs(long.perMinute) / 3
        return (abs(recent.perMinute) < abs(long.perMinute) ? recent : long, isLasting)
    }
}
