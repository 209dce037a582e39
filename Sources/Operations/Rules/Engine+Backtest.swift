internal import Alerting
package import Snapshot
package import Telemetry

extension Engine {
    /// Counts from here on what the rules do; instants before `since` are judged and not counted.
    package mutating func beginBacktest(since: Timestamp = .distantPast) {
        backtest = Backtest(book, since: since)
    }

    /// What has been counted, in the order of the rules.
    package func backtests() -> [RuleBacktest] {
        guard let backtest else { return [] }
        let catalog = catalog
        return backtest.rules.map { RuleBacktest($0, catalog) }
    }
}

extension RuleBacktest {
    init(_ count: Backtest.RuleCount, _ catalog: SeriesCatalog) {
        self.init(
            rule: count.rule.name, group: count.group.name, severity: count.rule.severity)
        builtIn = count.rule.builtIn
        from = count.from.map(Moment.init)
        to = count.through.map(Moment.init)
        evaluations = count.evaluations
        failures = count.faults
        error = count.lastFault
        notes = count.notes
        omittedSets = count.omittedSets.count
        missing = count.rule.expression.metrics.filter { !catalog.has($0) }
        guard let through = count.through else { return }
        let reading = RuleReading(count.rule.expression.source)
        sets = count.sets.values.map { LabelSet($0, through: through, reading) }.sorted {
            left, right in
            if left.fired != right.fired { return left.fired > right.fired }
            if left.firingSeconds != right.firingSeconds {
                return left.firingSeconds > right.firingSeconds
            }
            return left.words < right.words
        }
    }
}

extension RuleBacktest.LabelSet {
    fileprivate init(_ set: Backtest.LabelSet, through: Timestamp, _ reading: RuleReading?) {
        self.init(
            labels: Dictionary(uniqueKeysWithValues: set.labels.pairs.map { ($0.name, $0.value) }))
        fired = set.fired
        pendingOnly = set.pendingOnly
        firingSeconds = Double(set.firingMilliseconds(through: through)) / 1_000
        longestSeconds = Double(set.longestMilliseconds(through: through)) / 1_000
        firings = set.firings.map { .init(from: Moment($0.from), to: $0.to.map(Moment.init)) }
        lastFiredAt = set.last.map { Moment($0.from) }
        firesNow = set.isFiring
        isPendingNow = set.isPending
        worst = set.worst?.value
        worstWords = worst.map { Self.words($0, reading) } ?? "—"
        worstAt = set.worst.map { Moment($0.time) }
    }

    /// With the unit of what the rule compares, where that is what it gives.
    private static func words(_ value: Double, _ reading: RuleReading?) -> String {
        guard let reading, reading.isComparisonsValue else { return Words.number(value) }
        return AlertMeasure(reading, near: value).words(value)
    }
}
