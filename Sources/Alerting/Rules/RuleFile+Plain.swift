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
            text += "- name: \(GoString.quoted(group.name))\n" + group.plainSettings + "  rules:\n"
            text += rules.map(\.plainText).joined()
        }
        return text.isEmpty ? "" : "groups:\n" + text
    }
}

extension RuleGroup {
    /// The lines that say how the group is evaluated.
    fileprivate var plainSettings: String {
        var text = ""
        if let intervalMilliseconds {
            text += "  interval: \(PromDuration(milliseconds: intervalMilliseconds))\n"
        }
        if queryOffsetMilliseconds > 0 {
            text += "  query_offset: \(PromDuration(milliseconds: queryOffsetMilliseconds))\n"
        }
        if limit > 0 { text += "  limit: \(limit)\n" }
        return text
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
