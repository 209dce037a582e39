internal import Documents
internal import PromQL
internal import Telemetry

/// Reads groups and rules and collects every error instead of stopping at the first.
struct RuleFileReader: FaultCollector {
    var errors: [DocumentError] = []
    private let text: String
    private let file: String
    let source: SourceText

    let settings: RuleSettings

    init(text: String, file: String, settings: RuleSettings) {
        self.settings = settings
        self.text = text
        self.file = file
        source = SourceText(text)
    }

    mutating func read() -> [RuleGroup] {
        let (text, file) = (text, file)
        guard
            let document = attempt({ () throws(DocumentError) in
                try Document(yaml: text, file: file)
            }),
            let root = self.mapping(document.root, of: "a rule file", keys: ["groups"]),
            let nodes = attempt({ () throws(DocumentError) in try root.sequence("groups") })
        else { return [] }
        var groups: [RuleGroup] = []
        var seen: Set<String> = []
        for node in nodes where !node.isNull {
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
            let mapping = self.mapping(node, of: "a rule group", keys: keys),
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
            group.limit = attempt { () throws(DocumentError) in try limit.wholeNumber() } ?? 0
        }
        let shared = labelTexts(mapping, "labels")
        let rules = attempt { () throws(DocumentError) in try mapping.sequence("rules") } ?? []
        group.rules = rules.filter { !$0.isNull }.flatMap { self.rules($0, shared: shared) }
        return group
    }

    /// What one entry stands for: one rule, or those that an objective expands into.
    private mutating func rules(
        _ node: DocumentNode, shared: [(entry: DocumentEntry, text: String)]
    ) -> [Rule] {
        let keys = [
            "record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations", "ops",
        ]
        guard let mapping = self.mapping(node, of: "a rule", keys: keys) else { return [] }
        switch (mapping["record"], mapping["alert"]) {
        case (nil, nil):
            errors.append(
                node.error(
                    "one of \"record\" or \"alert\" must be set",
                    hint: "name the rule with \"alert: Name\""))
            return []
        case (_?, let alert?):
            errors.append(alert.error("only one of \"record\" and \"alert\" must be set"))
            return []
        case (let record?, nil):
            return recording(mapping, record, shared: shared).map { [$0] } ?? []
        case (nil, let alert?): return alerting(mapping, alert, shared: shared)
        }
    }

    private mutating func recording(
        _ mapping: DocumentMapping, _ record: DocumentNode,
        shared: [(entry: DocumentEntry, text: String)]
    ) -> Rule? {
        for key in ["for", "keep_firing_for", "annotations", "ops"] {
            if let value = mapping[key], !value.saysNothing {
                errors.append(value.error("\"\(key)\" has no place in a recording rule"))
            }
        }
        let name = attempt { () throws(DocumentError) in try record.string("a metric's name") }
        if let name, name.isEmpty || name.contains("{") || name.contains("}") {
            errors.append(
                record.error(
                    "\"\(name)\" is no metric name", hint: "an expression belongs under \"expr\""))
        }
        let expression = expression(mapping)
        let labels = (shared + labelTexts(mapping, "labels")).map { ($0.entry.name, $0.text) }
        guard let name, let expression else { return nil }
        var rule = RecordingRule(record: name, expression: expression, labels: labels)
        rule.marks = marks(mapping, name: record)
        return .recording(rule)
    }

    private mutating func alerting(
        _ mapping: DocumentMapping, _ alert: DocumentNode,
        shared: [(entry: DocumentEntry, text: String)]
    ) -> [Rule] {
        let name = attempt { () throws(DocumentError) in try alert.string("an alert's name") }
        if name?.isEmpty == true { errors.append(alert.error("the alert's name is empty")) }
        let objective = objective(mapping)
        let expression = Self.objectiveEntry(of: mapping) == nil ? expression(mapping) : nil
        let hold = milliseconds(mapping, "for") ?? 0
        let keep = milliseconds(mapping, "keep_firing_for") ?? 0
        // The rule's own labels win over the group's.
        var labels: [AlertingRule.Field] = []
        for (entry, text) in shared + labelTexts(mapping, "labels") {
            guard let template = template(text, of: entry.name, at: entry.value) else { continue }
            labels.removeAll { $0.name == entry.name }
            labels.append(.init(name: entry.name, template: template))
        }
        var annotations: [AlertingRule.Field] = []
        for (entry, text) in fieldTexts(mapping, "annotations") {
            guard let template = template(text, of: entry.name, at: entry.value) else { continue }
            annotations.append(.init(name: entry.name, template: template))
        }
        let operations = mapping["ops"].flatMap { self.operations($0, of: expression) }
        if let node = Self.objectiveEntry(of: mapping) { refuseSeverity(mapping, beside: node) }
        var parts: [(severity: String?, expression: RuleExpression)] = []
        if let expression { parts = [(nil, expression)] }
        for alert in objective?.alerts ?? [] { parts.append((alert.severity, alert.expression)) }
        guard let name else { return [] }
        return parts.map { severity, expression in
            var rule = AlertingRule(name: name, expression: expression)
            rule.holdMilliseconds = hold
            rule.keepFiringMilliseconds = keep
            rule.labels = labels
            if let severity, let template = try? Template(parsing: severity) {
                rule.labels.removeAll { $0.name == "severity" }
                rule.labels.append(.init(name: "severity", template: template))
            }
            rule.annotations = annotations
            rule.operations = operations
            rule.operations?.objective = objective?.objective
            rule.marks = marks(mapping, name: alert)
            return .alerting(rule)
        }
    }
}

extension DocumentNode {
    /// Empty, or a length of time of nothing: Prometheus then acts as if the key were not there.
    fileprivate var saysNothing: Bool {
        switch content {
        case .null: true
        case .scalar(let text, _): DocumentNode.seconds(of: text) == 0
        case .sequence(let nodes): nodes.isEmpty
        case .mapping(let entries): entries.isEmpty
        }
    }
}

extension RuleFileReader {
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
            return try RuleExpression(parsing: text, settings: settings)
        } catch {
            note("not a PromQL expression: \(error.message)", error.range, of: text, at: node)
            return nil
        }
    }

    /// A fault within an expression: where it stands in the file, and carets under it.
    mutating func note(
        _ message: String, _ range: SourceRange, of text: String, at node: DocumentNode
    ) {
        let place = WrittenText(of: text, at: node, in: source)
            .place(of: range.visible(in: text).lower)
        errors.append(
            DocumentError(
                file: file, line: place.line, column: place.column, message: message,
                excerpt: range.caretLines(in: text)))
    }

    /// The text of a label, an annotation or a command; each of its faults is shown where it
    /// stands in the file.
    mutating func template(
        _ text: String, of name: String, at node: DocumentNode
    ) -> Template? {
        do throws(Template.Faults) {
            return try Template(parsing: text)
        } catch {
            let written = WrittenText(of: text, at: node, in: source)
            errors += error.faults.map { fault in
                let place = written.place(of: fault.range.lower)
                return DocumentError(
                    file: file, line: place.line, column: place.column,
                    message: "the template of \"\(name)\": \(fault.message)", hint: fault.hint,
                    excerpt: fault.range.caretLines(in: text))
            }
            return nil
        }
    }

    /// Label names and texts; names are checked.
    private mutating func labelTexts(
        _ mapping: DocumentMapping, _ key: String
    ) -> [(entry: DocumentEntry, text: String)] {
        let texts = fieldTexts(mapping, key)
        for (entry, _) in texts where entry.name == Labels.metricName {
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
            if entry.name.isEmpty {
                errors.append(entry.key.error("a name under \"\(key)\" is empty"))
            }
            if entry.value.isNull {
                texts.append((entry, ""))
            } else if let text = attempt({ () throws(DocumentError) in try entry.value.string() }) {
                texts.append((entry, text))
            }
        }
        return texts
    }
}
