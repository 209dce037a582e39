internal import PromQL
internal import Telemetry

/// What an expression's own text says.
extension RuleLinter {
    func expression(_ report: Report) -> [RuleLint] {
        var lints = rates(report.root, report) + quantiles(report.root, report)
        // Of an objective's rows the shortest says it once.
        if report.objective != nil { lints.removeAll { $0.code == .shortRange } }
        lints += report.rule.expression.compiled.nativeHistogramCalls.map { call in
            report.lint(
                .nativeHistogram, under: call.range,
                "reads native histograms, which driftop does not have: the rule always fails here",
                "classic histograms have _count, _sum and _bucket series")
        }
        let isAlert = if case .alerting = report.rule { true } else { false }
        if isAlert, let holds = constant(report) {
            let message = "this reads no series and \(holds ? "always" : "never") fires"
            return [
                report.lint(
                    holds ? .alwaysTrue : .neverTrue, under: report.root.range, message,
                    "compare a series with a limit")
            ]
        }
        if isAlert, report.root.type == .scalar {
            return lints + [
                report.lint(
                    .alwaysTrue, under: report.root.range,
                    "a scalar is a result at every moment, whatever its value: this always fires",
                    "compare without bool, and outside scalar(…)")
            ]
        }
        let words = ConditionWords(
            never: { $0 }, neverHint: "look at the limits: nothing can ever come of it",
            alwaysHint: "compare with a limit that some values pass and some do not",
            noThreshold: "fires whenever the series exists, whatever its value",
            noThresholdHint: "compare it with a limit, or ask for absent(…)")
        return lints + condition(report, words, needsThreshold: isAlert)
    }

    /// What `ops: {clear: …}` says: an alert that never ends is as bad as one that never fires.
    func clearing(_ rule: AlertingRule, _ report: Report) -> [RuleLint] {
        guard case .expression(let clear)? = rule.operations?.clear else { return [] }
        // What was missing is over as soon as it is there.
        let needsThreshold = !report.root.asksForAbsence
        var report = report
        report.clear = clear
        let hint = "compare with what is the case once the trouble is over"
        let lints =
            series(report) + rates(report.root, report) + quantiles(report.root, report)
        if let holds = constant(report) {
            let word = holds ? "always holds" : "never holds: no alert ends"
            return lints + [
                report.lint(
                    holds ? .alwaysTrue : .neverTrue, under: report.root.range,
                    "this reads no series and " + word, hint)
            ]
        }
        let words = ConditionWords(
            never: { $0 + ": no alert ends by it" }, neverHint: hint, alwaysHint: hint,
            noThreshold: "ends the alert whenever the series exists, whatever its value",
            noThresholdHint: hint)
        return lints + condition(report, words, needsThreshold: needsThreshold)
    }

    /// How it is said what is certain about a condition: that a rule fires, or that an alert ends.
    private struct ConditionWords {
        /// From why it never holds.
        var never: (String) -> String
        var neverHint: String
        var alwaysHint: String
        var noThreshold: String
        var noThresholdHint: String
    }

    /// What is certain about when a condition holds.
    private func condition(
        _ report: Report, _ words: ConditionWords, needsThreshold: Bool
    ) -> [RuleLint] {
        if let finding = truth.never(report.root) {
            return [
                report.lint(
                    .neverTrue, under: finding.range, words.never(finding.reason), words.neverHint)
            ]
        }
        let dead = truth.deadParts(report.root)
        guard dead.isEmpty else {
            return dead.map { finding in
                report.lint(
                    .neverTrue, under: finding.range, "a part is dead: " + finding.reason,
                    "take this part out, or look at its limits")
            }
        }
        guard needsThreshold, !truth.isConditional(report.root),
            !report.expression.compiled.selectors.isEmpty
        else { return [] }
        if let finding = truth.always(report.root) {
            return [
                report.lint(.alwaysTrue, under: finding.range, finding.reason, words.alwaysHint)
            ]
        }
        return [
            report.lint(
                .noThreshold, under: report.root.range, words.noThreshold, words.noThresholdHint)
        ]
    }

    /// Whether what reads no series holds: the same at every moment, unless it asks for the time;
    /// nil where that is not certain.
    private func constant(_ report: Report) -> Bool? {
        guard report.expression.compiled.selectors.isEmpty, !report.root.asksForTime,
            let result = try? report.expression.evaluate(
                at: Timestamp(milliseconds: 0), in: NoSeries())
        else { return nil }
        return !result.isEmpty
    }

    private static let rateFunctions: Set = ["rate", "irate", "increase"]
    private static let changeFunctions: Set = ["delta", "idelta", "deriv", "predict_linear"]

    private func rates(_ node: SyntaxNode, _ report: Report) -> [RuleLint] {
        var lints = node.children.flatMap { rates($0, report) }
        guard case .call(let call) = node.kind, let argument = call.arguments.first?.unwrapped,
            case .selector(let selector) = argument.kind, let name = selector.writtenName
        else { return lints }
        let function = call.function.name
        if Self.rateFunctions.contains(function), isGauge(name) {
            lints.append(
                report.lint(
                    .rateOfGauge, under: node.range,
                    "\(name) goes up and down: every fall counts as a restart from 0",
                    "use delta or deriv, or a counter"))
        }
        if Self.changeFunctions.contains(function), isCounter(name) {
            lints.append(
                report.lint(
                    .rateOfGauge, under: node.range,
                    "\(name) is a counter: a restart looks like a fall",
                    "use rate or increase"))
        }
        let step = CanonicalMetric.stepMilliseconds
        if Self.rateFunctions.contains(function) || Self.changeFunctions.contains(function),
            CanonicalMetric.byName[name] != nil, let range = selector.range,
            range.seconds(step: 0, range: 0) * 1_000 < Double(2 * step)
        {
            lints.append(
                report.lint(
                    .shortRange, under: argument.range,
                    "a sample comes every 15 s: this often holds fewer than the two it needs",
                    "name at least 30s, better 1m"))
        }
        return lints
    }

    /// Where a share of all values is asked for that is none: 95 for 0.95.
    private func quantiles(_ node: SyntaxNode, _ report: Report) -> [RuleLint] {
        var lints = node.children.flatMap { quantiles($0, report) }
        let share: SyntaxNode?
        switch node.kind {
        case .aggregation(let aggregation) where aggregation.operation == .quantile:
            share = aggregation.parameter
        case .call(let call)
        where ["quantile_over_time", "histogram_quantile"].contains(call.function.name):
            share = call.arguments.first
        default: share = nil
        }
        if let share, let q = share.constant, !(0...1).contains(q) {
            let value = q < 0 ? "-Inf" : q > 1 ? "+Inf" : "NaN"
            lints.append(
                report.lint(
                    .quantileRange, under: share.range,
                    "a quantile lies between 0 and 1: of \(GoNumber.general(q)) the value is "
                        + value,
                    "write 0.95 for the 95th percentile"))
        }
        return lints
    }

    /// What a source says it is; of a recorded name nobody does.
    private func saidType(of name: String) -> MetricType? {
        recorded.contains(name) ? nil : catalog?.types[name]
    }

    private func isGauge(_ name: String) -> Bool {
        if let type = saidType(of: name) { return type == .gauge }
        if let known = CanonicalMetric.byName[name] { return known.kind == .gauge }
        return ["_ratio", "_percent", "_celsius", "_info"].contains { name.hasSuffix($0) }
    }

    private func isCounter(_ name: String) -> Bool {
        if let type = saidType(of: name) { return type == .counter }
        if let known = CanonicalMetric.byName[name] { return known.kind == .counter }
        return name.hasSuffix("_total") && !recorded.contains(name)
    }
}

extension SyntaxNode {
    /// Whether some of it asks for what is missing.
    fileprivate var asksForAbsence: Bool {
        if case .call(let call) = kind, call.asksForAbsence { return true }
        return children.contains { $0.asksForAbsence }
    }

    /// Whether it has another value at another time without reading a series.
    fileprivate var asksForTime: Bool {
        if case .call(let call) = kind,
            call.arguments.isEmpty ? call.function.name != "pi" : call.function.name == "timestamp"
        {
            return true
        }
        return children.contains { $0.asksForTime }
    }
}
