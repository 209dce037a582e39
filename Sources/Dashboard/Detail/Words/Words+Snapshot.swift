package import Snapshot

extension Words {
    /// Every chart that a snapshot carries, a line each, with whose it is in front.
    ///
    /// - Parameter inFull: with everything that an alert's why says.
    ///
    /// `snapshot --format text` prints them below the frame, so that it can be read aloud.
    package static func lines(_ snapshot: SystemSnapshot, inFull: Bool = false) -> [String] {
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
        if let why = snapshot.why {
            let all = self.why(why, in: snapshot)
            lines += inFull ? all : Array(all.prefix(why.chart == nil ? 0 : 1))
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
