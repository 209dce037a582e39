internal import PromQL

/// Looks for what is allowed and unwise in rules that have been read.
///
/// It says only what is certain from the rules' text and, when it is given, from which series the
/// sources at hand have.
package struct RuleLinter {
    let groups: [RuleGroup]
    let catalog: SeriesCatalog?
    let truth: Truth
    let recorded: Set<String>
    /// Of the rules given and of the built-in ones.
    let alertNames: Set<String>
    /// Roles that a rule may be routed to; empty leaves routes unchecked.
    let roles: [String]
    private let defaultIntervalMilliseconds: Int64

    /// - Parameters:
    ///   - groups: of every file that is loaded together.
    ///   - catalog: what the sources have; nil leaves names of series unchecked.
    ///   - roles: of the teams there are; none leaves routes unchecked.
    package init(
        groups: [RuleGroup], catalog: SeriesCatalog?, roles: [String] = [],
        defaultIntervalMilliseconds: Int64 = 15_000
    ) {
        self.roles = roles
        self.groups = groups
        self.catalog = catalog
        self.defaultIntervalMilliseconds = defaultIntervalMilliseconds
        let records = groups.flatMap(\.rules).compactMap { rule in
            if case .recording(let recording) = rule { recording } else { nil }
        }
        let recorded = Set(records.map(\.record))
        var truth = Truth()
        truth.ranges.foreign = recorded.union(catalog?.imported ?? [])
        truth.catalog = catalog?.without(recorded)
        // A record may read one that stands below it, or in another file.
        var known = -1
        while truth.conditionalRecords.count > known {
            known = truth.conditionalRecords.count
            truth.conditionalRecords.formUnion(
                records.filter { truth.isConditional($0.expression.compiled.root) }.map(\.record))
        }
        let all = (groups + BuiltInRules.groups(overriddenBy: groups)).flatMap(\.rules)
        alertNames = Set(
            all.compactMap { if case .alerting(let alert) = $0 { alert.name } else { nil } })
        self.truth = truth
        self.recorded = recorded
    }

    /// Everything found, in the order of files and lines.
    package func lints() -> [RuleLint] {
        var lints: [RuleLint] = []
        for group in groups {
            let interval = group.intervalMilliseconds ?? defaultIntervalMilliseconds
            for rule in group.rules {
                let report = Report(rule: rule, group: group)
                lints += expression(report) + series(report) + reach(report)
                guard case .alerting(let alerting) = rule else { continue }
                lints += durations(alerting, report, intervalMilliseconds: interval)
                lints += runbook(alerting, report) + templates(alerting, report)
                lints += objective(alerting, report) + operations(alerting, report)
                lints += clearing(alerting, report)
            }
        }
        // The rules of one objective have the same parts, and each part stands in every row.
        var told: Set<RuleLint> = []
        return (lints + duplicates()).filter { told.insert($0).inserted }.sorted {
            ($0.file, $0.line, $0.column, $0.code.rawValue)
                < ($1.file, $1.line, $1.column, $1.code.rawValue)
        }
    }

    /// Makes lints that stand at the parts of one rule.
    struct Report {
        let rule: Rule
        let group: RuleGroup
        /// Of `ops.clear`, when that is looked at and not the rule's own expression.
        var clear: RuleExpression?

        var expression: RuleExpression { clear ?? rule.expression }
        var root: SyntaxNode { expression.compiled.root }

        func lint(
            _ code: RuleLint.Code, at place: RuleMarks.Place? = nil, _ message: String,
            _ hint: String
        ) -> RuleLint {
            let place = place ?? rule.marks?.name ?? RuleMarks.Place(line: 1, column: 1)
            return RuleLint(
                code: code, file: group.file, line: place.line, column: place.column,
                rule: rule.name, message: message, hint: hint)
        }

        /// At a part of the expression, which is shown with carets.
        func lint(
            _ code: RuleLint.Code, under range: SourceRange, _ message: String, _ hint: String
        ) -> RuleLint {
            let place =
                clear == nil
                ? rule.marks?.expression?.place(of: range.lower) : rule.marks?.values["ops.clear"]
            guard let place else {
                return lint(code, at: rule.marks?.values["ops.slo"], message, hint)
            }
            var lint = lint(code, at: place, (clear == nil ? "" : "clear: ") + message, hint)
            lint.excerpt = range.caretLines(in: expression.source)
            return lint
        }
    }
}

extension RuleLinter {
    private func durations(
        _ rule: AlertingRule, _ report: Report, intervalMilliseconds interval: Int64
    ) -> [RuleLint] {
        let written = [
            ("for", rule.holdMilliseconds), ("keep_firing_for", rule.keepFiringMilliseconds),
        ]
        return written.compactMap { key, milliseconds in
            guard let place = rule.marks?.values[key] else { return nil }
            if milliseconds == 0 {
                return report.lint(
                    .uselessFor, at: place, "\(key) of 0 is what it is without",
                    "leave it out, or name a time")
            }
            guard milliseconds < interval else { return nil }
            let seconds = GoNumber.general(Double(interval) / 1_000)
            return report.lint(
                .uselessFor, at: place,
                "\(key) is shorter than the \(seconds) s from one evaluation to the next",
                "it lasts until the next evaluation in any case: name at least \(seconds)s")
        }
    }

    private func runbook(_ rule: AlertingRule, _ report: Report) -> [RuleLint] {
        guard Severity(label: rule.severity) == .page, rule.runbook?.isEmpty ?? true else {
            return []
        }
        return [
            report.lint(
                .noRunbook, "wakes somebody (severity \(rule.severity)) and has no runbook",
                "add the annotation runbook or runbook_url, or ops: {runbook: …}")
        ]
    }

    private func templates(_ rule: AlertingRule, _ report: Report) -> [RuleLint] {
        let result = ResultLabels.of(report.root)
        let fields =
            rule.labels.map { ("labels", $0) } + rule.annotations.map { ("annotations", $0) }
        return fields.flatMap { key, field -> [RuleLint] in
            let place = rule.marks?.values["\(key).\(field.name)"]
            let comparisons = field.template.badComparisons.map { bad in
                report.lint(
                    .templateCompare, at: place,
                    "\(field.name) compares \(bad.left) with \(bad.right) by \(bad.function): "
                        + "Go does not, and the text becomes an error",
                    bad.whole.map { "write \($0).0" } ?? "compare what is of one kind")
            }
            return comparisons
                + field.template.labelsUsed.filter { !result.mayHave($0) }.map { label in
                    report.lint(
                        .templateLabel, at: place,
                        "\(field.name) shows the label \(label), which the expression's result lacks",
                        rule.labels.contains { $0.name == label } || label == "alertname"
                            ? "a template sees the result's labels, not the rule's own"
                            : "keep it with by (\(label)) or group_left (\(label)) where a series "
                                + "has it, or do not show it")
                }
        }
    }

    /// The same name and labels twice, or the same condition under two names.
    private func duplicates() -> [RuleLint] {
        var names: [String: Report] = [:]
        var conditions: [String: Report] = [:]
        var lints: [RuleLint] = []
        for group in groups {
            for rule in group.rules {
                let report = Report(rule: rule, group: group)
                if let first = names[rule.identity] {
                    var result = "what they record is one series with two values"
                    if case .alerting = rule { result = "they are one alert" }
                    lints.append(
                        report.lint(
                            .duplicate,
                            "stands twice with the same labels, first at \(place(first))",
                            "name it otherwise, or take one out: where both find the same labels "
                                + result))
                    continue
                }
                names[rule.identity] = report
                let condition = condition(rule, of: group)
                if let first = conditions[condition], report.root.constant == nil {
                    lints.append(
                        report.lint(
                            .duplicate,
                            "says the same as \(first.rule.name) at \(place(first))",
                            "take one out, or let one follow from the other"))
                } else {
                    conditions[condition] = report
                }
            }
        }
        return lints
    }

    /// Everything that decides when a rule fires, as one text.
    private func condition(_ rule: Rule, of group: RuleGroup) -> String {
        let interval = group.intervalMilliseconds ?? defaultIntervalMilliseconds
        var parts = [
            "\(interval)", "\(group.queryOffsetMilliseconds)", rule.expression.compiled.description,
        ]
        switch rule {
        case .alerting(let alerting):
            parts += ["\(alerting.holdMilliseconds)", "\(alerting.keepFiringMilliseconds)"]
            parts += alerting.operations?.behaviour ?? []
            // The same condition for two teams is two rules.
            parts += alerting.labels.map { "\($0.name)=\($0.template.source)" }.sorted()
            parts.append(alerting.operations?.route ?? "")
        case .recording(let recording):
            parts += recording.labels.map { "\($0)" }.sorted()
        }
        return parts.joined(separator: "\u{0}")
    }

    private func place(_ report: Report) -> String {
        guard let place = report.rule.marks?.name else { return report.group.file }
        return "\(report.group.file):\(place.line)"
    }
}

extension RuleOperations {
    /// What decides when an alert fires and clears.
    fileprivate var behaviour: [String] {
        let clearing =
            switch clear {
            case nil: "never"
            case .threshold(let value): "at \(value)"
            case .expression(let expression): expression.compiled.description
            }
        return [
            noData.rawValue, minSamples.map { "\($0)" } ?? "any", clearing,
            flap.map { "\($0)" } ?? "no",
        ]
    }
}
