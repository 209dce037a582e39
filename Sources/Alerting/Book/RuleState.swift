internal import PromQL
internal import Telemetry

/// One rule and what became of it so far.
struct RuleState: Sendable {
    var rule: Rule
    var machine: AlertMachine
    var health = RuleHealth.unknown
    var lastError: String?
    /// PromQL's warnings and infos about the last evaluation that went through.
    var notes: [String] = []
    var lastEvaluation: Timestamp?
    /// As the caller's clock measured it.
    var lastSeconds: Double?
    /// Series of the last good evaluation: those that go get a staleness marker.
    var returned: Set<Labels> = []
    /// Of the active alerts, by their own labels.
    var seriesLabels: [Labels: AlertSeriesLabels] = [:]
    var evidence: EvidenceSource?
    /// Taken from the journal, waiting for the group's first evaluation.
    var restored: [AlertInstance] = []
    /// Shown as the journal kept it; since when nothing was judged, until it is.
    var unjudgedSince: Timestamp?
    /// Names of series that driftop does not measure itself.
    let outsideMetrics: [String]
    /// How far back it reads those of which it reads more than the present, in milliseconds.
    let outsideRanges: [String: Int64]
    /// It holds where series are missing.
    let asksForAbsence: Bool
    /// Whether it reads what requests say themselves: it knows nothing after the last one.
    let readsRequests: Bool
    /// Whether it fires on few requests: before a recording's first window is full there are few.
    let asksForLittleTraffic: Bool
    /// What the last evaluation of its expression left for the next.
    var memory = EvaluationMemory()

    init(rule: Rule) {
        self.rule = rule
        machine = AlertMachine(rule: rule.name, expression: rule.expression.source)
        readsWindows = rule.expression.metrics.contains {
            $0.hasPrefix("model_") && CanonicalMetric.isMeasured($0)
        }
        let outside = rule.expression.metrics.filter { !CanonicalMetric.isMeasured($0) }
        outsideMetrics = outside
        outsideRanges = rule.expression.pasts.filter { outside.contains($0.key) }
        asksForAbsence = rule.expression.asksForAbsence
        readsRequests = rule.expression.metrics.contains(where: CanonicalMetric.isOfRequests)
        asksForLittleTraffic =
            !rule.expression.breachesUpwards
            && rule.expression.metrics.contains(where: Self.trafficMetrics.contains)
            && !rule.expression.isShare(of: Self.trafficMetrics)
        if case .alerting(let alerting) = rule {
            evidence = EvidenceSource(rule: alerting)
        }
    }

    private static let trafficMetrics: Set<String> = [
        "model_requests_total", "model_requests_per_second", "model_window_requests",
        "model_request_duration_seconds_count", "model_request_duration_seconds_sum",
        "model_request_duration_seconds_bucket",
    ]

    /// Whether it was judged for a moment shortly after `instant` already.
    func isAhead(of instant: Timestamp, within milliseconds: Int64) -> Bool {
        guard let lastEvaluation else { return false }
        return lastEvaluation > instant && lastEvaluation - instant < milliseconds
    }

    /// Whether it reads what is measured over the last minutes of requests.
    let readsWindows: Bool

    /// Whether an alert with these labels can be its own.
    func canGive(_ labels: Labels) -> Bool {
        if case .alerting(let rule) = rule { rule.canGive(labels) } else { false }
    }

    /// An alert of it, as it is kept.
    func record(_ instance: AlertInstance) -> AlertRecord {
        AlertRecord(rule: rule.name, instance: instance, expression: rule.expression.source)
    }

    /// Whether it makes series of a name: what it records, or the series of its alerts.
    func gives(_ metric: String) -> Bool {
        switch rule {
        case .recording(let rule): rule.record == metric
        case .alerting: metric.hasPrefix("ALERTS")
        }
    }

    var isAlerting: Bool { if case .alerting = rule { true } else { false } }

    /// Excuses the time in which nobody could judge what the journal kept.
    mutating func resume(at instant: Timestamp, interval: Int64) {
        guard let since = unjudgedSince else { return }
        unjudgedSince = nil
        machine.excuse(milliseconds: max(0, instant - since - interval))
    }

    /// The life of an equal rule before a reload goes on.
    mutating func inherit(from old: RuleState) {
        machine = old.machine
        machine.expression = rule.expression.source
        health = old.health
        lastError = old.lastError
        notes = old.notes
        lastEvaluation = old.lastEvaluation
        lastSeconds = old.lastSeconds
        returned = old.returned
        restored = old.restored
        unjudgedSince = old.unjudgedSince
    }
}

/// How a rule's last evaluation went.
package enum RuleHealth: String, Hashable, Sendable {
    case unknown
    case ok
    case bad = "err"
}
