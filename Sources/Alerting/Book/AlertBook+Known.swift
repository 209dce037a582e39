internal import Telemetry

/// Which rules can be judged at a moment that nobody watched.
///
/// What driftop measures itself is known for as long as there are logs. A metrics file has no past:
/// before its first sample a series was neither there nor absent, and a rule that reads it says
/// nothing about that time. What nobody has brought at all was not there; only where a journal
/// tells of a time in which it may have been, alerts and rules that ask for an absence wait for
/// somebody who watches.
struct KnownPast {
    /// When the first sample of a metric was; nil when there is none.
    let firstSample: (String) -> Timestamp?
    /// The rules that record a metric, by its name.
    private let recorders: [String: [RuleState]]
    private let hasJournal: Bool

    init(
        _ states: [AlertBook.GroupState], hasJournal: Bool,
        firstSample: @escaping (String) -> Timestamp?
    ) {
        self.firstSample = firstSample
        self.hasJournal = hasJournal
        var recorders: [String: [RuleState]] = [:]
        for rule in states.flatMap(\.rules) {
            if case .recording(let recording) = rule.rule {
                recorders[recording.record, default: []].append(rule)
            }
        }
        self.recorders = recorders
    }

    /// Whether everything that the rule reads is known of this moment.
    func isKnown(_ rule: RuleState, at instant: Timestamp) -> Bool {
        var asked: Set<String> = []
        return isKnown(rule, at: instant, asked: &asked)
    }

    private func isKnown(
        _ rule: RuleState, at instant: Timestamp, asked: inout Set<String>
    ) -> Bool {
        for metric in rule.outsideMetrics {
            let first = firstSample(metric)
            if let first, first <= instant { continue }
            // A rule may read what it records itself.
            guard asked.insert(metric).inserted else { continue }
            guard let makers = recorders[metric] else {
                if first == nil, !waits(rule) { continue }
                return false
            }
            guard makers.contains(where: { isKnown($0, at: instant, asked: &asked) }) else {
                return false
            }
        }
        return true
    }

    private func waits(_ rule: RuleState) -> Bool {
        hasJournal && (rule.asksForAbsence || rule.unjudgedSince != nil || !rule.restored.isEmpty)
    }
}
