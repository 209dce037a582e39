internal import Documents
internal import PromQL

extension RuleFileReader {
    /// What `ops: {slo: …}` of a rule expands into; nil without it, or with its faults noted.
    mutating func objective(
        _ rule: DocumentMapping
    ) -> (objective: ServiceObjective, alerts: [(severity: String, expression: RuleExpression)])? {
        guard let node = Self.objectiveEntry(of: rule) else { return nil }
        if let expression = rule["expr"] {
            note(
                expression.error(
                    "a rule with an slo has no \"expr\"", hint: "bad and total are enough"))
        }
        guard let objective = read(node) else { return nil }
        var alerts: [(severity: String, expression: RuleExpression)] = []
        for (severity, text) in objective.expressions() {
            do throws(RuleExpression.Fault) {
                alerts.append((severity, try other(text)))
            } catch {
                // Every row has the same parts, and the same fault.
                note(node.error("the slo's expression is none: \(error.message)"))
                break
            }
        }
        return (objective, alerts)
    }

    private mutating func read(_ node: DocumentNode) -> ServiceObjective? {
        let keys = ["objective", "window", "bad", "total", "min_bad", "by"]
        guard let mapping = mapping(node, of: "an slo", keys: keys) else { return nil }
        let share = attempt { () throws(DocumentError) in
            try mapping.required("objective").double("a share such as 0.999")
        }
        let isShare = share.map { $0 > 0 && $0 < 1 } ?? false
        if let share, !isShare {
            note(
                (mapping["objective"] ?? node).error(
                    "an objective lies between 0 and 1, this is \(GoNumber.decimal(share))",
                    // Nobody promises half; 99.9 is meant in percent.
                    hint: share > 50 && share < 100
                        ? "write \(GoNumber.decimal((share * 1e10).rounded() / 1e12))" : nil))
        }
        let groups = attempt { () throws(DocumentError) in try mapping.strings("by") } ?? []
        let least = attempt { () throws(DocumentError) in try mapping.double("min_bad") } ?? nil
        if let least, least < 0, let node = mapping["min_bad"] {
            note(node.error("min_bad is a count of bad events: 0 or more"))
        }
        let window = milliseconds(mapping, "window") ?? 30 * 86_400_000
        if window < 3_600_000 {
            note((mapping["window"] ?? node).error("an slo's window is at least an hour long"))
        }
        let bad = count(mapping, "bad", by: groups)
        let total = count(mapping, "total", by: groups)
        guard let share, isShare, let bad, let total else { return nil }
        return ServiceObjective(
            objective: share, windowMilliseconds: window, bad: bad, total: total,
            minimumBad: least ?? 3)
    }

    /// A counter's selector becomes the count of its events; an expression must say `[window]`.
    private mutating func count(
        _ mapping: DocumentMapping, _ key: String, by groups: [String]
    ) -> String? {
        guard let node = attempt({ () throws(DocumentError) in try mapping.required(key) }),
            let text = attempt({ () throws(DocumentError) in try node.string("an expression") })
        else { return nil }
        // As wide as what it stands for, so that a fault's place is the same in both.
        let probe = text.replacing(ServiceObjective.placeholder, with: "[00300s]")
        do throws(ExpressionError) {
            let expression = try Expression(parsing: probe)
            if case .selector(let selector) = expression.root.kind,
                expression.type == .instantVector
            {
                guard selector.timing.offset == nil, selector.timing.fixed == nil else {
                    note(
                        node.error(
                            "\"\(key)\" is moved in time: its range must come before that",
                            hint: "write sum(increase(NAME[window] offset 5m))"))
                    return nil
                }
                let labels = groups.isEmpty ? "" : " by (\(groups.joined(separator: ", ")))"
                return "sum\(labels) (increase(\(text)\(ServiceObjective.placeholder)))"
            }
            // The floor for low traffic compares it with a number of events.
            if let rate = expression.subexpressions.first(where: { part in
                if case .call(let call) = part.expression.root.kind {
                    return ["rate", "irate"].contains(call.function.name)
                }
                return false
            }) {
                note(
                    "\"\(key)\" is a rate and no count of events: write increase(NAME[window])",
                    rate.range, of: text, at: node)
                return nil
            }
            guard expression.type == .instantVector || expression.type == .scalar else {
                note(
                    "\"\(key)\" is no count: expected an instant vector or a scalar, got "
                        + expression.type.rawValue, expression.root.range, of: text, at: node)
                return nil
            }
        } catch {
            note("not a PromQL expression: \(error.message)", error.range, of: text, at: node)
            return nil
        }
        guard text.contains(ServiceObjective.placeholder) else {
            note(
                node.error(
                    "\"\(key)\" is neither a counter nor an expression with [window]",
                    hint: "write for example sum(increase(requests_total[window]))"))
            return nil
        }
        guard groups.isEmpty else {
            note(
                node.error(
                    "\"by\" says what to count by for a counter, and \"\(key)\" is an expression",
                    hint: "write sum by (\(groups.joined(separator: ", "))) (…) in it"))
            return nil
        }
        return text
    }

    /// The rows say whom an alert wakes.
    mutating func refuseSeverity(_ rule: DocumentMapping, beside slo: DocumentNode) {
        guard case .mapping(let entries)? = rule["labels"]?.content,
            let entry = entries.first(where: { $0.name == "severity" })
        else { return }
        note(
            entry.key.error(
                "an slo's rows have their own severity, page or ticket",
                hint: "take this label out, or name it otherwise"))
    }

    /// Where a rule's `ops: {slo: …}` stands.
    static func objectiveEntry(of rule: DocumentMapping) -> DocumentNode? {
        guard case .mapping(let entries)? = rule["ops"]?.content else { return nil }
        return entries.first { $0.name == "slo" && !$0.value.isNull }?.value
    }

    /// Another expression with the same settings.
    private func other(_ text: String) throws(RuleExpression.Fault) -> RuleExpression {
        try RuleExpression(parsing: text, settings: settings)
    }
}
