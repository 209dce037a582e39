internal import GRDB
package import Telemetry

/// What became of the incidents of one rule as it was written.
package struct RuleIncidents: Hashable, Sendable {
    package var rule: String
    /// Tells rules of one name apart; nil where nobody wrote it down.
    package var expression: String?
    package var fired: Int
    package var acknowledged: Int
    /// Resolved before anybody had acknowledged it.
    package var clearedByItself: Int
    package init(
        rule: String, expression: String?, fired: Int, acknowledged: Int, clearedByItself: Int
    ) {
        self.rule = rule
        self.expression = expression
        self.fired = fired
        self.acknowledged = acknowledged
        self.clearedByItself = clearedByItself
    }
}

extension Journal {
    /// Of every rule that fired since.
    package func incidents(since: Timestamp) throws(JournalError) -> [RuleIncidents] {
        try read { db in
            guard let workspace = try knownWorkspace(db) else { return [] }
            let isKept = try db.columns(in: "incident").contains { $0.name == "expression" }
            let expression = isKept ? "incident.expression" : "NULL"
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT incident.rule, \(expression) AS expression, count(*) AS fired,
                        sum(coalesce(acked_by IS NOT NULL OR
                            (ended_at IS NULL AND attention.state = 'acked'), 0)) AS acknowledged,
                        sum(phase = 'resolved' AND acked_by IS NULL) AS cleared
                    FROM incident LEFT JOIN attention USING (workspace, alert)
                    WHERE workspace = ? AND fired_at >= ? GROUP BY 1, 2
                    """, arguments: [workspace, since.milliseconds]
            ).map { row in
                RuleIncidents(
                    rule: row["rule"], expression: row["expression"], fired: row["fired"],
                    acknowledged: row["acknowledged"], clearedByItself: row["cleared"])
            }
        }
    }
}
