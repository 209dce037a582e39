import Snapshot

extension Words {
    /// An alert's why as sentences, for a screen too small for it and for reading aloud.
    static func why(_ why: AlertDetail, in snapshot: SystemSnapshot) -> [String] {
        let alert = snapshot.alerts.first { $0.id == why.id }
        let name = alert.map { [$0.rule, $0.subject?.words].compactMap { $0 } } ?? [why.id]
        var lines: [String] = []
        if let chart = why.chart, !why.isTruth {
            lines.append(
                self.chart(
                    chart, measure: why.measure.isEmpty ? "value" : why.measure, unit: why.unit,
                    scale: why.scale, limit: why.limit,
                    breach: why.breachesBelow ? .below : .above,
                    onset: alert.flatMap { $0.isActive ? $0.onsetAt : nil }))
        }
        // Read aloud, deeper parts than these are lost on anybody.
        lines += why.terms.shallow(fitting: 20).map { term in
            [term.value, term.text, term.verdict].filter { !$0.isEmpty }.joined(separator: " ")
        }
        lines += why.clearWords + [why.scopeWords]
        lines += why.changes.map {
            "before, \(Formatting.clock($0.at)) \($0.title) \($0.detail)"
        }
        lines += why.differences.map { "differs: \($0)" }
        if let list = snapshot.requests, list.id == alert?.subject,
            list.target == alert?.labels["target"]
        {
            lines += [list.commonSlow, list.commonFailed]
        }
        lines += (why.past ?? []).map { past in
            (Formatting.date(past.activeAt) == Formatting.date(snapshot.at)
                ? "before, " : "before today, ")
                + "\(Formatting.monthDay(past.activeAt)) for \(duration(past.seconds)): "
                + past.words
        }
        lines += [
            why.pastWords,
            why.onCallWords.map { ($0.contains("on call") ? "" : "on call ") + $0 } ?? "",
        ]
        let heading = name.joined(separator: ", ") + ": "
        return lines.filter { !$0.isEmpty }.map { heading + $0 }
    }
}
