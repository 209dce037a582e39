internal import GRDB
package import Telemetry

/// What became of one rule's incidents.
package struct RuleIncidents: Hashable, Sendable {
    package var fired: Int
    package var acknowledged: Int
    /// Resolved before anybody had acknowledged it.
    package var clearedByItself: Int
    package init(fired: Int, acknowledged: Int, clearedByItself: Int) {
        self.fired = fired
        self.acknowledged = acknowledged
        self.clearedByItself = clearedByItself
    }
}

extension Journal {
    /// Of every rule that fired since, by its name.
    package func incidents(since: Timestamp) throws(JournalError) -> [String: RuleIncidents] {
        try read { db in
            guard let workspace = try knownWorkspace(db) else { return [:] }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT incident.rule, count(*) AS fired,
                        sum(coalesce(acked_by IS NOT NULL OR
                            (ended_at IS NULL AND attention.state = 'acked'), 0)) AS acknowledged,
                        sum(phase = 'resolved' AND acked_by IS NULL) AS cleared
                    FROM incident LEFT JOIN attention USING (workspace, alert)
                    WHERE workspace = ? AND fired_at >= ? GROUP BY incident.rule
                    """, arguments: [workspace, since.milliseconds])
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let incidents = RuleIncidents(
                        fired: row["fired"], acknowledged: row["acknowledged"],
                        clearedByItself: row["cleared"])
                    return (row["rule"], incidents)
                })
        }
    }
}
