package import PromQL
package import Telemetry

/// A rule's expression, compiled once: the one place where Alerting meets PromQL.
package struct RuleExpression: Sendable {
    /// One element of a result.
    package struct Element: Hashable, Sendable {
        package var labels: Labels
        package var value: Double
        package init(labels: Labels, value: Double) {
            self.labels = labels
            self.value = value
        }
    }

    /// Why a text is no expression a rule can have.
    package struct Fault: Error, Hashable, Sendable {
        package var message: String
        /// The offending part of the expression's text.
        package var range: SourceRange
    }

    /// As written.
    package let source: String
    let compiled: Expression
    private let shape: ExpressionShape
    private let settings: RuleSettings

    package init(
        parsing source: String, settings: RuleSettings = RuleSettings()
    ) throws(Fault) {
        self.settings = settings
        let functions = settings.functions
        do throws(ExpressionError) {
            compiled = try Expression(parsing: source, functions: functions)
        } catch {
            throw Fault(message: error.message, range: error.range)
        }
        self.source = source
        let type = compiled.root.type
        guard type == .instantVector || type == .scalar else {
            throw Fault(
                message: "a rule needs an instant vector or a scalar, this is a \(type.rawValue)",
                range: compiled.root.range)
        }
        shape = ExpressionShape(root: compiled.root, text: source)
    }

    /// The result at one instant; a scalar is one element without labels.
    package func evaluate(
        at time: Timestamp, in source: any SeriesSource
    ) throws(AlertFault) -> [Element] {
        do throws(EvaluationError) {
            return Self.elements(
                try compiled.evaluate(at: time, in: source, options: settings.options))
        } catch {
            throw .expression(error.message)
        }
    }

    /// The same, for less where the last evaluation left something in `memory`.
    ///
    /// - Parameter notes: is set to what a reader of the result should know: PromQL's warnings and
    ///   infos with their place, the first few.
    package func evaluate(
        at time: Timestamp, in source: any SeriesSource, memory: inout EvaluationMemory,
        notes: inout [String]
    ) throws(AlertFault) -> [Element] {
        do throws(EvaluationError) {
            let result = try compiled.evaluate(
                at: time, in: source, options: settings.options, memory: &memory)
            notes = result.annotations.prefix(Self.mostNotes).map { $0.text(in: self.source) }
            return Self.elements(result)
        } catch {
            throw .expression(error.message)
        }
    }

    private static let mostNotes = 3

    private static func elements(_ result: Evaluation) -> [Element] {
        (result.value.elements ?? []).map { Element(labels: $0.labels, value: $0.value) }
    }

    /// How far before an instant it reads, in milliseconds.
    package var lookbehindMilliseconds: Int64 { compiled.lookbehind.milliseconds }

    /// Whether some selector takes series with these labels, as far as the labels say.
    func accepts(_ labels: Labels) -> Bool {
        compiled.selectors.contains { selector in
            selector.matchers.allSatisfy { matcher in
                guard matcher.name != Labels.metricName, let value = labels[matcher.name] else {
                    return true
                }
                return matcher.accepts(value: value)
            }
        }
    }

    /// Whether it sets what it counts against another count of the same kind: a share is one of few
    /// as of many.
    func isShare(of metrics: Set<String>) -> Bool { Self.isShare(compiled.root, metrics) }

    private static func isShare(_ node: SyntaxNode, _ metrics: Set<String>) -> Bool {
        if case .binary(let binary) = node.kind, binary.operation == .divide,
            reads(binary.left, metrics), reads(binary.right, metrics)
        {
            return true
        }
        return node.children.contains { isShare($0, metrics) }
    }

    private static func reads(_ node: SyntaxNode, _ metrics: Set<String>) -> Bool {
        if case .selector(let selector) = node.kind {
            return selector.metric.map(metrics.contains) ?? false
        }
        return node.children.contains { reads($0, metrics) }
    }

    /// The names of the series it reads, each once.
    package var metrics: [String] {
        var names: [String] = []
        for name in compiled.selectors.compactMap(\.metric) where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    /// What it selects, each with the length of its range in milliseconds, 0 for an instant.
    package var selections: [(matchers: [LabelMatcher], rangeMilliseconds: Int64)] {
        compiled.selectors.map { ($0.matchers, $0.range?.milliseconds ?? 0) }
    }

    /// Whether a range such as `[5m]` occurs in it.
    package var hasRange: Bool { shape.hasRange }

    /// Whether greater values are the worse ones, by its outermost comparison with `>` or `<`.
    package var breachesUpwards: Bool { shape.comparison?.isUpwards ?? true }

    /// The number that its outermost comparison has for its limit; nil without one.
    var limit: Double? { shape.comparison?.limit }

    /// The expression that has an element for every label set about which this one can tell
    /// anything, breaching or not; nil when that cannot be said (`absent`).
    package var presence: RuleExpression? { shape.presence.flatMap { derived($0) } }

    /// Whether it holds where series are missing, as `absent` does.
    var asksForAbsence: Bool { shape.presence == nil }

    /// The same of each side of an outermost `or`; empty where there is none.
    var sidePresences: [RuleExpression] {
        guard presence != nil, shape.sidePresences.count > 1 else { return [] }
        let sides = shape.sidePresences.compactMap { derived($0) }
        return sides.count == shape.sidePresences.count ? sides : []
    }

    /// The expression whose elements are still beyond `threshold`: the compared side against it,
    /// without what `unless` takes out.
    package func held(beyond threshold: Double) -> RuleExpression? {
        shape.comparison.flatMap {
            derived("((\($0.left)) \($0.sign) \(threshold))\($0.exceptions)")
        }
    }

    /// The sides of an outermost `or`, each with expressions that count the samples in its ranges;
    /// one, the whole, where there is none.
    var sampleCounts: [(side: RuleExpression?, counts: [RuleExpression])] {
        shape.sides.map { side in
            (
                shape.sides.count > 1 ? derived(side.text) : nil,
                side.ranges.compactMap { derived("count_over_time(\($0))") }
            )
        }
    }

    private func derived(_ text: String) -> RuleExpression? { try? other(text) }

    /// Another expression with the same functions at hand.
    func other(_ text: String) throws(Fault) -> RuleExpression {
        try RuleExpression(parsing: text, settings: settings)
    }
}
