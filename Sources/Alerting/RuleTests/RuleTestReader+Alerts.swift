internal import Documents
internal import PromQL

extension RuleTestReader {
    static let alertCaseKeys = [
        "eval_time", "alertname", "exp_alerts", "exp_state", "exp_no_alerts",
    ]

    /// One entry of `alert_rule_test`.
    mutating func alertCase(_ node: DocumentNode) -> RuleTest.AlertCase? {
        guard let mapping = mapping(node, of: "an alert test", keys: Self.alertCaseKeys) else {
            return nil
        }
        var result = RuleTest.AlertCase(
            line: node.line, atMilliseconds: milliseconds(mapping, "eval_time") ?? 0,
            name: text(mapping, "alertname") ?? "")
        if let quiet = mapping["exp_no_alerts"] { result.quiet = self.quiet(quiet) }
        if result.name.isEmpty, result.quiet == nil {
            note(node.error("an alert test lacks \"alertname\"", hint: "name the alert it tests"))
            return nil
        }
        if let state = mapping["exp_state"] { result.states = states(state) }
        let asksOtherwise = mapping["exp_state"] != nil || result.name.isEmpty
        if mapping["exp_alerts"] != nil || !asksOtherwise {
            result.firing = members(mapping, "exp_alerts").compactMap { alert($0) }
        }
        return result
    }

    private mutating func alert(_ node: DocumentNode) -> RuleTest.AlertCase.Alert? {
        guard
            let mapping = mapping(
                node, of: "an expected alert", keys: ["exp_labels", "exp_annotations"])
        else { return nil }
        return .init(
            labels: texts(mapping, "exp_labels"), annotations: texts(mapping, "exp_annotations"))
    }

    /// Texts by name; null reads as empty, as in promtool.
    private mutating func texts(_ mapping: DocumentMapping, _ key: String) -> [String: String] {
        guard let node = mapping[key],
            let entries = attempt({ () throws(DocumentError) in try node.entries() })
        else { return [:] }
        var texts: [String: String] = [:]
        for entry in entries {
            texts[entry.name] =
                entry.value.isNull
                ? "" : attempt { () throws(DocumentError) in try entry.value.string() }
        }
        return texts
    }

    private mutating func quiet(_ node: DocumentNode) -> RuleTest.AlertCase.Quiet? {
        guard let names = attempt({ () throws(DocumentError) in try node.strings() }) else {
            return nil
        }
        return names == ["all"] ? .all : .rules(names)
    }

    /// A word, a list of words that must all hold, or a list of mappings, each for some labels.
    private mutating func states(_ node: DocumentNode) -> [StateExpectation] {
        switch node.content {
        case .mapping: return [node].compactMap { labelled($0) }
        case .sequence(let nodes):
            let areMappings = nodes.contains {
                if case .mapping = $0.content { true } else { false }
            }
            return areMappings ? nodes.compactMap { labelled($0) } : [words(node)]
        case .scalar, .null: return [words(node)]
        }
    }

    private mutating func labelled(_ node: DocumentNode) -> StateExpectation? {
        guard let mapping = mapping(node, of: "an expected state", keys: ["labels", "state"]),
            let state = attempt({ () throws(DocumentError) in try mapping.required("state") })
        else { return nil }
        var expectation = words(state)
        expectation.labels = texts(mapping, "labels")
        return expectation
    }

    private mutating func words(_ node: DocumentNode) -> StateExpectation {
        var expectation = StateExpectation()
        let texts = attempt { () throws(DocumentError) in try node.strings("a state") } ?? []
        expectation.text = texts.joined(separator: ", ")
        for text in texts {
            if let word = StateExpectation.Word(text) {
                expectation.words.append(word)
                continue
            }
            let known = StateExpectation.Word.known
            let hint =
                Nearest.match(for: text, in: known).map { "did you mean \"\($0)\"?" }
                ?? "one of: " + known.joined(separator: ", ")
            note(node.error("\"\(text.prefix(40))\" is no state", hint: hint))
        }
        return expectation
    }
}
