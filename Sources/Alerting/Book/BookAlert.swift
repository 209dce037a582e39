package import Telemetry

/// One alert as it is to be shown: both axes, and what its rule says about it.
package struct BookAlert: Hashable, Sendable {
    package enum Condition: String, Hashable, Sendable {
        case pending, firing, recovering, resolved
        case noData = "no_data"
        /// Active, but its rule's last evaluation failed: frozen as it was.
        case error
    }
    package enum Attention: String, Hashable, Sendable {
        case new, acked, snoozed, silenced, inhibited, returned
    }
    /// Stable over reloads, restarts and processes.
    package var id: String
    package var rule: String
    package var group: String
    package var condition: Condition
    package var attention: Attention
    /// Who acknowledged and the like.
    package var record: AttentionRecord
    package var instance: AlertInstance
    package var builtIn: Bool
    /// The role `ops: {route: …}` names.
    package var route: String?
    package var runbook: String?
    /// `ops: {command: …}` with labels filled in.
    package var command: String?
    /// While pending: when it fires if nothing changes.
    package var firesAt: Timestamp?
    /// Comes and goes: one incident.
    package var isFlapping: Bool
    /// Ids of the silences that match.
    package var silencedBy: [String]
    /// Ids of the alerts whose consequence it is.
    package var inhibitedBy: [String]

    package var severity: String { instance.severity }
    package var labels: Labels { instance.labels }
}

/// One rule as it is to be shown.
package struct RuleReport: Hashable, Sendable {
    package var name: String
    package var group: String
    package var file: String
    /// False for a recording rule.
    package var isAlerting: Bool
    package var expression: String
    package var holdMilliseconds: Int64
    package var keepFiringMilliseconds: Int64
    package var severity: String
    package var builtIn: Bool
    package var health: RuleHealth
    package var lastError: String?
    package var lastEvaluation: Timestamp?
    package var lastSeconds: Double?
    package var firing: Int
    package var pending: Int
}

/// An alert as the journal keeps it.
package struct AlertRecord: Hashable, Sendable {
    package var rule: String
    package var instance: AlertInstance
    package init(rule: String, instance: AlertInstance) {
        self.rule = rule
        self.instance = instance
    }
    package var id: String { AlertID.make(rule: rule, labels: instance.labels) }
}

/// What a book takes over from the journal at start.
package struct JournalledState: Hashable, Sendable {
    /// Open ones, those resolved lately, and those that returned unseen.
    package var alerts: [AlertRecord] = []
    package var attention: [AttentionRecord] = []
    package var silences: [Silence] = []
    /// The last instant any evaluator of the workspace wrote; nil before the first.
    package var lastEvaluation: Timestamp?
    package init() {}
}
