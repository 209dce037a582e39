package import Alerting
internal import GRDB
internal import Synchronization
internal import Telemetry

extension Journal {
    /// Writes what an evaluation did, and whatever waited: one transaction.
    ///
    /// On failure it all waits for the next call; call again with the next evaluation.
    package func record(_ evaluation: RuleEvaluation) throws(JournalError) {
        guard let at = evaluation.at else { return }
        enqueue(
            .evaluation(
                at: at, transitions: evaluation.transitions, expiries: evaluation.expiries,
                endedSilences: evaluation.endedSilences))
        try flush()
    }

    /// Keeps an action that was taken in memory because `perform` failed.
    package func postpone(_ record: AttentionRecord, _ entry: AuditEntry) {
        enqueue(.action(record, entry))
    }

    /// Writes what waits; nothing to do costs nothing.
    package func flush() throws(JournalError) {
        let waiting = state.withLock { $0.backlog }
        guard !waiting.isEmpty else { return }
        try write { db in
            guard let workspace = try workspaceID(db) else { return }
            for entry in waiting { try JournalWriter(db, workspace).write(entry) }
        }
        state.withLock { $0.backlog.removeFirst(min(waiting.count, $0.backlog.count)) }
    }

    /// Lets an entry wait for the next flush; beyond the limit the oldest go.
    func enqueue(_ entry: JournalEntry) {
        state.withLock { state in
            state.backlog.append(entry)
            let excess = state.backlog.count - Self.backlogLimit
            if excess > 0 {
                state.backlog.removeFirst(excess)
                state.dropped += excess
            }
        }
    }
}
