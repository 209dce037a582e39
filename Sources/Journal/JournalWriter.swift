internal import Alerting
internal import GRDB
internal import Telemetry

/// Writes inside one transaction, all rows under one new revision.
struct JournalWriter {
    let db: Database
    let workspace: Int64

    init(_ db: Database, _ workspace: Int64) {
        self.db = db
        self.workspace = workspace
    }

    func write(_ entry: JournalEntry) throws {
        switch entry {
        case .rollups(let hours): try write(hours)
        case .record(let record, let audit):
            try save(record, revision: nextRevision())
            try append(audit)
        case .action(let action, let alert): try performLate(action, alert: alert)
        case .notice(let ring, let time): _ = try claim(ring, at: time)
        case .silence(let silence, let who, let time): _ = try save(silence, by: who, at: time)
        case .evaluation(let steps): try write(steps)
        }
    }

    private func write(_ steps: JournalEntry.Steps) throws {
        try prune(at: steps.at)
        try db.execute(
            sql: """
                UPDATE workspace SET last_evaluation = max(coalesce(last_evaluation, ?1), ?1)
                WHERE id = ?2
                """, arguments: [steps.at.milliseconds, workspace])
        for flap in steps.flaps { try save(flap) }
        for baseline in steps.baselines { try save(baseline) }
        guard
            !steps.transitions.isEmpty || !steps.expiries.isEmpty || !steps.endedSilences.isEmpty
        else { return }
        let revision = try nextRevision()
        for transition in steps.transitions { try write(transition, revision: revision) }
        for expiry in steps.expiries {
            guard var record = try attention(expiry.alert),
                let audit = record.expire(at: expiry.at, value: expiry.value)
            else { continue }
            try save(record, revision: revision)
            try append(audit)
        }
        for silence in steps.endedSilences { try end(silence, at: steps.at, revision: revision) }
    }

    private func write(_ transition: AlertTransition, revision: Int64) throws {
        let known = try attention(transition.id)
        try writeIncident(transition, attention: known, revision: revision)
        var record =
            known
            ?? AttentionRecord(
                rule: transition.rule, labels: transition.instance.labels)
        var audit = [record.follow(transition)]
        if transition.kind == .fired, let sibling = transition.sibling,
            let other = try attention(AlertID.make(rule: transition.rule, labels: sibling))
        {
            audit.append(record.inherit(from: other))
        }
        if record != known, known != nil || record.followed != .distantPast {
            try save(record, revision: revision)
        }
        for entry in audit.compactMap(\.self) { try append(entry) }
    }

    /// Keeps a flap window as it stands, or forgets it.
    private func save(_ flap: FlapRecord) throws {
        guard let window = flap.window else {
            try db.execute(
                sql: "DELETE FROM flap WHERE workspace = ? AND alert = ?",
                arguments: [workspace, flap.id])
            return
        }
        try db.execute(
            sql: "INSERT OR REPLACE INTO flap VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                workspace, flap.id, flap.rule, JournalText.text(flap.labels),
                JournalText.text(window), flap.expression,
            ])
    }

    private func save(_ baseline: FrozenBaseline) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO baseline VALUES (?, ?, ?, ?, ?)",
            arguments: [
                workspace, JournalText.text(baseline.labels), baseline.seconds,
                baseline.borrowedFrom, baseline.since.milliseconds,
            ])
    }

    func nextRevision() throws -> Int64 {
        try db.execute(
            sql: "UPDATE workspace SET revision = revision + 1 WHERE id = ?",
            arguments: [workspace])
        return try Int64.fetchOne(
            db, sql: "SELECT revision FROM workspace WHERE id = ?", arguments: [workspace]) ?? 0
    }

    func append(_ entry: AuditEntry) throws {
        try db.execute(
            sql: """
                INSERT INTO audit
                    (workspace, at, who, what, alert, rule, labels, before, after, comment, silence)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                workspace, entry.at.milliseconds, entry.who, entry.what, entry.alert, entry.rule,
                JournalText.text(entry.labels), entry.before, entry.after, entry.comment,
                entry.silence.map(JournalText.text),
            ])
    }
}
