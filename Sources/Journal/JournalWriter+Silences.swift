internal import Alerting
internal import GRDB
internal import Telemetry

extension JournalWriter {
    /// Adds a silence, or replaces the one of its id; one that was ended is not ended again.
    func save(
        _ silence: Silence, by who: String, at time: Timestamp
    ) throws -> ActionRefusal? {
        let known = try self.silence(silence.id)
        if known == silence { return nil }
        let state = silence.state(at: time)
        if state == .expired, let known, known.endsAt <= silence.endsAt || known.endsAt < time {
            return .silenceAlreadyEnded(by: try ender(of: silence.id) ?? AuditEntry.program)
        }
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO silence (workspace, id, matchers, author, comment,
                    starts_at, ends_at, ends_when_unmatched, revision)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                workspace, silence.id, silence.selector.description, silence.author,
                silence.comment, silence.startsAt.milliseconds, silence.endsAt.milliseconds,
                silence.endsWhenUnmatched, try nextRevision(),
            ])
        try append(
            AuditEntry(
                at: time, who: who, what: state == .expired ? "unsilence" : "silence",
                alert: silence.id, rule: "", labels: .empty,
                before: known?.state(at: time - 1).rawValue ?? "",
                after: state.rawValue, comment: silence.comment, silence: silence))
        return nil
    }

    /// Ends a silence early because nothing matched it, unless somebody else has.
    func end(_ silence: Silence, at time: Timestamp, revision: Int64) throws {
        try db.execute(
            sql: """
                UPDATE silence SET ends_at = ?, revision = ?
                WHERE workspace = ? AND id = ? AND ends_at > ?
                """,
            arguments: [
                silence.endsAt.milliseconds, revision, workspace, silence.id,
                silence.endsAt.milliseconds,
            ])
        guard db.changesCount > 0 else { return }
        try append(
            AuditEntry(
                at: time, who: AuditEntry.program, what: "unsilence", alert: silence.id, rule: "",
                labels: .empty, before: "active", after: "expired", comment: "nothing matched",
                silence: silence))
    }

    private func silence(_ id: String) throws -> Silence? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM silence WHERE workspace = ? AND id = ?",
            arguments: [workspace, id]
        ).flatMap(SilenceRow.silence)
    }

    private func ender(of id: String) throws -> String? {
        try String.fetchOne(
            db,
            sql: """
                SELECT who FROM audit WHERE workspace = ? AND alert = ? AND what = 'unsilence'
                ORDER BY id DESC LIMIT 1
                """, arguments: [workspace, id])
    }
}

/// Reads a silence's row.
enum SilenceRow {
    /// nil for matchers that nobody understands.
    static func silence(_ row: Row) -> Silence? {
        guard let selector = try? LabelSelector(parsing: row["matchers"]) else { return nil }
        return Silence(
            id: row["id"], selector: selector, author: row["author"], comment: row["comment"],
            startsAt: Timestamp(milliseconds: row["starts_at"]),
            endsAt: Timestamp(milliseconds: row["ends_at"]),
            endsWhenUnmatched: row["ends_when_unmatched"])
    }
}
