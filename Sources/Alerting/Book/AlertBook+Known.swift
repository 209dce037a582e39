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
    /// Before it nothing is known of a metric, since its files have no past.
    let pastless: [String: Timestamp]
    /// The rules that record a metric, by its name.
    private let recorders: [String: [RuleState]]
    private let hasJournal: Bool

    init(
        _ states: [AlertBook.GroupState], hasJournal: Bool,
        firstSample: @escaping (String) -> Timestamp?, pastless: [String: Timestamp]
    ) {
        self.firstSample = firstSample
        self.pastless = pastless
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

    /// Whether every range that the rule reads lies in time of which something is known.
    ///
    /// An average over five minutes of which one was seen does not say that an alarm is over.
    func isCovered(_ rule: RuleState, at instant: Timestamp) -> Bool {
        guard !pastless.isEmpty else { return true }
        return coveredFrom(rule, within: []) <= instant
    }

    /// - Parameter records: what is being asked about: a rule may read what it records itself.
    private func coveredFrom(_ rule: RuleState, within records: Set<String>) -> Timestamp {
        var latest = Timestamp.distantPast
        for metric in rule.outsideMetrics where !records.contains(metric) {
            var from = pastless[metric] ?? .distantPast
            for maker in recorders[metric] ?? [] {
                from = max(from, coveredFrom(maker, within: records.union([metric])))
            }
            guard from > .distantPast else { continue }
            latest = max(latest, from + (rule.outsideRanges[metric] ?? 0))
        }
        return latest
    }

    private func waits(_ rule: RuleState) -> Bool {
        hasJournal && (rule.asksForAbsence || rule.unjudgedSince != nil || !rule.restored.isEmpty)
    }
}
