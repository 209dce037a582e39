package import PromQL
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
        /// What to do about it.
        package var hint: String?
        /// The part of the text at fault.
        package var range: SourceRange
    }

    /// Everything that is wrong with a template's text, in order.
    package struct Faults: Error, Hashable, Sendable {
        package var faults: [Fault]
    }

    package init(parsing source: String) throws(Faults) {
        self.source = source
        // Most labels are plain words.
        guard source.utf8.contains(UInt8(ascii: "{")) else {
            tree = TemplateTree(nodes: source.isEmpty ? [] : [.text(source)])
            return
        }
        let (tree, faults) = TemplateParser.parse(source, known: Self.variables)
        self.tree = tree
        guard faults.isEmpty else {
            let whole = SourceRange(0, source.utf8.count)
            throw Faults(
                faults: faults.map {
                    Fault(message: $0.message, hint: $0.hint, range: $0.range ?? whole)
                })
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
        let root = TemplateValue.record(
            .init(
                typeName: "struct",
                fields: [
                    .init("Labels", labels), .init("ExternalLabels", external),
                    .init("ExternalURL", .text(context.external.url)), .init("Value", value),
                ]))
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
