internal import PromQL

extension RuleFile {
    /// Alerts that objectives expanded into, as a rule file that any Prometheus reads; empty
    /// without any.
    package var expansion: String {
        var text = ""
        for group in groups {
            let rules = group.rules.compactMap { rule -> AlertingRule? in
                guard case .alerting(let rule) = rule, rule.operations?.objective != nil else {
                    return nil
                }
                return rule
            }
            guard !rules.isEmpty else { continue }
            text += "- name: \(GoString.quoted(group.name))\n  rules:\n"
            text += rules.map(\.plainText).joined()
        }
        return text.isEmpty ? "" : "groups:\n" + text
    }

    /// What rules ask for that cannot be answered from so much of the past, or not at all.
    ///
    /// - Parameter retentionMilliseconds: how far back series are kept.
    package func cautions(retentionMilliseconds: Int64) -> [String] {
        var cautions: [String] = []
        var told: Set<ServiceObjective> = []
        for rule in groups.flatMap(\.rules) {
            let reach = rule.expression.lookbehindMilliseconds
            if reach > retentionMilliseconds {
                let (asked, kept) = (
                    PromDuration(milliseconds: reach),
                    PromDuration(milliseconds: retentionMilliseconds)
                )
                cautions.append(
                    "\(rule.name) reads \(asked) back and only \(kept) are kept: it sees less "
                        + "than it asks for")
            }
            guard case .alerting(let alerting) = rule,
                let objective = alerting.operations?.objective, told.insert(objective).inserted
            else { continue }
            for row in objective.impossibleRows {
                let long = PromDuration(milliseconds: row.longMilliseconds)
                cautions.append(
                    "\(rule.name) has no \(row.severity) over \(long): its threshold would be "
                        + GoNumber.decimal(row.threshold))
            }
        }
        return cautions
    }
}

extension AlertingRule {
    /// As an entry of a rule file, without what stands under `ops:`.
    fileprivate var plainText: String {
        func texts(_ key: String, _ fields: [Field]) -> String {
            if fields.isEmpty { return "" }
            let lines = fields.map {
                "      \(GoString.quoted($0.name)): \(GoString.quoted($0.template.source))\n"
            }
            return "    \(key):\n" + lines.joined()
        }
        let indented = expression.source.split(separator: "\n")
            .map { "      \($0)\n" }.joined()
        var text = "  - alert: \(GoString.quoted(name))\n    expr: |\n\(indented)"
        if holdMilliseconds > 0 {
            text += "    for: \(PromDuration(milliseconds: holdMilliseconds))\n"
        }
        if keepFiringMilliseconds > 0 {
            text += "    keep_firing_for: \(PromDuration(milliseconds: keepFiringMilliseconds))\n"
        }
        return text + texts("labels", labels) + texts("annotations", annotations)
    }
}
