package import Snapshot

extension Words {
    /// Every chart that a snapshot carries, a line each, with whose it is in front.
    ///
    /// `snapshot --format text` prints them below the frame, so that it can be read aloud.
    package static func lines(_ snapshot: SystemSnapshot) -> [String] {
        var lines: [String] = []
        if let detail = snapshot.subject {
            lines += charts(detail.subject, limit: detail.latencyLimitSeconds)
            if let compared = detail.compared { lines += charts(compared, limit: nil).prefix(1) }
            lines += detail.events.filter { event in
                event.isMark && event.at >= detail.subject.p95.start
                    && event.at <= detail.subject.p95.end
            }.sorted { $0.at < $1.at }.map { event in
                "\(detail.subject.id.words): \(Formatting.clock(event.at)) \(event.title), "
                    + event.detail
            }
        }
        if let feature = snapshot.feature, let history = feature.history {
            lines.append("\(feature.id.words): " + drift(history, of: feature.drift.feature))
        }
        if let why = snapshot.why, let chart = why.chart {
            let name = snapshot.alerts.first { $0.id == why.id }.map { alert in
                [alert.rule, alert.subject?.words].compactMap { $0 }.joined(separator: ", ")
            }
            let words = self.chart(
                chart, measure: why.measure.isEmpty ? "value" : why.measure, unit: why.unit,
                scale: why.scale, limit: why.limit)
            lines.append((name ?? why.id) + ": " + words)
        }
        return lines
    }

    /// The multiple of a feature's limit over time.
    static func drift(_ history: ChartSeries, of feature: String) -> String {
        chart(history, measure: feature, unit: "× limit", limit: 1, limitName: "its limit")
    }

    /// p95 against its limit, requests, errors.
    static func charts(_ charts: SubjectDetail.Charts, limit: Double?) -> [String] {
        [
            chart(charts.p95, measure: "p95", unit: "ms", scale: 1_000, limit: limit),
            chart(charts.requestsPerSecond, measure: "requests", unit: "/s"),
            chart(charts.errorRatio, measure: "errors", unit: "%", scale: 100),
        ].map { "\(charts.id.words): " + $0 }
    }
}
