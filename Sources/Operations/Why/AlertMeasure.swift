internal import PromQL

/// How an alert's value is said: what it is, its unit, and what it is multiplied by for that.
struct AlertMeasure: Sendable {
    var name: String
    var unit: String
    var scale: Double

    /// - Parameter near: a value of the size that is shown.
    init(_ reading: RuleReading, near: Double?) {
        let percent = (unit: "%", factor: 100.0)
        let scaled: (unit: String, factor: Double)
        switch reading.watched {
        case .latency(let quantile):
            (name, scaled) = ("\(Self.quantile(quantile)) over 5 m", ("ms", 1_000))
        case .errors: (name, scaled) = ("errors over 5 m", percent)
        case .drift: (name, scaled) = ("PSI", ("", 1))
        case .nulls: (name, scaled) = ("nulls", percent)
        case .unseen: (name, scaled) = ("unseen values", percent)
        case .silence, .sourceSilence:
            (name, scaled) = ("silence", MeasureUnit.seconds.scale(near: max(1, near ?? 1)))
        case .stageAge:
            (name, scaled) = ("age", MeasureUnit.seconds.scale(near: max(1, near ?? 1)))
        case .stageFailure: (name, scaled) = ("failed runs", ("", 1))
        case .other:
            let node = reading.comparison?.left ?? reading.expression.root
            let limit = reading.comparison?.constant
            name = MetricWords.name(of: node)
            scaled = MeasureUnit(node, limit: limit).scale(near: limit ?? near ?? 1)
        }
        (unit, scale) = scaled
    }

    func words(_ value: Double) -> String {
        Words.number(value * scale) + (unit.isEmpty ? "" : " " + unit)
    }

    /// `p95` for `0.95`.
    static func quantile(_ text: String) -> String {
        Double(text).map { "p" + Words.number($0 * 100) } ?? text
    }
}
