internal import Alerting
internal import PromQL
internal import Snapshot
package import Telemetry

extension Engine {
    /// Everything measured, imported and recorded so far, for expressions.
    package var series: any SeriesSource { storeView }

    var storeView: StoreView {
        StoreView(store: store, deployments: deployments, grid: clocks.grid)
    }

    /// What an alert's rule says about it: the side of an `or` that holds for its labels; nil when
    /// the rule is gone.
    func reading(_ alert: AlertStatus) -> RuleReading? {
        guard let reading = readings[alert.ruleNumber], reading.alternatives.count > 1 else {
            return readings[alert.ruleNumber]
        }
        if let chosen = readings[alert: alert.id] { return chosen }
        let labels = book.records.first { $0.id == alert.id }?.instance.series ?? .empty
        let at = schedule.measured ?? Timestamp(alert.activeAt)
        return chosen(reading, labels: labels, at: at)
    }

    /// The side of an `or` that holds for these labels at a moment; the first one when none does.
    func chosen(_ reading: RuleReading, labels: Labels, at: Timestamp) -> RuleReading {
        let view = storeView
        let sides = reading.alternatives.map { alternative -> (Comparison?, Int) in
            guard let alternative else { return (nil, 0) }
            let sight = Sight(reading, labels: labels, view: view, at: at)
            guard let left = sight.value(of: alternative.left) else { return (alternative, 0) }
            let holds = sight.value(of: alternative.right).map {
                alternative.operation.holds(left, $0)
            }
            // Both may hold, each for an alert of its own.
            return (alternative, holds == true ? sight.isExact(alternative.left) ? 3 : 2 : 1)
        }
        // The first of the best: `or` takes from its right side what its left has not.
        let best = sides.map(\.1).max() ?? 0
        guard best > 0, let side = sides.first(where: { $0.1 == best }) else { return reading }
        return reading.choosing(side.0)
    }

    /// What an alert's rule compares.
    func comparison(_ alert: AlertStatus) -> Comparison? { reading(alert)?.comparison }

    /// What an alert's rule watches.
    func watched(_ alert: AlertStatus) -> Watched { reading(alert)?.watched ?? .other }

    /// What the alert's expression says: the value over time, its limit, each part's figures, and
    /// when it clears.
    func addEvaluation(
        _ alert: AlertStatus, _ interest: Interest, at: Timestamp, to detail: inout AlertDetail
    ) {
        guard let rule = alert.ruleNumber.flatMap({ book.rule(number: $0) }),
            let reading = reading(alert)
        else { return }
        detail.expression = rule.expression
        detail.builtIn = rule.builtIn
        let labels = book.records.first { $0.id == alert.id }?.instance.series ?? .empty
        let sight = Sight(reading, labels: labels, from: vantage(of: alert, at: at))
        detail.terms = ReasonTerms(sight, usual: usualName(alert)).terms
        // What came after it is told as well: the charts end now.
        let newest = min(
            EvaluationSchedule.instant(atOrBefore: at),
            schedule.isCaughtUp ? schedule.measured ?? at : at)
        let now = Sight(reading, labels: labels, view: storeView, at: newest)
        addCharts(now, alert, interest, to: &detail)
        addHold(rule, alert, at: at, to: &detail)
        if sight.at > newest { addPresent(sight, interest, to: &detail) }
        addCompared(alert, interest, at: newest, to: &detail)
        detail.clearWords = clearWords(detail, alert, rule)
    }

    /// The value over time, and its limit over time or as one number.
    private func addCharts(
        _ sight: Sight, _ alert: AlertStatus, _ interest: Interest, to detail: inout AlertDetail
    ) {
        let comparison = sight.reading.comparison
        let span = Int64(interest.chartSeconds * 1_000)
        let step = max(
            EvaluationSchedule.stepMilliseconds,
            span / Int64(max(1, interest.chartPoints)) / 15_000 * 15_000)
        let steps = Int(max(1, span / step))
        let node = comparison?.left ?? sight.reading.expression.root
        let at = sight.at
        let values = sight.values(of: node, steps: steps, stepMilliseconds: step)
        let measure = AlertMeasure(
            sight.reading, near: values.last { $0 != nil } ?? alert.value)
        detail.measure = measure.name
        detail.unit = measure.unit
        detail.scale = measure.scale
        detail.isTruth =
            sight.reading.absence != nil || sight.reading.watched == .stageFailure
        func chart(_ name: String, _ values: [Double?]) -> ChartSeries? {
            guard values.contains(where: { $0 != nil }) else { return nil }
            return ChartSeries(
                name: name, start: Moment(at - span), end: Moment(at), values: values)
        }
        detail.chart = chart(alert.subject?.version ?? "", values)
        guard let comparison else { return }
        detail.limit = sight.value(of: comparison.right)
        detail.breachesBelow = comparison.breachesBelow
        detail.limitWords = limitWords(alert)
        guard comparison.constant == nil else { return }
        detail.limitChart = chart(
            "limit",
            sight.values(of: comparison.right, steps: steps, stepMilliseconds: step))
    }

    /// What was judged since the grid's last instant stands at the chart's end; the axis stays.
    private func addPresent(_ sight: Sight, _ interest: Interest, to detail: inout AlertDetail) {
        let comparison = sight.reading.comparison
        let node = comparison?.left ?? sight.reading.expression.root
        if let value = sight.value(of: node) {
            let end = Moment(EvaluationSchedule.instant(atOrBefore: sight.at))
            let start = end.milliseconds - Int64(interest.chartSeconds * 1_000)
            var chart =
                detail.chart
                ?? ChartSeries(
                    name: "", start: Moment(milliseconds: start), end: end,
                    values: Array(repeating: nil, count: max(1, interest.chartPoints)))
            chart.values[chart.values.count - 1] = value
            detail.chart = chart
        }
        guard let comparison, let limit = sight.value(of: comparison.right) else { return }
        detail.limit = limit
        guard detail.limitChart?.values.isEmpty == false else { return }
        detail.limitChart?.values.removeLast()
        detail.limitChart?.values.append(limit)
    }

    /// The same of the version that a latency is measured against.
    private func addCompared(
        _ alert: AlertStatus, _ interest: Interest, at: Timestamp, to detail: inout AlertDetail
    ) {
        guard case .latency(let quantile) = watched(alert), let subject = alert.subject,
            let other = compared(with: subject, asked: nil), let index = busiest(other),
            let gauges = deployments[index].gauges
        else { return }
        let gauge = ["0.5": gauges.p50, "0.95": gauges.p95, "0.99": gauges.p99][quantile] ?? nil
        detail.comparedChart = chart(
            other.version ?? "", gauge,
            from: at - Int64(interest.chartSeconds * 1_000), to: at,
            points: max(1, min(interest.chartPoints, Int(interest.chartSeconds / 15))))
    }

    /// For how long it has held, beside what `for` and `keep_firing_for` ask.
    private func addHold(
        _ rule: RuleReport, _ alert: AlertStatus, at: Timestamp, to detail: inout AlertDetail
    ) {
        let end = (alert.isOver ? alert.resolvedAt : alert.dataLostAt).map { Timestamp($0) } ?? at
        let held = SpanWords.age(Double(end - Timestamp(alert.activeAt)) / 1_000)
        let hold =
            rule.holdMilliseconds > 0
            ? "for \(SpanWords.exact(Double(rule.holdMilliseconds) / 1_000)): " : ""
        let verdict =
            switch alert.condition {
            case .pending: "waits"
            case .recovering: "held"
            case .resolved: "over since " + Words.clock(Moment(end), now: Moment(at))
            case .noData: "— no data"
            case .firing, .error: "✓ fires"
            }
        let isPast = alert.isOver || alert.condition == .noData
        let since =
            (isPast ? "true from " : "true since ") + Words.clock(alert.activeAt, now: Moment(at))
        detail.terms.append(
            AlertDetail.Term(value: held, text: hold + since, verdict: verdict))
        addClear(rule.clear, alert, to: &detail)
        guard rule.keepFiringMilliseconds > 0 else { return }
        let keep = SpanWords.exact(Double(rule.keepFiringMilliseconds) / 1_000)
        detail.terms.append(
            AlertDetail.Term(
                value: keep, text: "keep_firing_for, after it was last true", verdict: ""))
    }

    private func limitWords(_ alert: AlertStatus) -> String {
        guard let factor = reading(alert)?.baselineFactor, let subject = alert.subject,
            let index = busiest(subject)
        else { return "" }
        let whose =
            deployments[index].baseline.borrowedFrom.map { "version \($0)'s usual" } ?? "usual"
        return "\(Words.number(factor)) × \(whose)"
    }

    /// Whose usual a latency is held against.
    private func usualName(_ alert: AlertStatus) -> String? {
        guard let subject = alert.subject, let index = busiest(subject) else { return nil }
        return deployments[index].baseline.borrowedFrom.map {
            "version \($0)'s usual on the same target"
        }
    }
}
