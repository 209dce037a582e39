import Alerting
import Journal
import Telemetry

/// The Collector's side of the journal: what could not be written is said and kept in memory.
final class JournalLink {
    private let workspace: Workspace
    private let use: JournalUse
    /// Opened on first use: making a new database waits for the disk, and nobody should wait for
    /// that before the first picture.
    private lazy var journal = open()
    private var revision: Int64 = 0
    /// Why alarms are in memory only; nil while the journal works.
    private(set) var trouble: String?

    /// Without a journal, or with one that cannot be opened, everything goes on in memory.
    init(_ workspace: Workspace, use: JournalUse) {
        self.workspace = workspace
        self.use = use
    }

    private var writes: Bool { use == .write }

    private func open() -> Journal? {
        guard use != .none else { return nil }
        do throws(JournalError) {
            return try Journal(
                path: workspace.journalPath, workspace: workspace.name,
                access: writes ? .readWrite : .readOnly)
        } catch {
            // Nothing was ever journalled here: a look has nothing to miss.
            trouble = error.reason == .missing ? nil : error.description
            return nil
        }
    }

    /// - Parameter since: hours before it are not wanted.
    func restore(_ observation: Observation, since: Timestamp) {
        guard let journal else { return }
        attempt { () throws(JournalError) in
            observation.restore(try journal.restored())
            observation.restore(try journal.rollups(since: since))
            // Where the journal stands now has just been taken over.
            revision = try journal.changes(since: 0)?.revision ?? 0
        }
    }

    /// Keeps what evaluations did.
    func record(_ evaluations: [RuleEvaluation]) {
        guard let journal, writes else { return }
        attempt { () throws(JournalError) in
            for evaluation in evaluations where evaluation.isWorthKeeping {
                try journal.record(evaluation)
            }
        }
    }

    /// Keeps hours that are over.
    func record(_ hours: [Rollup]) {
        guard let journal, writes, !hours.isEmpty else { return }
        attempt { () throws(JournalError) in try journal.record(hours) }
    }

    /// Takes over what other processes did; true when there was anything.
    func refresh(_ observation: Observation) -> Bool {
        guard let journal else { return false }
        var changed = false
        attempt { () throws(JournalError) in
            guard let changes = try journal.changes(since: revision) else { return }
            revision = changes.revision
            observation.adopt(changes)
            changed = true
        }
        return changed
    }

    /// A person's action: decided by the journal, which all processes share, else in memory.
    func perform(_ action: AlertAction, _ observation: Observation) -> Feed.Outcome {
        if let journal {
            do throws(JournalError) {
                let alert = observation.record(of: action.alert)
                switch try journal.perform(action, alert: alert) {
                case .done(let record, _):
                    trouble = nil
                    observation.adopt([record])
                    return Feed.Outcome(Self.words(action), failed: false)
                case .refused(let refusal):
                    return Feed.Outcome(refusal.description, failed: true)
                }
            } catch {
                trouble = error.description
            }
        }
        do throws(ActionRefusal) {
            let entry = try observation.apply(action)
            if let journal, let record = observation.attention(of: action.alert, now: action.at) {
                journal.postpone(record, entry)
            }
            return Feed.Outcome(Self.words(action) + ", in memory only", failed: false)
        } catch {
            return Feed.Outcome(error.description, failed: true)
        }
    }

    /// Keeps a silence, for the other processes too.
    func save(_ silence: Silence, by who: String, at time: Timestamp) {
        guard let journal, writes else { return }
        attempt { () throws(JournalError) in try journal.save(silence, by: who, at: time) }
    }

    /// Writes what still waits.
    func flush() {
        guard let journal, writes else { return }
        attempt { () throws(JournalError) in try journal.flush() }
    }

    private func attempt(_ body: () throws(JournalError) -> Void) {
        do throws(JournalError) {
            try body()
            trouble = nil
        } catch {
            trouble = error.description
        }
    }

    /// `acknowledged as sam`: what the message row says.
    static func words(_ action: AlertAction) -> String {
        switch action.kind {
        case .ack: "acknowledged as \(action.by)"
        case .unack: "taken back as \(action.by)"
        case .comment: "comment kept"
        case .snooze(.time, _): "snoozed as \(action.by)"
        case .snooze(.worseThan, _): "snoozed until it is worse, as \(action.by)"
        }
    }
}

extension RuleEvaluation {
    /// Whether anything happened, or a minute passed: an idle evaluation writes nothing else.
    var isWorthKeeping: Bool {
        !transitions.isEmpty || !expiries.isEmpty || !endedSilences.isEmpty
            || (at.map { $0.milliseconds % 60_000 == 0 } ?? false)
    }
}
