package import Telemetry

/// Where a test's alerts outlive a restart: what the program does with its journal.
package struct RuleTestJournal {
    /// Keeps what an evaluation did.
    package var record: (RuleEvaluation) throws -> Void
    /// Takes an action on the journal's own record; an `ActionRefusal` says why not.
    package var perform: (AlertAction, AlertRecord) throws -> AttentionRecord
    /// Keeps a silence.
    package var save: (Silence, _ by: String) throws -> Void
    /// What a start finds.
    package var restored: () throws -> JournalledState
    /// Moves back what lies after a moment.
    package var setBack: (Timestamp) throws -> Void

    package init(
        record: @escaping (RuleEvaluation) throws -> Void,
        perform: @escaping (AlertAction, AlertRecord) throws -> AttentionRecord,
        save: @escaping (Silence, _ by: String) throws -> Void,
        restored: @escaping () throws -> JournalledState,
        setBack: @escaping (Timestamp) throws -> Void
    ) {
        self.record = record
        self.perform = perform
        self.save = save
        self.restored = restored
        self.setBack = setBack
    }
}
