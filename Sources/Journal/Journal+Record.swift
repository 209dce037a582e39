package import Alerting
internal import GRDB
internal import Synchronization
internal import Telemetry

extension Journal {
    /// Writes what an evaluation did, and whatever waited: one transaction.
    ///
    /// On failure it all waits for the next call; call again with the next evaluation.
    package func record(_ evaluation: RuleEvaluation) throws(JournalError) {
        guard evaluation.at != nil else { return }
        state.withLock { $0.backlog.add(evaluation) }
        try flush()
    }

    /// Lets what was done elsewhere, or in memory, wait for the next flush.
    package func postpone(_ backlog: JournalBacklog) {
        state.withLock { $0.backlog.append(backlog) }
    }

    /// Lets attention that is known to be so wait for the next flush.
    package func postpone(_ record: AttentionRecord, _ entry: AuditEntry) {
        state.withLock { $0.backlog.add(.record(record, entry)) }
    }

    /// Writes what waits; nothing to do costs nothing.
    package func flush() throws(JournalError) {
        let waiting = state.withLock { $0.backlog.entries }
        guard !waiting.isEmpty else { return }
        try write { db in
            guard let workspace = try workspaceID(db) else { return }
            for entry in waiting { try JournalWriter(db, workspace).write(entry) }
        }
        state.withLock { state in
            state.backlog.remove(first: waiting.count)
            // What the journal made of it may be another thing than memory did: look again.
            if state.isHeldBack || waiting.contains(where: \.isAction) { state.dataVersion = nil }
            state.isHeldBack = false
        }
    }
}
