package import Alerting
internal import GRDB
package import Telemetry

extension Journal {
    /// What came of an action.
    package enum Outcome: Hashable, Sendable {
        case done(AttentionRecord, AuditEntry)
        case refused(ActionRefusal)
    }

    /// Takes an action on the journal's own record, in one transaction: of two processes that act
    /// at once, the second sees what the first did.
    ///
    /// - Parameter alert: as the caller's book has it; nil for a script, which knows the id only.
    package func perform(
        _ action: AlertAction, alert: AlertRecord? = nil
    ) throws(JournalError) -> Outcome {
        try flush()
        return try write { db in
            guard let workspace = try workspaceID(db) else {
                return .refused(.unknownAlert(action.alert))
            }
            let writer = JournalWriter(db, workspace)
            let known = try alert ?? writer.latest(action.alert)
            var record = try writer.attention(action.alert)
            if record == nil, let known {
                record = AttentionRecord(rule: known.rule, labels: known.instance.labels)
            }
            guard var record else { return .refused(.unknownAlert(action.alert)) }
            let facts = AttentionRecord.Facts(
                phase: known?.instance.phase, value: known?.instance.value)
            let entry: AuditEntry
            do throws(ActionRefusal) {
                entry = try record.apply(action, facts: facts)
            } catch {
                return .refused(error)
            }
            try writer.save(record, revision: try writer.nextRevision())
            try writer.append(entry)
            try writer.noteOnEnded(record)
            return .done(record, entry)
        }
    }

    /// Adds a silence, or replaces the one of its id; the audit names the author.
    package func save(_ silence: Silence, by who: String, at time: Timestamp) throws(JournalError) {
        try write { db in
            guard let workspace = try workspaceID(db) else { return }
            let writer = JournalWriter(db, workspace)
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO silence (workspace, id, matchers, author, comment,
                        starts_at, ends_at, ends_when_unmatched, revision)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    workspace, silence.id, silence.selector.description, silence.author,
                    silence.comment, silence.startsAt.milliseconds, silence.endsAt.milliseconds,
                    silence.endsWhenUnmatched, try writer.nextRevision(),
                ])
            let state = silence.state(at: time).rawValue
            try writer.append(
                AuditEntry(
                    at: time, who: who, what: state == "expired" ? "unsilence" : "silence",
                    alert: silence.id, rule: "", labels: .empty, before: "",
                    after: state + " " + silence.selector.description, comment: silence.comment))
        }
    }
}

extension JournalWriter {
    /// The alert's open incident, else its last one.
    func latest(_ alert: String) throws -> AlertRecord? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT * FROM incident WHERE workspace = ? AND alert = ?
                ORDER BY ended_at IS NULL DESC, active_at DESC LIMIT 1
                """, arguments: [workspace, alert]
        ).flatMap(IncidentRow.record)
    }

    /// Somebody who acknowledges what returned, or comments on what is over, is part of how it
    /// ended.
    func noteOnEnded(_ record: AttentionRecord) throws {
        guard case .closed(let acknowledgement, _, _) = record.attention else { return }
        try db.execute(
            sql: """
                UPDATE incident SET acked_by = ?, comment = coalesce(?, comment)
                WHERE id = (SELECT id FROM incident WHERE workspace = ? AND alert = ?
                    AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1)
                """,
            arguments: [acknowledgement.by, record.comment?.text, workspace, record.id])
    }
}
