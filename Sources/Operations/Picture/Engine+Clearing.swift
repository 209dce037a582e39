internal import Alerting
internal import PromQL
internal import Snapshot
internal import Telemetry

extension Engine {
    /// `p95 333 ms, clears below 300 ms`: what an alert says that its rule's `clear` alone keeps
    /// on; nil for any other.
    func clearingWords(_ alert: AlertStatus, at: Timestamp) -> String? {
        guard alert.condition == .firing, let reading = reading(alert),
            let clear = alert.ruleNumber.flatMap({ book.alertingRule(number: $0) })?
                .operations?.clear,
            let comparison = reading.comparison,
            let record = book.records.first(where: { $0.id == alert.id })
        else { return nil }
        let sight = Sight(
            reading, labels: record.instance.series, from: vantage(of: alert, at: at))
        guard let value = sight.value(of: comparison.left),
            let limit = sight.value(of: comparison.right)
        else { return nil }
        let isBeyond = comparison.operation.holds(value, limit)
        let few = fewRequests(reading, sight)
        guard !isBeyond || few != nil else { return nil }
        let measure = AlertMeasure(reading, near: value)
        let name: String =
            if case .latency(let quantile) = reading.watched {
                AlertMeasure.quantile(quantile)
            } else {
                MetricWords.name(of: comparison.left)
            }
        let side = comparison.breachesBelow ? "above" : "below"
        let figure = "\(name) \(measure.words(value))"
        switch clear {
        case .threshold(let threshold):
            return isBeyond ? nil : "\(figure), clears \(side) \(measure.words(threshold))"
        case .expression(let expression):
            guard let turned = Self.turned(reading, by: expression.source) else {
                return isBeyond ? nil : "\(figure), clears when \(expression.source)"
            }
            guard let few else { return nil }
            let least = turned.fewestRequests.map { " on \(Words.number($0)) or more" } ?? ""
            return "\(figure) on \(few), clears \(side) \(measure.words(limit))\(least)"
        }
    }

    /// What is over whose `clear` kept it on within the limit: what it fired on, or its last figure
    /// alone; nil for any other.
    func wordsOfWhatIsOver(_ alert: AlertStatus, at: Timestamp) -> String? {
        guard let reading = reading(alert), let comparison = reading.comparison,
            book.alertingRule(number: alert.ruleNumber ?? -1)?.operations?.clear != nil
        else { return nil }
        // A silence is the longest when it ends.
        let fired = watched(alert) == .silence ? "" : whatItFiredOn(alert)
        guard fired.isEmpty else { return fired }
        guard let value = alert.value, let limit = limit(of: alert),
            !comparison.operation.holds(value, limit)
        else { return nil }
        let name = MetricWords.name(of: comparison.left)
        return "\(name) \(AlertMeasure(reading, near: value).words(value)) at its end"
    }

    /// How many requests there are, where a guard asks for more.
    private func fewRequests(_ reading: RuleReading, _ sight: Sight) -> String? {
        guard let asked = reading.requestGuard, let least = asked.constant,
            let count = sight.value(of: asked.left), !asked.operation.holds(count, least)
        else { return nil }
        return Words.number(count) + (count == 1 ? " request" : " requests")
    }

    /// What a `clear` expression says that asks for the other side of the rule's own limit; nil for
    /// any other.
    private static func turned(_ reading: RuleReading?, by clear: String) -> RuleReading? {
        RuleReading(clear).flatMap { reading?.isTurned(by: $0) == true ? $0 : nil }
    }

    /// When it fires or clears, from what it waits for and from the trend of the last five minutes.
    func clearWords(_ detail: AlertDetail, _ alert: AlertStatus, _ rule: RuleReport) -> [String] {
        if alert.isOver { return [] }
        var words: [String] = []
        if alert.condition == .pending, let fires = alert.firesAt {
            let left = fires.seconds(since: detail.chart?.end ?? fires)
            words.append(
                left > 0
                    ? "Fires in \(SpanWords.age(left)) if it stays so."
                    : "Fires at the next check.")
        }
        if alert.condition == .recovering {
            let end = alert.heldUntil.map { "Clears at " + Words.clock($0.milliseconds) + "Z" }
            let isFlapping = alert.flapping != nil ? "Held until it is calm" : "Held"
            return words + [(end ?? isFlapping) + " unless it is true again."]
        }
        switch watched(alert) {
        case .silence: return words + ["Clears with the next request\(Self.orRetired(rule))."]
        case .sourceSilence: return words + ["Clears with the next line."]
        case .stageFailure: return words + ["Clears when a run starts or succeeds."]
        case .stageAge: return words + ["Clears when the stage succeeds."]
        default: break
        }
        if let missing = reading(alert)?.absence {
            return words + ["Clears when \(missing) is there again."]
        }
        let held =
            rule.keepFiringMilliseconds > 0
            ? [
                "Then it is held for "
                    + SpanWords.exact(Double(rule.keepFiringMilliseconds) / 1_000) + "."
            ] : []
        if case .expression(let expression)? = rule.clear,
            Self.turned(reading(alert), by: expression) == nil
        {
            return words + ["Clears when \(expression)."] + held
        }
        return words + [limitWords(detail, alert, rule)] + held
    }

    /// A roll-back looks like a crash until a registry says which it was.
    private static func orRetired(_ rule: RuleReport) -> String {
        guard case .expression(let clear)? = rule.clear,
            clear.contains("model_silence_limit_seconds == Inf")
        else { return "" }
        return ", or once a registry says it is retired"
    }

    /// What its value must be for it to clear.
    private func limitWords(
        _ detail: AlertDetail, _ alert: AlertStatus, _ rule: RuleReport
    ) -> String {
        var clearing: Double?
        if case .threshold(let threshold)? = rule.clear { clearing = threshold }
        guard let limit = clearing ?? detail.limit else {
            return detail.chart == nil
                ? "Clears when the expression has no result for it." : "Clears when it is gone."
        }
        switch comparison(alert)?.operation {
        case .equal: return "Clears when it is not \(figure(limit, detail))."
        case .notEqual: return "Clears when it is \(figure(limit, detail))."
        default: break
        }
        // Of whole numbers the limit itself is no longer below itself.
        let isWhole = detail.unit.isEmpty && limit == limit.rounded() && abs(limit) < 10
        let side = detail.breachesBelow ? "above" : "below"
        let isReached =
            isWhole
            && (comparison(alert)?.operation == .less || comparison(alert)?.operation == .greater)
        let place =
            isReached
            ? "at \(figure(limit, detail)) or \(side)" : "\(side) \(figure(limit, detail))"
        if clearing == nil, let sides = reading(alert)?.alternatives, sides.count > 1 {
            return "Clears once no side of `or` holds; this one \(place)."
        }
        let exception =
            reading(alert)?.hasException == true ? ", or once what follows `unless` holds" : ""
        var clear: String?
        if case .expression(let expression)? = rule.clear { clear = expression }
        let requests =
            clear.flatMap { Self.turned(reading(alert), by: $0)?.fewestRequests }
            .map { " on \(Words.number($0)) requests or more" } ?? ""
        let retired = alert.condition == .noData ? Self.orRetired(rule) : ""
        let first = "Clears \(place)\(exception)\(requests)\(retired)"
        guard let trend = trendWords(detail, limit: limit) else { return first + "." }
        return "\(first); \(trend)."
    }

    /// What it fires until, where the rule says so.
    func addClear(_ clear: RuleReport.Clear?, _ alert: AlertStatus, to detail: inout AlertDetail) {
        let (value, text): (String, String)
        switch clear {
        case nil: return
        case .threshold(let threshold):
            value = figure(threshold, detail)
            let operation = comparison(alert)?.operation
            let isReached = operation == .greater || operation == .less
            text =
                "clear: fires until it is " + (isReached ? "this or " : "")
                + (detail.breachesBelow ? "above" : "below")
        case .expression(let expression):
            // The same lines once more say nothing; when it clears stands below them.
            if Self.turned(reading(alert), by: expression) != nil { return }
            (value, text) = ("", "clear: fires until \(expression)")
        }
        detail.terms.append(AlertDetail.Term(value: value, text: text, verdict: ""))
    }

    private func figure(_ value: Double, _ detail: AlertDetail) -> String {
        Words.number(value * detail.scale) + (detail.unit.isEmpty ? "" : " " + detail.unit)
    }

    /// `now rising 9 ms a minute`, or when it will be back at this trend.
    private func trendWords(_ detail: AlertDetail, limit: Double) -> String? {
        guard let chart = detail.chart, let now = chart.values.last ?? nil else { return nil }
        let step = chart.end.seconds(since: chart.start) / Double(max(1, chart.values.count))
        guard let (trend, isLasting) = Trend.present(chart.values, stepSeconds: step) else {
            return nil
        }
        let slope = trend.perMinute
        // A hundredth of the limit in five minutes is what an eye calls flat.
        if abs(slope) < max(abs(limit), abs(now)) * 0.002 { return "now steady" }
        let words = "\(slope > 0 ? "rising" : "falling") \(rough(abs(slope), detail)) a minute"
        let isBack = detail.breachesBelow ? now > limit : now < limit
        let approaches = detail.breachesBelow == (slope > 0)
        if isBack { return "now \(words)" }
        guard approaches else { return "now \(words), away from it" }
        guard isLasting else { return "now \(words)" }
        let minutes = (now - limit) / -slope
        return "\(words): at this trend in \(SpanWords.age(max(0, minutes) * 60))"
    }

    /// A trend is an estimate: a digit or two say it.
    private func rough(_ value: Double, _ detail: AlertDetail) -> String {
        let scaled = value * detail.scale
        let shown = scaled >= 1 ? Words.fixed(scaled, 0) : Words.number(scaled)
        return shown + (detail.unit.isEmpty ? "" : " " + detail.unit)
    }
}
