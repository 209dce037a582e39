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
    /// Its rule's place among the book's `rules`; nil when the rule is gone.
    package var ruleNumber: Int?
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
    /// Whether a greater value is a worse one: the direction of "until worse".
    package var breachesUpwards: Bool
    /// While pending: when it fires if nothing changes.
    package var firesAt: Timestamp?
    /// While `keep_firing_for` holds it: when it clears unless it is true again; nil when it is
    /// held because it flaps.
    package var heldUntil: Timestamp?
    /// Comes and goes: one incident, and how often it came since when.
    package var flapping: FlapWindow.Spell?
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
    /// PromQL's warnings and infos about the last evaluation.
    package var notes: [String] = []
    package var lastEvaluation: Timestamp?
    package var lastSeconds: Double?
    package var firing: Int
    package var pending: Int
    /// As written, templates unexpanded.
    package var labels: [String: String] = [:]
    package var runbook: String?
    /// `ops: {clear: …}`: what it fires until.
    package var clear: Clear?

    package enum Clear: Hashable, Sendable {
        case threshold(Double)
        /// Its text.
        case expression(String)
    }
}

/// An alert as the journal keeps it.
package struct AlertRecord: Hashable, Sendable {
    package var rule: String
    package var instance: AlertInstance
    /// Its rule's expression as written, when known: it tells rules of one name apart.
    package var expression: String?
    package init(rule: String, instance: AlertInstance, expression: String? = nil) {
        self.rule = rule
        self.instance = instance
        self.expression = expression
    }
    package var id: String { AlertID.make(rule: rule, labels: instance.labels) }
}

/// How often one label set came and went lately, as the journal keeps it.
package struct FlapRecord: Hashable, Sendable {
    package var rule: String
    package var labels: Labels
    /// nil: calm for so long that there is nothing to remember.
    package var window: FlapWindow?
    /// Its rule's expression as written, when known.
    package var expression: String?
    package init(
        rule: String, labels: Labels, window: FlapWindow?, expression: String? = nil
    ) {
        self.rule = rule
        self.labels = labels
        self.window = window
        self.expression = expression
    }
    package var id: String { AlertID.make(rule: rule, labels: labels) }
}

/// What a book takes over from the journal at start.
package struct JournalledState: Hashable, Sendable {
    /// Open ones, those resolved lately, and those that returned unseen.
    package var alerts: [AlertRecord] = []
    package var attention: [AttentionRecord] = []
    package var silences: [Silence] = []
    /// What fires, and what fired in the last week, in that order.
    package var fired: [FiredAlert] = []
    package var flaps: [FlapRecord] = []
    package var baselines: [FrozenBaseline] = []
    /// The last instant any evaluator of the workspace wrote; nil before the first.
    package var lastEvaluation: Timestamp?
    package init() {}
}
