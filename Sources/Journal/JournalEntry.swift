internal import Alerting
internal import Telemetry

/// Something to be written, kept while the journal cannot be.
enum JournalEntry: Sendable {
    /// What one evaluation did.
    struct Steps: Sendable {
        var at: Timestamp
        var transitions: [AlertTransition] = []
        var expiries: [RuleEvaluation.Expiry] = []
        var endedSilences: [Silence] = []
        var flaps: [FlapRecord] = []
        var baselines: [FrozenBaseline] = []

        var isIdle: Bool {
            transitions.isEmpty && expiries.isEmpty && endedSilences.isEmpty && flaps.isEmpty
                && baselines.isEmpty
        }
    }

    case evaluation(Steps)
    /// Hours that are over.
    case rollups([Rollup])
    /// What somebody did while the journal could not be asked; it is decided when it is written.
    case action(AlertAction, AlertRecord?)
    /// A silence begun or ended meanwhile.
    case silence(Silence, by: String, at: Timestamp)
    /// A page that somebody was told of.
    case notice(RuleEvaluation.Ring, at: Timestamp)
    /// An alert's attention as it is known to be, with the audit's line for it.
    case record(AttentionRecord, AuditEntry)

    /// Only says that somebody still evaluates.
    var isIdle: Bool {
        if case .evaluation(let steps) = self { steps.isIdle } else { false }
    }

    /// A person's doing.
    var isAction: Bool {
        switch self {
        case .action, .silence, .record: true
        case .evaluation, .rollups, .notice: false
        }
    }

    /// The alerts whose attention it changes once it is written.
    var alerts: [String] {
        switch self {
        case .action(let action, _): [action.alert]
        case .record(let record, _): [record.id]
        case .evaluation(let steps): steps.transitions.map(\.id) + steps.expiries.map(\.alert)
        case .silence, .rollups, .notice: []
        }
    }
}
