internal import Alerting
internal import GRDB
internal import Telemetry

/// Reads an incident's row.
enum IncidentRow {
    /// nil for a row whose columns contradict each other.
    static func record(_ row: Row) -> AlertRecord? {
        guard let phase = phase(row) else { return nil }
        var instance = AlertInstance(
            labels: JournalText.labels(row["labels"]),
            series: JournalText.labels(row["series"]),
            annotations: JournalText.entries(row["annotations"]), value: row["value"] ?? .nan,
            activeAt: Timestamp(milliseconds: row["active_at"]), phase: phase)
        instance.sides = (row["sides"] as String?).map(JournalText.numbers)
        return AlertRecord(rule: row["rule"], instance: instance, expression: row["expression"])
    }

    private static func phase(_ row: Row) -> AlertInstance.Phase? {
        let fired = AttentionRow.time(row["fired_at"])
        let since = AttentionRow.time(row["phase_since"])
        if let ended = AttentionRow.time(row["ended_at"]) {
            return fired.map { .resolved(firedAt: $0, at: ended) }
        }
        switch row["phase"] as String {
        case "pending": return fired.map { .pendingAgain(firedAt: $0) } ?? .pending
        case "firing": return fired.map { .firing(since: $0) }
        case "recovering":
            guard let fired, let since else { return nil }
            return .recovering(firedAt: fired, since: since)
        case "no_data": return since.map { .noData(firedAt: fired, since: $0) }
        default: return nil
        }
    }
}
