package import Alerting
internal import GRDB
internal import Synchronization
internal import Telemetry

/// What others wrote since a reader last looked.
package struct JournalChanges: Hashable, Sendable {
    package var attention: [AttentionRecord] = []
    /// Incidents as they stand now.
    package var alerts: [AlertRecord] = []
    /// All silences, when any changed.
    package var silences: [Silence]?
    /// Where the next look begins.
    package var revision: Int64 = 0
    package init() {}
}

extension Journal {
    /// Changes above `revision` (0 at first); nil when there are none.
    ///
    /// When no other connection has written since the last call this is one pragma, some
    /// 15 µs: poll it once a second or oftener.
    package func changes(since revision: Int64) throws(JournalError) -> JournalChanges? {
        let seen = state.withLock { $0.dataVersion }
        let found: (version: Int64, changes: JournalChanges?)
        do {
            found = try database.inDatabase { db in
                let version =
                    try Int64.fetchOne(try db.cachedStatement(sql: "PRAGMA data_version")) ?? 0
                if version == seen, revision > 0 { return (version, nil) }
                var changes: JournalChanges?
                try db.inTransaction(.deferred) {
                    changes = try Self.changes(since: revision, workspace: workspaceRow(db), in: db)
                    return .commit
                }
                return (version, changes)
            }
        } catch {
            throw JournalError(error, path: path)
        }
        return state.withLock { state in
            state.dataVersion = found.version
            guard var changes = found.changes else { return nil }
            if state.backlog.correct(&changes) {
                state.isHeldBack = true
                // The next look begins where this one did.
                changes.revision = revision
            }
            return changes
        }
    }

    private func workspaceRow(_ db: Database) throws -> (id: Int64, revision: Int64)? {
        try Row.fetchOne(
            db, sql: "SELECT id, revision FROM workspace WHERE identity = ?",
            arguments: [workspace]
        ).map { (id: $0["id"], revision: $0["revision"]) }
    }

    private static func changes(
        since revision: Int64, workspace: (id: Int64, revision: Int64)?, in db: Database
    ) throws -> JournalChanges? {
        guard let workspace, workspace.revision > revision else { return nil }
        var changes = JournalChanges()
        changes.revision = workspace.revision
        let arguments: StatementArguments = [workspace.id, revision]
        changes.attention = try Row.fetchAll(
            db, sql: "SELECT * FROM attention WHERE workspace = ? AND revision > ?",
            arguments: arguments
        ).map(AttentionRow.record)
        changes.alerts = try Row.fetchAll(
            db, sql: "SELECT * FROM incident WHERE workspace = ? AND revision > ?",
            arguments: arguments
        ).compactMap(IncidentRow.record)
        let hasSilences =
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM silence WHERE workspace = ? AND revision > ?)",
                arguments: arguments) ?? false
        if hasSilences { changes.silences = try silences(workspace.id, in: db) }
        return changes
    }

    static func silences(_ workspace: Int64, in db: Database) throws -> [Silence] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM silence WHERE workspace = ? ORDER BY starts_at, id",
            arguments: [workspace]
        ).compactMap(SilenceRow.silence)
    }
}
