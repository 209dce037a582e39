/// How loud a row is; later cases are worse.
package enum AlertGrade: Int, Comparable, Sendable {
    case none, pending, silent, ticket, page
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// One alert: one rule with one label set.
package struct AlertStatus: Equatable, Sendable {
    package enum Condition: String, Sendable {
        case pending, firing, recovering, resolved
        case noData = "no_data"
        case error
    }
    package enum Attention: String, Sendable {
        case new, acked, snoozed, silenced, inhibited, returned
    }
    /// Coming and going so often that it is one incident.
    package struct Flapping: Equatable, Sendable {
        /// How often it came.
        package var count: Int
        package var since: Moment
        package init(count: Int, since: Moment) {
            self.count = count
            self.since = since
        }
    }
    package var id: String
    package var rule: String
    /// Which of the snapshot's `rules` it is of: several may have one name; nil when it is gone.
    package var ruleNumber: Int?
    package var condition: Condition
    package var attention: Attention
    /// `page`, `ticket` or what the rule says.
    package var severity: String
    /// The role that owns it, and the team's on-call person.
    package var owner: String?
    package var team: String?
    package var labels: [String: String] = [:]
    /// What tells its series from the rule's others, for one that names no model: `gpu-1 · eu`.
    package var seriesWords = ""
    package var annotations: [String: String] = [:]
    package var value: Double?
    /// First minute of the run of values beyond the limit.
    package var onsetAt: Moment?
    /// The run goes on as far back as anybody looked.
    package var onsetOrEarlier = false
    package var activeAt: Moment
    /// The history behind it starts after `activeAt`: shown as `or earlier`.
    package var activeAtOrEarlier = false
    package var firedAt: Moment?
    package var resolvedAt: Moment?
    /// Since when its series is gone that was there while it was active.
    package var dataLostAt: Moment?
    /// Since when one that is over had had no data by then.
    package var dataEndedAt: Moment?
    package var ackedBy: String?
    package var ackedAt: Moment?
    package var comment: String?
    package var snoozedUntil: Moment?
    package var snoozedAbove: Double?
    /// While pending: when it fires if nothing changes.
    package var firesAt: Moment?
    /// While `keep_firing_for` holds it: when it clears unless it is true again.
    package var heldUntil: Moment?
    /// nil unless it comes and goes all the time.
    package var flapping: Flapping?
    /// What keeps it quiet while it is silenced or inhibited; nil otherwise.
    package var hush: Hush?
    /// How far beyond its limit, to tell the worst of several of one rule; nil when unknown.
    package var excess: Double?
    /// What it is folded into with its like; nil when it stands alone.
    package var group: String?
    /// The alerts this row stands for; empty for a single one.
    package var members: [AlertStatus] = []
    /// Short words for the WHAT column: `p95 214 ms > 138 ms`.
    package var what = ""
    /// A silence that matches, the last to end, or an alert whose consequence it is.
    package struct Hush: Hashable, Sendable {
        /// Who silenced it, or the alert's rule and subject.
        package var by: String
        /// When the silence ends.
        package var until: Moment?
        package var comment: String?
        package init(by: String, until: Moment? = nil, comment: String? = nil) {
            self.by = by
            self.until = until
            self.comment = comment
        }
    }
    package init(
        id: String, rule: String, condition: Condition, attention: Attention, severity: String,
        activeAt: Moment
    ) {
        self.id = id
        self.rule = rule
        self.condition = condition
        self.attention = attention
        self.severity = severity
        self.activeAt = activeAt
    }

    /// Firing or recovering and nobody has it in hand, or returned unseen.
    package var needsSomebody: Bool {
        switch attention {
        case .new: condition != .pending && condition != .resolved
        case .returned: true
        case .acked, .snoozed, .silenced, .inhibited: false
        }
    }
    package var isActive: Bool { condition != .resolved }
    /// It fires, also while nobody can say whether it still does: missing data is no all-clear.
    package var fires: Bool {
        switch condition {
        case .firing, .recovering: true
        case .noData, .error: firedAt != nil
        case .pending, .resolved: false
        }
    }
    /// Since when it is what it is: pending since its condition holds, else since it fired.
    package var standsSince: Moment { condition == .pending ? activeAt : firedAt ?? activeAt }
    /// The version it is about, when its labels name one.
    package var subject: VersionID? {
        labels["model"].map { VersionID(model: $0, version: labels["version"]) }
    }
}

package struct RuleStatus: Equatable, Sendable {
    package var name: String
    package var group: String
    /// Which of the group's rules of this name, from 0: the rows of an objective have one name.
    package var ordinal = 0
    package var expression: String
    package var forSeconds: Double
    package var severity: String
    package var builtIn: Bool
    package var health: String
    package var lastError: String?
    /// PromQL's warnings and infos about the last evaluation.
    package var notes: [String] = []
    package var lastEvaluationAt: Moment?
    package var evaluationSeconds: Double?
    package var firing = 0
    package var pending = 0
    /// Where it is written; `built in` for ours.
    package var file = ""
    package var keepFiringSeconds = 0.0
    /// As written, templates unexpanded.
    package var labels: [String: String] = [:]
    package var runbook: String?
    /// False for a recording rule.
    package var isAlerting = true
    /// nil when no journal is kept.
    package var history: RuleHistory?
    package init(
        name: String, group: String, expression: String, forSeconds: Double, severity: String,
        builtIn: Bool, health: String
    ) {
        self.name = name
        self.group = group
        self.expression = expression
        self.forSeconds = forSeconds
        self.severity = severity
        self.builtIn = builtIn
        self.health = health
    }
}

/// Which severities wake somebody, however a rule spells them.
private let waking = ["page", "critical"]

extension AlertStatus {
    /// Whether it wakes somebody: `page`, and what others call `critical`.
    package var isPage: Bool { waking.contains(severity) }
}

extension RuleStatus {
    /// Whether its alerts wake somebody.
    package var isPage: Bool { waking.contains(severity) }
}
