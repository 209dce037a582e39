internal import Alerting
internal import Snapshot
internal import Telemetry

/// One rule, alone in a book of its own, going through the kept past.
struct RuleTrial: Sendable {
    let threshold: Double?
    let isPresent: Bool
    let expression: String
    private var book: AlertBook
    private(set) var backtest: Backtest
    private let start: Timestamp
    private var next: Timestamp

    /// - Parameter start: before it the series it reads are not kept.
    init(_ rule: AlertingRule, in group: RuleGroup, isPresent: Bool, from start: Timestamp) {
        threshold = rule.expression.threshold?.value
        self.isPresent = isPresent
        expression = rule.expression.source
        var rule = rule
        // What it would have said is nobody's question here, and texts cost more than numbers.
        rule.annotations = []
        var group = group
        group.rules = [.alerting(rule)]
        book = AlertBook(groups: [group])
        backtest = Backtest(book)
        self.start = start
        next = book.nextInstant(after: start - 1) ?? start
    }

    /// Judges up to `limit` instants; false when there are none left up to `end`.
    mutating func advance(to end: Timestamp, in view: StoreView, limit: Int) -> Bool {
        for _ in 0..<limit {
            guard next <= end else { return false }
            _ = book.evaluate(at: next, in: view)
            backtest.note(book)
            guard let following = book.nextInstant(after: next) else { return false }
            next = following
        }
        return next <= end
    }

    /// How much of the past has been gone through; nil when all has.
    func fraction(to end: Timestamp) -> Double? {
        guard next <= end, end > start else { return nil }
        return Double(next - start) / Double(end - start)
    }
}

extension RuleDetail.Trial {
    init?(_ trial: RuleTrial, to end: Timestamp, _ catalog: SeriesCatalog) {
        guard let count = trial.backtest.rules.first else { return nil }
        self.init(
            threshold: trial.threshold, isPresent: trial.isPresent, expression: trial.expression,
            backtest: RuleBacktest(count, catalog))
        fraction = trial.fraction(to: end)
    }
}
