internal import Alerting
internal import PromQL
internal import Snapshot
internal import Telemetry

extension Engine {
    var storeView: StoreView {
        StoreView(store: store, deployments: deployments, grid: clocks.grid)
    }

    /// What the alert's expression says: the value over time, its limit, each comparison's figures,
    /// and when it clears.
    func addEvaluation(
        _ alert: AlertStatus, _ interest: Interest, at: Timestamp, to detail: inout AlertDetail
    ) {
        guard let rule = book.rules.first(where: { $0.isAlerting && $0.name == alert.rule }),
            let expression = try? Expression(parsing: rule.expression)
        else { return }
        detail.expression = rule.expression
        detail.builtIn = rule.builtIn
        let measure = AlertMeasure.of(alert)
        detail.measure = measure.name
        detail.unit = measure.unit
        detail.scale = measure.scale
        let view = storeView
        let instant = EvaluationSchedule.instant(atOrBefore: at)
        let comparisons = expression.subexpressions.filter {
            if case .binary(let binary) = $0.node.kind {
                binary.operation.isComparison
            } else {
                false
            }
        }
        for comparison in comparisons {
            guard case .binary(let binary) = comparison.node.kind else { continue }
            let left = value(binary.left, of: expression, alert, at: instant, view)
            let right = value(binary.right, of: expression, alert, at: instant, view)
            detail.terms.append(
                term(
                    comparison, left, binary.operation.rawValue, right, measure,
                    detail.terms.isEmpty))
        }
        guard let main = comparisons.first, case .binary(let binary) = main.node.kind else {
            return
        }
        let limit = value(binary.right, of: expression, alert, at: instant, view)
        detail.limit = limit
        detail.limitWords = limitWords(alert)
        detail.chart = series(
            binary.left, of: expression, alert, interest, at: instant, view)
        if let subject = alert.subject, alert.rule == "LatencyRegressed",
            let other = compared(with: subject, asked: nil), let index = busiest(other)
        {
            detail.comparedChart = chart(
                other.version ?? "", deployments[index].gauges?.p95,
                from: at - Int64(interest.chartSeconds * 1_000), to: at,
                points: max(1, min(interest.chartPoints, Int(interest.chartSeconds / 15))))
        }
        let held = Words.age(Double(at - Timestamp(alert.activeAt)) / 1_000)
        let hold =
            rule.holdMilliseconds > 0
            ? "for \(Words.age(Double(rule.holdMilliseconds) / 1_000)): " : ""
        detail.terms.append(
            AlertDetail.Term(
                value: held, text: hold + "true since " + Words.clock(alert.activeAt.milliseconds),
                verdict: alert.condition == .pending ? "waits" : "✓ fires"))
        switch alert.rule {
        case "NoTraffic": detail.clearWords = ["Clears with the next request."]
        case "SourceStale": detail.clearWords = ["Clears with the next line."]
        case "StageFailed": detail.clearWords = ["Clears when a run starts or succeeds."]
        case "StageOverdue": detail.clearWords = ["Clears when the stage succeeds."]
        default: detail.clearWords = clearWords(detail)
        }
    }

    /// A part's present value for the alert's own labels.
    private func value(
        _ node: SyntaxNode, of whole: Expression, _ alert: AlertStatus, at: Timestamp,
        _ view: StoreView
    ) -> Double? {
        guard let part = whole.subexpression(for: node) else { return whole.literal(node) }
        guard let evaluation = try? part.evaluate(at: at, in: view) else { return nil }
        switch evaluation.value {
        case .scalar(let number): return number
        case .vector(let elements):
            return elements.first { Self.belongs($0.labels, to: alert) }?.value
        case .matrix, .string: return nil
        }
    }

    /// Whether a series is the alert's: no label of both disagrees.
    private static func belongs(_ labels: Labels, to alert: AlertStatus) -> Bool {
        labels.pairs.allSatisfy {
            $0.name == Labels.metricName || alert.labels[$0.name].map { [$0] } == nil
                || alert.labels[$0.name] == $0.value
        }
    }

    private func series(
        _ node: SyntaxNode, of whole: Expression, _ alert: AlertStatus, _ interest: Interest,
        at: Timestamp, _ view: StoreView
    ) -> ChartSeries? {
        let span = Int64(interest.chartSeconds * 1_000)
        let step = max(
            EvaluationSchedule.stepMilliseconds,
            span / Int64(max(1, interest.chartPoints)) / 15_000 * 15_000)
        let start = at - span + step
        guard let part = whole.subexpression(for: node),
            let range = try? part.evaluate(
                from: start, through: at, step: PromDuration(milliseconds: step), in: view),
            let own = range.series.first(where: { Self.belongs($0.labels, to: alert) })
        else { return nil }
        var values = [Double?](repeating: nil, count: Int((at - start) / step) + 1)
        for sample in own.samples where sample.value.isFinite {
            values[Int((sample.time - start) / step)] = sample.value
        }
        return ChartSeries(
            name: alert.subject?.version ?? alert.rule, start: Moment(at - span), end: Moment(at),
            values: values)
    }

    private func term(
        _ comparison: Subexpression, _ left: Double?, _ operation: String, _ right: Double?,
        _ measure: AlertMeasure, _ isMain: Bool
    ) -> AlertDetail.Term {
        func figure(_ value: Double?) -> String {
            guard let value else { return "—" }
            return isMain ? measure.words(value) : Words.number(value)
        }
        let holds: Bool? =
            if let left, let right {
                switch operation {
                case ">": left > right
                case ">=": left >= right
                case "<": left < right
                case "<=": left <= right
                case "==": left == right
                default: left != right
                }
            } else { nil }
        let name = comparison.node.firstMetric ?? comparison.text
        return AlertDetail.Term(
            value: figure(left), text: "\(name) \(operation) \(figure(right))",
            verdict: holds.map { $0 ? "✓ true" : "✗ false" } ?? "— unknown")
    }

    private func limitWords(_ alert: AlertStatus) -> String {
        guard alert.rule == "LatencyRegressed", let subject = alert.subject,
            let index = busiest(subject)
        else { return "" }
        let whose = deployments[index].baseline.borrowedFrom.map { "version \($0)" } ?? "usual"
        return "\(Self.latencyFactor) × \(whose)"
    }

    /// When it clears, from the trend of the last five minutes.
    private func clearWords(_ detail: AlertDetail) -> [String] {
        guard let limit = detail.limit else { return [] }
        func figure(_ value: Double) -> String {
            Words.number(value * detail.scale) + (detail.unit.isEmpty ? "" : " " + detail.unit)
        }
        /// A trend is an estimate: a digit or two say it.
        func rough(_ value: Double) -> String {
            let scaled = value * detail.scale
            let shown = scaled >= 1 ? Words.fixed(scaled, 0) : Words.number(scaled)
            return shown + (detail.unit.isEmpty ? "" : " " + detail.unit)
        }
        let first = "Clears below \(figure(limit))"
        guard let chart = detail.chart, let now = chart.values.last ?? nil else {
            return [first + "."]
        }
        let step = chart.end.seconds(since: chart.start) / Double(max(1, chart.values.count))
        let back = max(1, Int(300 / max(1, step)))
        guard chart.values.count > back, let then = chart.values[chart.values.count - 1 - back]
        else { return [first + "."] }
        let perMinute = (now - then) / (Double(back) * step / 60)
        if abs(perMinute) < abs(limit) * 0.002 { return [first + "; now steady."] }
        if perMinute > 0 { return [first + "; now rising \(rough(perMinute)) a minute."] }
        let minutes = (now - limit) / -perMinute
        return [first + "; at this trend in \(Words.age(max(0, minutes) * 60))."]
    }
}

/// How an alert's value is said.
struct AlertMeasure: Sendable {
    var name: String
    var unit: String
    var scale: Double

    func words(_ value: Double) -> String {
        Words.number(value * scale) + (unit.isEmpty ? "" : " " + unit)
    }

    static func of(_ alert: AlertStatus) -> AlertMeasure {
        switch alert.rule {
        case "LatencyRegressed": AlertMeasure(name: "p95 over 5 m", unit: "ms", scale: 1_000)
        case "ErrorsHigh": AlertMeasure(name: "errors over 5 m", unit: "%", scale: 100)
        case "FeatureDrift": AlertMeasure(name: "PSI", unit: "", scale: 1)
        case "FeatureNulls": AlertMeasure(name: "nulls", unit: "%", scale: 100)
        case "UnseenCategories": AlertMeasure(name: "unseen values", unit: "%", scale: 100)
        case "NoTraffic", "SourceStale": AlertMeasure(name: "silence", unit: "s", scale: 1)
        case "StageOverdue": AlertMeasure(name: "age", unit: "s", scale: 1)
        default: AlertMeasure(name: alert.rule, unit: "", scale: 1)
        }
    }
}

extension Expression {
    /// The part that a node is, ready to be evaluated; nil for a bare literal.
    fileprivate func subexpression(for node: SyntaxNode) -> Expression? {
        subexpressions.first { $0.range == node.unwrapped.range || $0.range == node.range }?
            .expression
    }

    fileprivate func literal(_ node: SyntaxNode) -> Double? {
        if case .number(let number) = node.unwrapped.kind { number } else { nil }
    }
}

extension SyntaxNode {
    /// The name of the first series it reads: what a comparison is about.
    fileprivate var firstMetric: String? {
        if case .selector(let selector) = kind { return selector.writtenName }
        return children.lazy.compactMap(\.firstMetric).first
    }
}
