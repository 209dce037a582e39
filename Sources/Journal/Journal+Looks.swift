internal import GRDB
package import Telemetry

extension Journal {
    /// When somebody last had a dashboard of the workspace open; nil for the first time.
    package func lastLook(of who: String) throws(JournalError) -> Timestamp? {
        try read { db in
            guard try JournalSchema.has("look", db), let workspace = try knownWorkspace(db) else {
                return nil
            }
            return AttentionRow.time(
                try Int64.fetchOne(
                    db, sql: "SELECT at FROM look WHERE workspace = ? AND who = ?",
                    arguments: [workspace, who]))
        }
    }

    /// Keeps that somebody has a dashboard open; no change that others would have to take over.
    package func noteLook(of who: String, at time: Timestamp) throws(JournalError) {
        try write { db in
            guard let workspace = try workspaceID(db) else { return }
            try db.execute(
                sql: """
                    INSERT INTO look (workspace, who, at) VALUES (?1, ?2, ?3)
                    ON CONFLICT DO UPDATE SET at = max(at, ?3)
                    """, arguments: [workspace, who, time.milliseconds])
        }
    }
}
