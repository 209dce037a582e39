internal import GRDB
internal import Synchronization
package import Telemetry

extension Journal {
    /// Keeps hours that are over, and whatever waited: one transaction.
    ///
    /// Of an hour that is known already, by an earlier run or another dashboard, each part stays as
    /// the one saw it that saw most.
    package func record(_ hours: [Rollup]) throws(JournalError) {
        guard !hours.isEmpty else { return }
        state.withLock { $0.backlog.add(hours) }
        try flush()
    }

    /// The hours that ended after `since`, oldest first.
    package func rollups(since: Timestamp) throws(JournalError) -> [Rollup] {
        try read { db in
            guard try JournalSchema.hasRollups(db), let workspace = try knownWorkspace(db) else {
                return []
            }
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT model, version, ended_at, measures FROM rollup
                    WHERE workspace = ? AND ended_at > ? ORDER BY ended_at
                    """, arguments: [workspace, since.milliseconds]
            ).map(RollupRow.rollup)
        }
    }
}

/// Reads an hour's row; no version is the empty text.
enum RollupRow {
    static func rollup(_ row: Row) -> Rollup {
        let version: String = row["version"]
        return Rollup(
            model: row["model"], version: version.isEmpty ? nil : version,
            end: Timestamp(milliseconds: row["ended_at"]),
            measures: JournalText.measures(row["measures"]))
    }
}

extension JournalWriter {
    /// Merges hours into those that are kept, and forgets what is older than any strip.
    func write(_ hours: [Rollup]) throws {
        for hour in hours { try write(hour) }
        guard let newest = hours.map(\.end).max() else { return }
        try db.execute(
            sql: "DELETE FROM rollup WHERE workspace = ? AND ended_at <= ?",
            arguments: [workspace, (newest - Rollup.retentionMilliseconds).milliseconds])
    }

    private func write(_ hour: Rollup) throws {
        let key: StatementArguments = [
            workspace, hour.model, hour.version ?? "", hour.end.milliseconds,
        ]
        let known = try Row.fetchOne(
            db,
            sql: """
                SELECT model, version, ended_at, measures FROM rollup
                WHERE workspace = ? AND model = ? AND version = ? AND ended_at = ?
                """, arguments: key
        ).map(RollupRow.rollup)
        var merged = known ?? hour
        merged.merge(hour)
        guard merged != known else { return }
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO rollup (workspace, model, version, ended_at, measures)
                VALUES (?, ?, ?, ?, ?)
                """, arguments: key + [JournalText.text(merged.measures)])
    }
}
