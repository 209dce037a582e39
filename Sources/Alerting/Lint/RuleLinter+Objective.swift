internal import PromQL

/// How far back rules look, and what an objective expands into.
extension RuleLinter {
    /// Series that a rule reads are kept for as long as it looks back, up to this.
    private static let longestReachMilliseconds: Int64 = 31 * 86_400_000

    func reach(_ report: Report) -> [RuleLint] {
        let reach = report.rule.expression.lookbehindMilliseconds
        guard reach > Self.longestReachMilliseconds else { return [] }
        let place = report.rule.marks?.expression?.place(of: 0)
        return [
            report.lint(
                .reach, at: place ?? report.rule.marks?.values["ops.slo"],
                "reads \(PromDuration(milliseconds: reach)) back and no series is kept beyond "
                    + "\(PromDuration(milliseconds: Self.longestReachMilliseconds))",
                "it sees less than it asks for: look back less far")
        ]
    }

    /// Rows that cannot fire, and rows whose range holds fewer samples than a rate needs.
    func objective(_ rule: AlertingRule, _ report: Report) -> [RuleLint] {
        guard let objective = rule.operations?.objective else { return [] }
        let place = rule.marks?.values["ops.slo"]
        var lints = objective.impossibleRows.map { row in
            report.lint(
                .neverTrue, at: place,
                "has no \(row.severity) over \(PromDuration(milliseconds: row.longMilliseconds)): "
                    + "its threshold would be \(GoNumber.decimal(row.threshold))",
                "an objective nearer to 1 has it")
        }
        let shortest = objective.rows.map(\.shortMilliseconds).min() ?? .max
        if shortest < 2 * CanonicalMetric.stepMilliseconds {
            lints.append(
                report.lint(
                    .shortRange, at: place,
                    "a row reads \(PromDuration(milliseconds: shortest)): with a sample every 15 s "
                        + "that often holds fewer than the two it needs",
                    "name a window of at least 3d"))
        }
        return lints
    }
}

extension RuleLinter.Report {
    /// What the rule was made for; nil for one that is written out.
    var objective: ServiceObjective? {
        if case .alerting(let rule) = rule { rule.operations?.objective } else { nil }
    }
}
