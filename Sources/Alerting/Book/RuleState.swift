internal import Telemetry

/// One rule and what became of it so far.
struct RuleState: Sendable {
    var rule: Rule
    var machine: AlertMachine
    var health = RuleHealth.unknown
    var lastError: String?
    var lastEvaluation: Timestamp?
    /// As the caller's clock measured it.
    var lastSeconds: Double?
    /// Series of the last good evaluation: those that go get a staleness marker.
    var returned: Set<Labels> = []
    /// Recent comings and goings, per label set, of rules that ask for it.
    var flaps: [Labels: FlapWindow] = [:]
    var evidence: EvidenceSource?

    init(rule: Rule) {
        self.rule = rule
        machine = AlertMachine(rule: rule.name)
        if case .alerting(let alerting) = rule {
            evidence = EvidenceSource(rule: alerting)
        }
    }

    /// The life of an equal rule before a reload goes on.
    mutating func inherit(from old: RuleState) {
        machine = old.machine
        health = old.health
        lastError = old.lastError
        lastEvaluation = old.lastEvaluation
        lastSeconds = old.lastSeconds
        returned = old.returned
        flaps = old.flaps
    }
}

/// How a rule's last evaluation went.
package enum RuleHealth: String, Hashable, Sendable {
    case unknown
    case ok
    case bad = "err"
}
