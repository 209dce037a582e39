package import Alerting
internal import GRDB
package import Telemetry

/// One incident that is over, and how it ended.
package struct PastIncident: Hashable, Sendable {
    package enum End: Hashable, Sendable {
        /// It cleared, and nobody had acknowledged it.
        case byItself
        case acknowledged(by: String)
        /// Its rule went away, or its data did not come back.
        case forgotten
    }
    package var alert: String
    package var activeAt: Timestamp
    package var firedAt: Timestamp
    package var endedAt: Timestamp
    package var end: End
    package var comment: String?
    package var severity: String

    package var durationSeconds: Double { Double(endedAt - firedAt) / 1_000 }
}

extension Journal {
    /// What a book takes over at start.
    package func restored() throws(JournalError) -> JournalledState {
        try read { db in
            var result = JournalledState()
            guard let workspace = try knownWorkspace(db) else { return result }
            result.lastEvaluation = AttentionRow.time(
                try Int64.fetchOne(
                    db, sql: "SELECT last_evaluation FROM workspace WHERE id = ?",
                    arguments: [workspace]))
            let kept = (result.lastEvaluation?.milliseconds ?? 0) - AlertMachine.resolvedRetention
            // The last incident of an alert, when it is open, resolved lately, or returned.
            result.alerts = try Row.fetchAll(
                db,
                sql: """
                    SELECT incident.* FROM incident
                    LEFT JOIN attention USING (workspace, alert)
                    WHERE workspace = ?1 AND (ended_at IS NULL OR ended_at >= ?2
                        OR (attention.state = 'returned' AND ended_at = attention.returned_at))
                    ORDER BY active_at
                    """, arguments: [workspace, kept]
            ).compactMap(IncidentRow.record)
            result.attention = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM attention WHERE workspace = ?
                        AND (state IN ('acked', 'snoozed', 'returned') OR followed >= ?)
                    """, arguments: [workspace, kept - AlertMachine.noDataRetention]
            ).map(AttentionRow.record)
            result.silences = try Self.silences(workspace, in: db)
            let week = (result.lastEvaluation?.milliseconds ?? 0) - 7 * 86_400_000
            result.fired = try Self.fired(
                since: week, workspace: workspace, silences: result.silences, in: db)
            if try JournalSchema.hasFlaps(db) { result.flaps = try Self.flaps(workspace, in: db) }
            if try JournalSchema.has("baseline", db) {
                result.baselines = try Self.baselines(workspace, in: db)
            }
            return result
        }
    }

    private static func baselines(
        _ workspace: Int64, in db: Database
    ) throws -> [FrozenBaseline] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM baseline WHERE workspace = ?", arguments: [workspace]
        ).map { row in
            FrozenBaseline(
                labels: JournalText.labels(row["labels"]), seconds: row["seconds"],
                borrowedFrom: row["borrowed_from"],
                since: Timestamp(milliseconds: row["since"]))
        }
    }

    private static func flaps(_ workspace: Int64, in db: Database) throws -> [FlapRecord] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM flap WHERE workspace = ?", arguments: [workspace]
        ).map { row in
            FlapRecord(
                rule: row["rule"], labels: JournalText.labels(row["labels"]),
                window: JournalText.window(row["window"]), expression: row["expression"])
        }
    }

    /// Incidents of the same rule and subject that began after `since`, the latest first; the
    /// severity is not part of the subject.
    package func pastIncidents(
        rule: String, labels: Labels, since: Timestamp, limit: Int = 50
    ) throws(JournalError) -> [PastIncident] {
        try read { db in
            guard let workspace = try knownWorkspace(db) else { return [] }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM incident WHERE workspace = ? AND rule = ? AND subject = ?
                        AND active_at >= ? AND ended_at IS NOT NULL AND fired_at IS NOT NULL
                    ORDER BY active_at DESC LIMIT ?
                    """,
                arguments: [
                    workspace, rule, JournalText.subject(labels), since.milliseconds, limit,
                ]
            ).map(Self.past)
        }
    }

    private static func past(_ row: Row) -> PastIncident {
        let acknowledgedBy: String? = row["acked_by"]
        let end: PastIncident.End =
            if (row["phase"] as String) == "forgotten" {
                .forgotten
            } else {
                acknowledgedBy.map { .acknowledged(by: $0) } ?? .byItself
            }
        return PastIncident(
            alert: row["alert"], activeAt: Timestamp(milliseconds: row["active_at"]),
            firedAt: Timestamp(milliseconds: row["fired_at"]),
            endedAt: Timestamp(milliseconds: row["ended_at"]), end: end, comment: row["comment"],
            severity: row["severity"])
    }

    /// The workspace's row without creating one.
    func knownWorkspace(_ db: Database) throws -> Int64? {
        try JournalSchema.workspaceID(workspace, in: db, creating: false)
    }
}
