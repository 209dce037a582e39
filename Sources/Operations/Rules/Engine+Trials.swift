internal import Alerting
package import Snapshot
internal import Telemetry

extension Engine {
    /// Which rule is to be tried on the kept past, and with which limit; nil ends it.
    package mutating func tryRule(_ preview: RulePreview?) {
        guard let preview else { return bench = nil }
        if bench?.preview.isOfSameRule(as: preview) != true {
            bench = found(preview).map { rule, group in
                TrialBench(rule, in: group, for: preview, from: keptSince(rule.expression))
            }
        }
        bench?.tryLimit(preview.threshold)
    }

    /// A bounded piece of trying; false when there is nothing left to do.
    package mutating func advanceTrials(limit: Int) -> Bool {
        guard let end = trialEnd, bench != nil else { return false }
        let view = storeView
        return bench?.advance(to: end, in: view, limit: limit) ?? false
    }

    /// What came of it so far.
    func ruleDetail() -> RuleDetail? {
        guard let bench, let end = trialEnd else { return nil }
        var detail = RuleDetail(preview: bench.preview)
        detail.threshold = bench.rule.expression.threshold.map {
            .init(value: $0.value, isFactor: $0.isFactor, isUpwards: $0.isUpwards)
        }
        let catalog = catalog
        detail.trials = bench.trials.compactMap { RuleDetail.Trial($0, to: end, catalog) }
            .sorted { ($0.threshold ?? 0) < ($1.threshold ?? 0) }
        return detail
    }

    /// Up to here series have been measured; nil while the past is being judged.
    private var trialEnd: Timestamp? { schedule.isCaughtUp ? schedule.measured : nil }

    private func found(_ preview: RulePreview) -> (AlertingRule, RuleGroup)? {
        var named = preview.ordinal
        for group in book.groups where group.name == preview.group {
            for case .alerting(let rule) in group.rules where rule.name == preview.rule {
                if named == 0 { return (rule, group) }
                named -= 1
            }
        }
        return nil
    }

    /// From here on every selector of an expression has had something to read.
    private func keptSince(_ expression: RuleExpression) -> Timestamp {
        let end = schedule.measured ?? .distantPast
        let since = schedule.unbrokenSince ?? end
        let oldest = expression.selections.compactMap { matchers, rangeMilliseconds in
            storeView.oldest(matchers).map { $0 + rangeMilliseconds }
        }
        return min(end, max(since, oldest.max() ?? since))
    }
}

extension StoreView {
    /// The oldest sample kept of any matching series.
    func oldest(_ matchers: [LabelMatcher]) -> Timestamp? {
        index.series(matching: matchers).compactMap { number -> Timestamp? in
            switch store.storage[Int(number)] {
            case .gauge(let history): return history.oldest?.time
            case .imported(let imported): return imported.samples.first?.time
            case .counter(let deployment, _):
                return deployments[deployment].counters.first.map { grid.end(of: $0) }
            }
        }.min()
    }
}
