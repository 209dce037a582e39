internal import PromQL
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
        /// Within the expression, from 1; columns count bytes.
        package var line: Int
        package var column: Int
    }

    /// As written.
    package let source: String
    private let compiled: Expression
    private let shape: ExpressionShape

    package init(parsing source: String) throws(Fault) {
        do throws(ExpressionError) {
            compiled = try Expression(parsing: source)
        } catch {
            throw Fault(message: error.message, line: error.line, column: error.column)
        }
        self.source = source
        let type = compiled.root.type
        guard type == .instantVector || type == .scalar else {
            throw Fault(
                message: "a rule needs an instant vector or a scalar, this is a \(type.rawValue)",
                line: 1, column: 1)
        }
        shape = ExpressionShape(root: compiled.root, text: source)
    }

    /// The result at one instant; a scalar is one element without labels.
    package func evaluate(
        at time: Timestamp, in source: any SeriesSource
    ) throws(AlertFault) -> [Element] {
        do throws(EvaluationError) {
            let elements = try compiled.evaluate(at: time, in: source).value.elements ?? []
            return elements.map { Element(labels: $0.labels, value: $0.value) }
        } catch {
            throw .expression(error.message)
        }
    }

    /// How far before an instant it reads, in milliseconds.
    package var lookbehindMilliseconds: Int64 { compiled.lookbehind.milliseconds }

    /// Whether a range such as `[5m]` occurs in it.
    package var hasRange: Bool { !shape.rangeTexts.isEmpty }

    /// Whether greater values are the worse ones, by its outermost comparison with `>` or `<`.
    package var breachesUpwards: Bool { shape.comparison?.isUpwards ?? true }

    /// The expression that has an element for every label set about which this one can tell
    /// anything, breaching or not; nil when that cannot be said (`absent`).
    package var presence: RuleExpression? { shape.presence.flatMap(Self.derived) }

    /// The expression whose elements are still beyond `threshold`: the compared side against it.
    package func held(beyond threshold: Double) -> RuleExpression? {
        shape.comparison.flatMap { Self.derived("(\($0.left)) \($0.sign) \(threshold)") }
    }

    /// Expressions that count the samples in its ranges.
    package var sampleCounts: [RuleExpression] {
        shape.rangeTexts.compactMap { Self.derived("count_over_time(\($0))") }
    }

    private static func derived(_ text: String) -> RuleExpression? {
        try? RuleExpression(parsing: text)
    }
}
