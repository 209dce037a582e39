internal import Documents
internal import Telemetry

/// Reads groups and rules and collects every error instead of stopping at the first.
struct RuleFileReader {
    private(set) var errors: [DocumentError] = []
    private let text: String
    private let file: String
    private let lines: [Substring]

    init(text: String, file: String) {
        self.text = text
        self.file = file
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    mutating func read() -> [RuleGroup] {
        let (text, file) = (text, file)
        guard
            let document = attempt({ () throws(DocumentError) in
                try Document(yaml: text, file: file)
            }),
            let root = attempt({ () throws(DocumentError) in
                try document.root.mapping(of: "a rule file", keys: ["groups"])
            }),
            let nodes = attempt({ () throws(DocumentError) in try root.sequence("groups") })
        else { return [] }
        var groups: [RuleGroup] = []
        var seen: Set<String> = []
        for node in nodes {
            guard let group = group(node) else { continue }
            if !seen.insert(group.name).inserted {
                errors.append(
                    node.error(
                        "the group name \"\(group.name)\" is repeated in the same file",
                        hint: "give each group its own name"))
            }
            groups.append(group)
        }
        return groups
    }

    private mutating func group(_ node: DocumentNode) -> RuleGroup? {
        let keys = ["name", "interval", "query_offset", "limit", "labels", "rules"]
        guard
            let mapping = attempt({ () throws(DocumentError) in
                try node.mapping(of: "a rule group", keys: keys)
            }),
            let name = attempt({ () throws(DocumentError) in
                try mapping.required("name").string("the group's name")
            })
        else { return nil }
        var group = RuleGroup(name: name, file: file)
        if name.isEmpty { errors.append(node.error("the group's name is empty")) }
        if let interval = milliseconds(mapping, "interval"), interval > 0 {
            group.intervalMilliseconds = interval
        }
        group.queryOffsetMilliseconds = milliseconds(mapping, "query_offset") ?? 0
        if let limit = mapping["limit"] {
            group.limit = attempt { () throws(DocumentError) in try limit.integer() } ?? 0
        }
        let shared = labelTexts(mapping, "labels")
        let rules = attempt { () throws(DocumentError) in try mapping.sequence("rules") } ?? []
        group.rules = rules.compactMap { rule($0, shared: shared) }
        return group
    }

    private mutating func rule(
        _ node: DocumentNode, shared: [(entry: DocumentEntry, text: String)]
    ) -> Rule? {
        let keys = [
            "record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations", "ops",
        ]
        guard
            let mapping = attempt({ () throws(DocumentError) in
                try node.mapping(of: "a rule", keys: keys)
            })
        else { return nil }
        switch (mapping["record"], mapping["alert"]) {
        case (nil, nil):
            errors.append(
                node.error(
                    "one of \"record\" or \"alert\" must be set",
                    hint: "name the rule with \"alert: Name\""))
            return nil
        case (_?, let alert?):
            errors.append(alert.error("only one of \"record\" and \"alert\" must be set"))
            return nil
        case (let record?, nil): return recording(mapping, record, shared: shared)
        case (nil, let alert?): return alerting(mapping, alert, shared: shared)
        }
    }

    private mutating func recording(
        _ mapping: DocumentMapping, _ record: DocumentNode,
        shared: [(entry: DocumentEntry, text: String)]
    ) -> Rule? {
        for key in ["for", "keep_firing_for", "annotations", "ops"] {
            if let value = mapping[key] {
                errors.append(value.error("\"\(key)\" has no place in a recording rule"))
            }
        }
        let name = attempt { () throws(DocumentError) in try record.string("a metric's name") }
        if let name, name.isEmpty || name.contains(where: { "{}\"\n ".contains($0) }) {
            errors.append(record.error("\"\(name)\" is no metric name"))
        }
        let expression = expression(mapping)
        let labels = (shared + labelTexts(mapping, "labels")).map { ($0.entry.name, $0.text) }
        guard let name, let expression else { return nil }
        return .recording(RecordingRule(record: name, expression: expression, labels: labels))
    }

    private mutating func alerting(
        _ mapping: DocumentMapping, _ alert: DocumentNode,
        shared: [(entry: DocumentEntry, text: String)]
    ) -> Rule? {
        let name = attempt { () throws(DocumentError) in try alert.string("an alert's name") }
        if name?.isEmpty == true { errors.append(alert.error("the alert's name is empty")) }
        let expression = expression(mapping)
        let hold = milliseconds(mapping, "for") ?? 0
        let keep = milliseconds(mapping, "keep_firing_for") ?? 0
        // The rule's own labels win over the group's.
        var labels: [AlertingRule.Field] = []
        for (entry, text) in shared + labelTexts(mapping, "labels") {
            guard let template = template(text, at: entry) else { continue }
            labels.removeAll { $0.name == entry.name }
            labels.append(.init(name: entry.name, template: template))
        }
        var annotations: [AlertingRule.Field] = []
        for (entry, text) in fieldTexts(mapping, "annotations") {
            guard let template = template(text, at: entry) else { continue }
            annotations.append(.init(name: entry.name, template: template))
        }
        let operations = mapping["ops"].flatMap { self.operations($0, of: expression) }
        guard let name, let expression else { return nil }
        var rule = AlertingRule(name: name, expression: expression)
        rule.holdMilliseconds = hold
        rule.keepFiringMilliseconds = keep
        rule.labels = labels
        rule.annotations = annotations
        rule.operations = operations
        return .alerting(rule)
    }
}

extension RuleFileReader {
    /// The value, or nil with its error noted.
    mutating func attempt<Value>(
        _ body: () throws(DocumentError) -> Value
    ) -> Value? {
        do throws(DocumentError) { return try body() } catch {
            errors.append(error)
            return nil
        }
    }

    mutating func note(_ error: DocumentError) { errors.append(error) }

    mutating func milliseconds(_ mapping: DocumentMapping, _ key: String) -> Int64? {
        guard let node = mapping[key],
            let seconds = attempt({ () throws(DocumentError) in try node.duration() })
        else { return nil }
        return Int64((seconds * 1_000).rounded())
    }

    private mutating func expression(_ mapping: DocumentMapping) -> RuleExpression? {
        guard
            let node = attempt({ () throws(DocumentError) in try mapping.required("expr") })
        else { return nil }
        return expression(node)
    }

    /// A PromQL expression; its fault is shown where it stands in the file.
    mutating func expression(_ node: DocumentNode) -> RuleExpression? {
        guard
            let text = attempt({ () throws(DocumentError) in try node.string("an expression") })
        else { return nil }
        do throws(RuleExpression.Fault) {
            return try RuleExpression(parsing: text)
        } catch {
            let place = position(of: node, text: text, line: error.line, column: error.column)
            errors.append(
                DocumentError(
                    file: file, line: place.line, column: place.column,
                    message: "not a PromQL expression: \(error.message)"
                        + (place.isExact ? "" : " (at \(error.line):\(error.column) of it)")))
            return nil
        }
    }

    /// Where a place inside a scalar stands in the file; exact when the scalar is written on one
    /// line as it reads, else the scalar's start.
    private func position(
        of node: DocumentNode, text: String, line: Int, column: Int
    ) -> (line: Int, column: Int, isExact: Bool) {
        guard line == 1, !text.contains("\n"), lines.indices.contains(node.line - 1) else {
            return (node.line, node.column, false)
        }
        let tail = Array(lines[node.line - 1].unicodeScalars).dropFirst(node.column - 1)
        let written = String(String.UnicodeScalarView(tail))
        if written.hasPrefix(text) { return (node.line, node.column + column - 1, true) }
        if written.dropFirst().hasPrefix(text) { return (node.line, node.column + column, true) }
        return (node.line, node.column, false)
    }

    private mutating func template(_ text: String, at entry: DocumentEntry) -> Template? {
        do throws(Template.Fault) {
            return try Template(parsing: text)
        } catch {
            errors.append(
                entry.value.error("the template of \"\(entry.name)\": \(error.message)"))
            return nil
        }
    }

    /// Label names and texts; names are checked.
    private mutating func labelTexts(
        _ mapping: DocumentMapping, _ key: String
    ) -> [(entry: DocumentEntry, text: String)] {
        let texts = fieldTexts(mapping, key)
        for (entry, _) in texts where entry.name == Labels.metricName || entry.name.isEmpty {
            errors.append(entry.key.error("\"\(entry.name)\" is no label name for a rule"))
        }
        return texts
    }

    private mutating func fieldTexts(
        _ mapping: DocumentMapping, _ key: String
    ) -> [(entry: DocumentEntry, text: String)] {
        guard let node = mapping[key],
            let entries = attempt({ () throws(DocumentError) in try node.entries() })
        else { return [] }
        var texts: [(entry: DocumentEntry, text: String)] = []
        for entry in entries {
            if entry.value.isNull {
                texts.append((entry, ""))
            } else if let text = attempt({ () throws(DocumentError) in try entry.value.string() }) {
                texts.append((entry, text))
            }
        }
        return texts
    }
}
