internal import Documents
internal import Telemetry

/// Names under `ops:` and in labels that mean nobody and nothing.
extension RuleLinter {
    func operations(_ rule: AlertingRule, _ report: Report) -> [RuleLint] {
        [route(rule, report), severity(rule, report)].compactMap(\.self) + inhibited(rule, report)
    }

    private func route(_ rule: AlertingRule, _ report: Report) -> RuleLint? {
        guard let route = rule.operations?.route, !roles.isEmpty,
            !roles.contains(where: { $0.lowercased() == route.lowercased() })
        else { return nil }
        return report.lint(
            .unknownRole, at: rule.marks?.values["ops.route"], "no team has the role \"\(route)\"",
            Nearest.match(for: route, in: roles).map { "did you mean \"\($0)\"?" }
                ?? "known are " + roles.joined(separator: ", "))
    }

    /// Whoever is told by the label as it is written looks for `page`.
    private func severity(_ rule: AlertingRule, _ report: Report) -> RuleLint? {
        let written = rule.severity
        guard written != written.lowercased(), Severity(label: written) != .other else {
            return nil
        }
        return report.lint(
            .severityCase, at: rule.marks?.values["labels.severity"],
            "severity \"\(written)\" is not what matchers of \"\(written.lowercased())\" find",
            "write \(written.lowercased())")
    }

    private func inhibited(_ rule: AlertingRule, _ report: Report) -> [RuleLint] {
        (rule.operations?.inhibit ?? []).flatMap { inhibition in
            inhibition.targets.matchers.filter {
                $0.name == "alertname" && $0.operation == .equal && !alertNames.contains($0.value)
            }.map { matcher in
                report.lint(
                    .unknownAlert, at: rule.marks?.values["ops.inhibit"],
                    "inhibits \(matcher.value), and no rule has that name",
                    Nearest.match(for: matcher.value, in: alertNames.sorted())
                        .map { "did you mean \($0)?" } ?? "name an alert of these files, or of ours"
                )
            }
        }
    }
}
