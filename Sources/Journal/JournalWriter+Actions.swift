internal import Alerting
internal import GRDB
internal import Telemetry

extension JournalWriter {
    /// Takes an action on the record as the journal has it: record and audit, or neither.
    func perform(_ action: AlertAction, alert: AlertRecord?) throws -> Journal.Outcome {
        let known = try alert ?? latest(action.alert)
        var record = try attention(action.alert)
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
        try save(record, revision: try nextRevision())
        try append(entry)
        try noteOnEnded(record)
        return .done(record, entry)
    }

    /// Takes an action that waited.
    ///
    /// Somebody was told that it was done: when another's came before it, the audit says so.
    func performLate(_ action: AlertAction, alert: AlertRecord?) throws {
        guard case .refused(let refusal) = try perform(action, alert: alert),
            let record = try attention(action.alert)
        else { return }
        let word = record.attention.word
        try append(
            AuditEntry(
                at: action.at, who: action.by, what: action.kind.word + " refused",
                alert: action.alert, rule: record.rule, labels: record.labels, before: word,
                after: word, comment: refusal.description))
    }

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
                UPDATE incident SET acked_by = ?,
                    comment = coalesce(iif(? >= active_at, ?, NULL), comment)
                WHERE id = (SELECT id FROM incident WHERE workspace = ? AND alert = ?
                    AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1)
                """,
            arguments: [
                acknowledgement.by, record.comment?.at.milliseconds, record.comment?.text,
                workspace, record.id,
            ])
    }
}
