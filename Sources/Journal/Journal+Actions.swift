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
        try perform([(action, alert)])[0]
    }

    /// Takes several actions in one transaction: all of them are kept, or none is; one that is
    /// refused keeps no other back.
    package func perform(
        _ actions: [(AlertAction, AlertRecord?)]
    ) throws(JournalError) -> [Outcome] {
        try flush()
        return try write { db in
            guard let workspace = try workspaceID(db) else {
                return actions.map { .refused(.unknownAlert($0.0.alert)) }
            }
            let writer = JournalWriter(db, workspace)
            return try actions.map { try writer.perform($0.0, alert: $0.1) }
        }
    }

    /// Adds a silence, or replaces the one of its id; the audit names the author.
    ///
    /// - Returns: why nothing was done: somebody else has ended it meanwhile.
    @discardableResult
    package func save(
        _ silence: Silence, by who: String, at time: Timestamp
    ) throws(JournalError) -> ActionRefusal? {
        try flush()
        return try write { db in
            guard let workspace = try workspaceID(db) else { return nil }
            return try JournalWriter(db, workspace).save(silence, by: who, at: time)
        }
    }
}
