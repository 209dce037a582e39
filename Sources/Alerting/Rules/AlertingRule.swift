internal import Telemetry

/// A rule whose every result is an alert.
package struct AlertingRule: Sendable {
    /// A label or annotation whose text may hold template actions.
    package struct Field: Hashable, Sendable {
        package var name: String
        package var template: Template
        package init(name: String, template: Template) {
            self.name = name
            self.template = template
        }
    }
    package var name: String
    package var expression: RuleExpression
    package var holdMilliseconds: Int64 = 0
    package var keepFiringMilliseconds: Int64 = 0
    package var labels: [Field] = []
    package var annotations: [Field] = []
    /// What stands under `ops:`; nil for a plain Prometheus rule.
    package var operations: RuleOperations?
    package var builtIn = false
    /// Where it is written; nil for a rule that no file holds.
    package var marks: RuleMarks?

    package init(name: String, expression: RuleExpression) {
        self.name = name
        self.expression = expression
    }

    /// The severity as written in the labels; `none` without one.
    package var severity: String {
        labels.first { $0.name == "severity" }?.template.source ?? "none"
    }

    /// What to do when it fires, or where that is written: under `ops:` or as an annotation.
    package var runbook: String? {
        operations?.runbook
            ?? annotations.first { ["runbook", "runbook_url"].contains($0.name) }?.template.source
    }

    /// Whether an alert with these labels can be this rule's: each label it gives as plain text is
    /// there as written.
    func canGive(_ given: Labels) -> Bool {
        labels.allSatisfy { field in
            field.template.source.contains("{{")
                || (given[field.name] ?? "") == field.template.source
        }
    }

    /// Labels and annotations of one result, expanded.
    func candidate(
        for element: RuleExpression.Element, external: ExternalIdentity, at: Timestamp,
        query: @escaping (String) throws -> [(labels: Labels, value: Double)]
    ) -> AlertCandidate {
        let context = Template.Context(
            labels: element.labels, value: element.value, external: external, at: at,
            query: query)
        let series = element.labels.removing([Labels.metricName])
        var pairs = series.pairs.map { ($0.name, $0.value) }
        for field in labels { pairs.append((field.name, field.template.expanded(context))) }
        pairs.append(("alertname", name))
        var texts: [String: String] = [:]
        for field in annotations {
            var context = context
            if field.name == "command" { context.labels = element.labels.forCommands }
            texts[field.name] = field.template.expanded(context)
        }
        return AlertCandidate(
            labels: Labels(pairs), series: series, annotations: texts, value: element.value)
    }
}
