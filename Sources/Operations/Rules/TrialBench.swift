internal import Alerting
internal import Snapshot
internal import Telemetry

/// The rule on screen with the limits tried lately, each in its own trial.
struct TrialBench: Sendable {
    /// More limits than this are not remembered: the one tried longest ago goes.
    static let trialLimit = 9

    let rule: AlertingRule
    let group: RuleGroup
    var preview: RulePreview
    /// The rule as it stands first, then in the order tried.
    private(set) var trials: [RuleTrial]
    private let start: Timestamp

    init(_ rule: AlertingRule, in group: RuleGroup, for preview: RulePreview, from: Timestamp) {
        self.rule = rule
        self.group = group
        self.preview = preview
        start = from
        trials = [RuleTrial(rule, in: group, isPresent: true, from: from)]
    }

    /// Begins to try another limit; one that is being tried goes on.
    mutating func tryLimit(_ threshold: Double?) {
        preview.threshold = threshold
        guard let threshold, !trials.contains(where: { $0.threshold == threshold }),
            let moved = rule.expression.moved(to: threshold)
        else { return }
        var rule = rule
        rule.expression = moved
        if trials.count >= Self.trialLimit { trials.remove(at: 1) }
        trials.append(RuleTrial(rule, in: group, isPresent: false, from: start))
    }

    /// A bounded piece of work, on what is looked at first; false when all is done.
    mutating func advance(to end: Timestamp, in view: StoreView, limit: Int) -> Bool {
        let wanted = trials.firstIndex { $0.threshold == preview.threshold } ?? 0
        let order = [wanted, 0] + trials.indices.reversed()
        for index in order where trials[index].advance(to: end, in: view, limit: limit) {
            return true
        }
        return false
    }
}
