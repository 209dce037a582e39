internal import Alerting
internal import GRDB
internal import Telemetry

extension Journal {
    /// Of what fired lately so much is told at a start, the latest first.
    private static let firedLimit = 5_000

    /// Whatever fires, and what ended after `since`, in the order it fired.
    static func fired(
        since: Int64, workspace: Int64, silences: [Silence], in db: Database
    ) throws -> [FiredAlert] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM incident WHERE workspace = ? AND fired_at IS NOT NULL
                    AND (ended_at IS NULL OR ended_at >= ?)
                ORDER BY fired_at DESC LIMIT ?
                """, arguments: [workspace, since, firedLimit]
        ).reversed().map { row in
            var fired = FiredAlert(
                rule: row["rule"], labels: JournalText.labels(row["labels"]),
                summary: JournalText.entries(row["annotations"])["summary"] ?? "",
                firedAt: Timestamp(milliseconds: row["fired_at"]),
                endedAt: AttentionRow.time(row["ended_at"]))
            fired.ackedBy = row["acked_by"]
            fired.comment = row["comment"]
            fired.isForgotten = (row["phase"] as String) == "forgotten"
            // The journal keeps when a silence was in force; an inhibition it does not know.
            fired.isQuiet = silences.contains { $0.quiets(fired.labels, at: fired.firedAt) }
            return fired
        }
    }
}
