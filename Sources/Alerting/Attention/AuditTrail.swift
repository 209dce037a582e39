package import Telemetry

/// What people had in hand at a moment of the past, read off the audit.
///
/// The audit says who did what and when, and of a snooze not until when: that is taken from the
/// record as it stands now, else from the line that ended it.
package struct AuditTrail: Sendable {
    private let entries: [AuditEntry]
    private let present: [String: AttentionRecord]

    /// - Parameters:
    ///   - entries: every line of the workspace's audit, in the order they were written.
    ///   - present: the records as they stand now.
    package init(_ entries: [AuditEntry], present: [AttentionRecord]) {
        self.entries = entries
        self.present = Dictionary(present.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The silences that had been made by `time`, as they stood then.
    package func silences(at time: Timestamp) -> [Silence] {
        var latest: [String: Silence] = [:]
        for entry in entries where entry.at <= time {
            if let silence = entry.silence { latest[silence.id] = silence }
        }
        return latest.values.sorted { ($0.startsAt, $0.id) < ($1.startsAt, $1.id) }
    }

    /// The records of all alerts that anybody had touched by `time`.
    ///
    /// What became of the alerts themselves since the last line about them is for the evaluation
    /// of the past to say.
    package func attention(at time: Timestamp) -> [AttentionRecord] {
        var records: [String: AttentionRecord] = [:]
        for (place, entry) in entries.enumerated() where entry.at <= time && !entry.rule.isEmpty {
            var record =
                records[entry.alert] ?? AttentionRecord(rule: entry.rule, labels: entry.labels)
            record.attention = attention(entry, at: place, before: record.attention, records)
            record.followed = max(record.followed, entry.at)
            if let comment = entry.comment {
                record.comment = .init(text: comment, by: entry.who, at: entry.at)
            } else if case .new = record.attention {
                record.comment = nil
            }
            records[entry.alert] = record
        }
        return records.values.sorted { $0.id < $1.id }
    }

    private func attention(
        _ entry: AuditEntry, at place: Int, before: Attention, _ records: [String: AttentionRecord]
    ) -> Attention {
        // An earlier incident's is over when somebody takes the next one.
        let goesOn = ["acked", "closed"].contains(entry.before)
        let acknowledgement =
            (goesOn ? before.acknowledgement : nil) ?? acknowledgement(of: entry, records)
        switch entry.after {
        case "acked" where entry.before == "acked": return before
        case "acked": return .acked(acknowledgement)
        case "closed" where entry.before == "returned":
            return .closed(acknowledgement, at: entry.at, returnedAt: entry.at)
        case "closed": return .closed(acknowledgement, at: entry.at, returnedAt: nil)
        case "returned": return .returned(at: entry.at)
        case "snoozed" where entry.before == "snoozed" && entry.what == "comment": return before
        case "snoozed":
            return .snoozed(
                Snooze(
                    until: end(of: entry, at: place), by: entry.who, at: entry.at,
                    comment: entry.comment, severity: entry.labels["severity"] ?? "none"))
        default: return .new
        }
    }

    /// Whose it is that somebody took, or that went on from the alert's other severity.
    private func acknowledgement(
        of entry: AuditEntry, _ records: [String: AttentionRecord]
    ) -> Acknowledgement {
        let severity = entry.labels["severity"] ?? "none"
        if entry.who == AuditEntry.program {
            let own = entry.labels.removing(["severity"])
            let others = records.values.filter {
                $0.rule == entry.rule && $0.labels.removing(["severity"]) == own
            }.compactMap(\.attention.acknowledgement)
            if let latest = others.max(by: { $0.at < $1.at }) { return latest }
        }
        return Acknowledgement(
            by: entry.who, at: entry.at, comment: entry.comment, severity: severity)
    }

    private func end(of entry: AuditEntry, at place: Int) -> Snooze.Until {
        if let snooze = present[entry.alert]?.attention.snooze, snooze.at == entry.at {
            return snooze.until
        }
        let next = entries[(place + 1)...].first {
            $0.alert == entry.alert && $0.what != "comment"
        }
        return next.map { .time($0.at) } ?? .cleared
    }
}
