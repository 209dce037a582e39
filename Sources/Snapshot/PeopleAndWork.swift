/// The seven stages of one model, in workflow order.
package struct ModelWorkflow: Equatable, Sendable {
    package var model: String
    package var stages: [StageStatus] = []
    package init(model: String) { self.model = model }
}

package struct StageStatus: Equatable, Sendable {
    package enum Status: String, Sendable {
        case succeeded, running, failed, waiting, stale, unknown
    }
    package var stage: String
    package var status: Status
    package var startedAt: Moment?
    package var finishedAt: Moment?
    package var durationSeconds: Double?
    /// The owning role.
    package var owner: String?
    /// `DS`, `DE`, `Ops`, `PM`: the owning team's short name.
    package var team: String?
    package var source = ""
    package var run: String?
    package var detail: String?
    /// Attempt number when it was tried more than once in a row.
    package var attempt = 1
    /// Later than `workflow.yaml` expects.
    package var overdue = false
    package init(stage: String, status: Status) {
        self.stage = stage
        self.status = status
    }

    /// `2nd try`; nil on the first.
    package var attemptWords: String? {
        guard attempt > 1 else { return nil }
        let ending =
            (11...13).contains(attempt % 100)
            ? "th" : [1: "st", 2: "nd", 3: "rd"][attempt % 10] ?? "th"
        return "\(attempt)\(ending) try"
    }
}

package struct TeamStatus: Equatable, Sendable {
    package var team: String
    /// `Ops`, `DS`, `DE`, `PM`.
    package var short: String
    package var onCall: String?
    package var onCallUntil: Moment?
    package var onCallNext: String?
    /// Since when, where the watch before has ended and its follower took over, or nobody did.
    package var onCallSince: Moment?
    /// Whose watch ended with nobody to follow; nil while somebody is on call.
    package var onCallBefore: String?
    package var contact: String?
    package var activities: [String] = []
    package var roles: [RoleStatus] = []
    /// Open alerts that nobody has closed, by grade.
    package var openPages = 0
    package var openTickets = 0
    package init(team: String, short: String) {
        self.team = team
        self.short = short
    }
}

package struct RoleStatus: Equatable, Sendable {
    package var role: String
    package var members: [String] = []
    package var responsibility: String
    package var activities: [String] = []
    package var owns: [String] = []
    package var openAlerts = 0
    package init(role: String, responsibility: String) {
        self.role = role
        self.responsibility = responsibility
    }
}
