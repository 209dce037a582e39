import Canvas
package import Snapshot

/// Alerts as lines for people and for `grep`: one an alert, columns aligned, ids first.
package enum AlertTable {
    package static func text(_ snapshot: SystemSnapshot) -> String {
        guard !snapshot.alerts.isEmpty else { return "no alerts\n" }
        let telling = AlertStatus.telling(snapshot.alerts)
        let rows = snapshot.alerts.map { alert in
            [
                alert.id, alert.severity, alert.condition.rawValue, attention(alert),
                age(of: alert, at: snapshot.at), alert.rule,
                [subject(of: alert), telling[alert.id]].compactMap(\.self).joined(separator: " "),
                alert.what,
            ].map(TextSafety.plain)
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return String(cells.joined(separator: "  ").trimmingTrailingSpace) + "\n"
        }.joined()
    }

    private static func attention(_ alert: AlertStatus) -> String {
        switch alert.attention {
        case .acked: "acked by \(alert.ackedBy ?? "somebody")"
        case .snoozed: "snoozed" + (alert.snoozedUntil.map { " to \(CivilTime.text($0))" } ?? "")
        case .silenced:
            "silenced" + (alert.hush?.until.map { " to \(CivilTime.text($0))" } ?? "")
        case .inhibited: "inhibited" + (alert.hush.map { " by \($0.by)" } ?? "")
        case .new, .returned: alert.attention.rawValue
        }
    }

    private static func age(of alert: AlertStatus, at now: Moment) -> String {
        // Nothing older was judged: it may have begun long before.
        (alert.activeAtOrEarlier ? "≥ " : "") + SpanWords.age(now.seconds(since: alert.standsSince))
    }

    private static func subject(of alert: AlertStatus) -> String {
        guard alert.labels["model"] != nil else {
            // As on the screens: the source, else what tells its series from the rule's others.
            return alert.labels["source"] ?? (alert.seriesWords.isEmpty ? "—" : alert.seriesWords)
        }
        return [alert.labels["model"], alert.labels["version"], alert.labels["target"]]
            .compactMap { $0 }.joined(separator: " ")
    }
}

extension String {
    fileprivate var trimmingTrailingSpace: Substring {
        var rest = self[...]
        while rest.last == " " { rest = rest.dropLast() }
        return rest
    }
}
