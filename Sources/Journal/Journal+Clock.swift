internal import GRDB
package import Telemetry

extension Journal {
    /// Moves back what lies after `time`, row by row until nothing of it does: the clock was ahead
    /// when it was written, and whoever comes later would be taken for earlier.
    ///
    /// As `JournalledState.known(at:)` does in memory. The audit keeps what it was told.
    package func setBack(to time: Timestamp) throws(JournalError) {
        try write { db in
            guard let workspace = try workspaceID(db) else { return }
            let revision = try JournalWriter(db, workspace).nextRevision()
            // A silence that had begun has: its length stays.
            try db.execute(
                sql: """
                    UPDATE silence SET ends_at = ends_at - (starts_at - ?1), starts_at = ?1,
                        revision = ?3
                    WHERE workspace = ?2 AND starts_at > ?1 AND EXISTS (SELECT 1 FROM workspace
                        WHERE id = ?2 AND starts_at <= last_evaluation + 60000
                            AND ends_at >= last_evaluation)
                    """, arguments: [time.milliseconds, workspace, revision])
            try db.execute(
                sql: """
                    UPDATE workspace SET last_evaluation = ?1
                    WHERE id = ?2 AND last_evaluation > ?1
                    """, arguments: [time.milliseconds, workspace])
            for table in Self.clocks {
                let latest =
                    "max(" + table.times.map { "coalesce(\($0), 0)" }.joined(separator: ", ") + ")"
                let moved = (table.times + table.others).map { "\($0) = \($0) - (\(latest) - ?1)" }
                try db.execute(
                    sql: """
                        UPDATE \(table.name) SET \(moved.joined(separator: ", ")), revision = ?3
                        WHERE workspace = ?2 AND \(latest) > ?1
                        """, arguments: [time.milliseconds, workspace, revision])
            }
            for (table, column) in [
                ("notice", "claimed_at"), ("look", "at"), ("registry_move", "at"),
                ("registry_move", "after"),
            ] where try db.tableExists(table) {
                try db.execute(
                    sql: """
                        UPDATE \(table) SET \(column) = ?1 WHERE workspace = ?2 AND \(column) > ?1
                        """, arguments: [time.milliseconds, workspace])
            }
        }
    }

    /// Columns that say when something was, and those that go with them: the end of a snooze.
    private static let clocks = [
        (
            name: "incident",
            times: ["active_at", "fired_at", "phase_since", "ended_at", "evaluated_at"],
            others: []
        ),
        (
            name: "attention", times: ["at", "closed_at", "returned_at", "note_at", "followed"],
            others: ["until", "rang_at"]
        ),
    ]
}
