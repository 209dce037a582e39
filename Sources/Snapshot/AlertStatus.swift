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
    package var id: String
    package var rule: String
    package var condition: Condition
    package var attention: Attention
    /// `page`, `ticket` or what the rule says.
    package var severity: String
    /// The role that owns it, and the team's on-call person.
    package var owner: String?
    package var team: String?
    package var labels: [String: String] = [:]
    package var annotations: [String: String] = [:]
    package var value: Double?
    /// First minute of the run of values beyond the limit.
    package var onsetAt: Moment?
    package var activeAt: Moment
    /// The history behind it starts after `activeAt`: shown as `or earlier`.
    package var activeAtOrEarlier = false
    package var firedAt: Moment?
    package var resolvedAt: Moment?
    package var ackedBy: String?
    package var ackedAt: Moment?
    package var comment: String?
    package var snoozedUntil: Moment?
    package var snoozedAbove: Double?
    /// While pending: when it fires if nothing changes.
    package var firesAt: Moment?
    /// Short words for the WHAT column: `p95 214 ms > 138 ms`.
    package var what = ""
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
    /// The version it is about, when its labels name one.
    package var subject: VersionID? {
        labels["model"].map { VersionID(model: $0, version: labels["version"]) }
    }
}

package struct RuleStatus: Equatable, Sendable {
    package var name: String
    package var group: String
    package var expression: String
    package var forSeconds: Double
    package var severity: String
    package var builtIn: Bool
    package var health: String
    package var lastError: String?
    package var lastEvaluationAt: Moment?
    package var evaluationSeconds: Double?
    package var firing = 0
    package var pending = 0
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
