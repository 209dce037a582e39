package import Telemetry

/// The text of a label or an annotation with Go-template actions in it, as in Prometheus.
package struct Template: Hashable, Sendable {
    package let source: String
    let tree: TemplateTree

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
            tree = TemplateTree(nodes: source.isEmpty ? [] : [.text(source)])
            return
        }
        do throws(TemplateFault) {
            tree = try TemplateParser.parse(source)
            try TemplateScope.check(tree, known: Self.variables)
        } catch {
            throw Fault(message: error.message, offset: error.offset ?? 0)
        }
    }

    /// What one expansion knows.
    package struct Context {
        package var labels: Labels
        package var value: Double
        package var external: ExternalIdentity
        /// The evaluation's instant: `now`.
        package var at: Timestamp
        /// Answers `query`; throws when the expression fails.
        package var query: (String) throws -> [(labels: Labels, value: Double)]
        package init(
            labels: Labels, value: Double, external: ExternalIdentity = ExternalIdentity(),
            at: Timestamp = Timestamp(milliseconds: 0),
            query: @escaping (String) throws -> [(labels: Labels, value: Double)] = { _ in [] }
        ) {
            self.labels = labels
            self.value = value
            self.external = external
            self.at = at
            self.query = query
        }
    }

    /// The text, or `<error expanding template: …>`: a template never fails its rule.
    package func expanded(_ context: Context) -> String {
        if tree.nodes.isEmpty { return "" }
        if tree.nodes.count == 1, case .text(let text) = tree.nodes[0] { return text }
        let labels = TemplateValue.labels(context.labels)
        let value = TemplateValue.number(context.value)
        let external = TemplateValue.map(context.external.labels.mapValues { .text($0) })
        let root = TemplateValue.record([
            "Labels": labels, "Value": value, "ExternalLabels": external,
            "ExternalURL": .text(context.external.url),
        ])
        let variables = [
            "labels": labels, "value": value, "externalLabels": external,
            "externalURL": .text(context.external.url),
        ]
        do {
            return try TemplateRun.expand(
                tree, root: root, variables: variables, context: context)
        } catch let fault as TemplateFault {
            return "<error expanding template: \(fault.message)>"
        } catch {
            return "<error expanding template: \(error)>"
        }
    }
}
