import Dashboard
import Snapshot

/// One rule of the story, tried on the past with its own limit and two others.
extension Story {
    private static func set(
        _ model: String, _ version: String, _ minutes: [(from: Double, to: Double?)],
        pending: Int, worst: Double, at worstAt: Double
    ) -> RuleBacktest.LabelSet {
        func moment(_ minutesAgo: Double) -> Moment {
            Moment(milliseconds: at.milliseconds - Int64(minutesAgo * 60_000))
        }
        var set = RuleBacktest.LabelSet(
            labels: [
                "alertname": "ErrorsHigh", "severity": "ticket", "model": model,
                "version": version, "target": "eu-1",
            ])
        set.firings = minutes.map { .init(from: moment($0.from), to: $0.to.map(moment)) }
        set.fired = minutes.count
        set.firingSeconds = minutes.reduce(0) { $0 + ($1.from - ($1.to ?? 0)) * 60 }
        set.longestSeconds = minutes.map { ($0.from - ($0.to ?? 0)) * 60 }.max() ?? 0
        set.lastFiredAt = minutes.last.map { moment($0.from) }
        set.firesNow = minutes.last.map { $0.to == nil } ?? false
        set.pendingOnly = pending
        set.worst = worst
        set.worstWords = Formatting.percent(worst) + " %"
        set.worstAt = moment(worstAt)
        return set
    }

    private static func trial(
        _ limit: Double, isPresent: Bool = false, _ sets: [RuleBacktest.LabelSet]
    ) -> RuleDetail.Trial {
        var backtest = RuleBacktest(rule: "ErrorsHigh", group: "built-in", severity: "ticket")
        backtest.from = Moment(milliseconds: at.milliseconds - 7 * 3_600_000)
        backtest.to = at
        backtest.evaluations = 1_681
        backtest.sets = sets
        return .init(
            threshold: limit, isPresent: isPresent,
            expression: "model_error_ratio > \(limit) and model_window_requests >= 50",
            backtest: backtest)
    }

    /// The incident with `ErrorsHigh` tried at 0.01, its own 0.02, and 0.03, which is looked at.
    static func triedRule(_ threshold: Double?) -> SystemSnapshot {
        var snapshot = incident
        var detail = RuleDetail(
            preview: .init(group: "built-in", rule: "ErrorsHigh", threshold: threshold))
        detail.threshold = .init(value: 0.02, isFactor: false, isUpwards: true)
        let ranker = set(
            "search-ranker", "12", [(372, 369)], pending: 1, worst: 0.041, at: 371)
        detail.trials = [
            trial(
                0.01,
                [
                    set(
                        "search-ranker", "12", [(380, 362), (140, 131)], pending: 2, worst: 0.041,
                        at: 371),
                    set("fraud-detector", "8", [(9, nil)], pending: 0, worst: 0.013, at: 2),
                ]),
            trial(0.02, isPresent: true, [ranker]),
            trial(0.03, [set("search-ranker", "12", [], pending: 1, worst: 0.041, at: 371)]),
        ]
        snapshot.rule = detail
        return snapshot
    }
}
