package import Telemetry

/// The text of a label or an annotation with Go-template actions in it, as in Prometheus.
package struct Template: Hashable, Sendable {
    package let source: String
    private let nodes: [TemplateNode]

    /// Declared before the text, as Prometheus does.
    private static let variables: Set = ["", "labels", "value", "externalLabels", "externalURL"]

    /// What is wrong with a template's text.
    package struct Fault: Error, Hashable, Sendable {
        package var message: String
        /// Bytes from the template's start to the action at fault.
        package var offset: Int
    }

    package init(parsing source: String) throws(Fault) {
        self.source = source
        // Most labels are plain words.
        guard source.utf8.contains(UInt8(ascii: "{")) else {
            nodes = source.isEmpty ? [] : [.text(source)]
            return
        }
        do throws(TemplateFault) {
            nodes = try TemplateParser.parse(source)
            try TemplateScope.check(nodes, known: Self.variables)
        } catch {
            throw Fault(message: error.message, offset: error.offset ?? 0)
        }
    }

    /// What one expansion knows.
    package struct Context {
        package var labels: Labels
        package var value: Double
        /// Answers `query`; throws when the expression fails.
        package var query: (String) throws -> [(labels: Labels, value: Double)]
        package init(
            labels: Labels, value: Double,
            query: @escaping (String) throws -> [(labels: Labels, value: Double)] = { _ in [] }
        ) {
            self.labels = labels
            self.value = value
            self.query = query
        }
    }

    /// The text, or `<error expanding template: …>`: a template never fails its rule.
    package func expanded(_ context: Context) -> String {
        if nodes.isEmpty { return "" }
        if nodes.count == 1, case .text(let text) = nodes[0] { return text }
        let labels = TemplateValue.labels(context.labels)
        let value = TemplateValue.number(context.value)
        let root = TemplateValue.record([
            "Labels": labels, "Value": value, "ExternalLabels": .map([:]),
            "ExternalURL": .text(""),
        ])
        let variables = [
            "labels": labels, "value": value, "externalLabels": TemplateValue.map([:]),
            "externalURL": .text(""),
        ]
        do {
            return try TemplateRun.expand(nodes, root: root, variables: variables) { text in
                try context.query(text).map { .sample(labels: $0.labels, value: $0.value) }
            }
        } catch let fault as TemplateFault {
            return "<error expanding template: \(fault.message)>"
        } catch {
            return "<error expanding template: \(error)>"
        }
    }
}
