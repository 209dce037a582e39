internal import Alerting
internal import Telemetry

/// Something to be written, kept while the journal cannot be.
enum JournalEntry: Sendable {
    /// What one evaluation did.
    case evaluation(
        at: Timestamp, transitions: [AlertTransition], expiries: [RuleEvaluation.Expiry],
        endedSilences: [Silence])
    /// Hours that are over.
    case rollups([Rollup])
    /// An action that was taken in memory.
    case action(AttentionRecord, AuditEntry)
}
