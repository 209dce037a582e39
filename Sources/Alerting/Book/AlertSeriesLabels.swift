internal import Telemetry

/// The labels of one alert's series, which stay the same from evaluation to evaluation.
struct AlertSeriesLabels: Sendable {
    let pending: Labels
    let firing: Labels
    let since: Labels

    /// - Parameter labels: the alert's own.
    init(_ labels: Labels, _ rule: AlertingRule) {
        // A label that a template leaves empty keeps its template's text here, as in Prometheus.
        let written = rule.labels.filter { $0.template.source.contains("{{") }
            .map { ($0.name, $0.template.source) }
        let own = Labels(written + labels.pairs.map { ($0.name, $0.value) })
        let alerts = own.setting(Labels.metricName, "ALERTS")
        pending = alerts.setting("alertstate", "pending")
        firing = alerts.setting("alertstate", "firing")
        since = own.setting(Labels.metricName, "ALERTS_FOR_STATE")
    }
}
