package import Telemetry

/// An expression, compiled: its text, its syntax tree and what it reads.
///
/// Compile once, evaluate often; evaluating changes nothing in it.
package struct Expression: Sendable, CustomStringConvertible {
    /// As it was written.
    package let text: String
    package let root: SyntaxNode
    let selectorCount: Int

    /// - Throws: what is wrong with the text, and where.
    package init(
        parsing text: String, functions: FunctionTable = .standard
    ) throws(ExpressionError) {
        self.text = text
        var parser = try Parser(text, functions: functions)
        root = try parser.parse()
        selectorCount = parser.selectorCount
    }

    /// A part of an expression, to be evaluated by itself.
    init(part root: SyntaxNode, of whole: Expression) {
        text = whole.text
        self.root = root
        selectorCount = whole.selectorCount
    }

    /// The type of what it gives.
    package var type: ValueType { root.type }

    /// Its canonical spelling, which parses to the same tree.
    package var description: String { Printer.text(of: root) }

    /// Its value at an instant.
    ///
    /// Every selector asks the source once, and expects samples oldest first. Cost: linear in the
    /// samples selected; operations between vectors are hash joins.
    package func evaluate(
        at time: Timestamp, in source: any SeriesSource, options: EvaluationOptions = .standard
    ) throws(EvaluationError) -> Evaluation {
        let bounds = QueryBounds(start: time, end: time, step: nil)
        return try evaluation(by: Evaluator(self, source, bounds, options), at: time)
    }

    /// The same value, for less where the last evaluation left something in `memory`.
    ///
    /// Cost: linear in the series selected and in what came since. A memory serves one
    /// expression and its options.
    package func evaluate(
        at time: Timestamp, in source: any SeriesSource, options: EvaluationOptions = .standard,
        memory: inout EvaluationMemory
    ) throws(EvaluationError) -> Evaluation {
        let bounds = QueryBounds(start: time, end: time, step: nil)
        let evaluator = Evaluator(self, source, bounds, options, memory)
        // Only one owner may change it: two would copy every window.
        memory = EvaluationMemory()
        defer { memory = evaluator.memory }
        return try evaluation(by: evaluator, at: time)
    }

    private func evaluation(
        by evaluator: Evaluator, at time: Timestamp
    ) throws(EvaluationError) -> Evaluation {
        try evaluator.load(root, from: time, through: time)
        let value: Value
        switch type {
        case .scalar: value = .scalar(try evaluator.scalar(root, at: time))
        case .string: value = .string(evaluator.string(root).value)
        case .instantVector:
            value = .vector(try evaluator.finished(evaluator.vector(root, at: time), root))
        case .rangeVector:
            let windows = try evaluator.windows(root, at: time)
            value = .matrix(
                windows.map { window in
                    SeriesSamples(
                        labels: window.dropsName
                            ? evaluator.withoutName(window.labels) : window.labels,
                        samples: Array(window.samples))
                })
        }
        return Evaluation(value: value, annotations: evaluator.annotations)
    }

    /// Its values at `start`, `start + step` … up to `end`.
    ///
    /// A scalar becomes one series without labels. Only scalars and instant vectors have a range.
    package func evaluate(
        from start: Timestamp, through end: Timestamp, step: PromDuration,
        in source: any SeriesSource, options: EvaluationOptions = .standard
    ) throws(EvaluationError) -> RangeEvaluation {
        guard type == .scalar || type == .instantVector else {
            throw EvaluationError(
                "invalid expression type \(GoString.quoted(type.rawValue)) for range query, "
                    + "must be Scalar or instant Vector", at: root.range)
        }
        guard step.milliseconds > 0 else {
            throw EvaluationError("zero or negative query resolution step widths are not accepted")
        }
        guard (end - start) / step.milliseconds < options.maximumSteps else {
            throw EvaluationError("exceeded maximum resolution of \(options.maximumSteps) points")
        }
        let bounds = QueryBounds(start: start, end: end, step: step)
        let evaluator = Evaluator(self, source, bounds, options)
        try evaluator.load(root, from: start, through: end)
        var series: [Labels: [Sample]] = [:]
        var time = start
        while time <= end {
            if type == .scalar {
                let value = try evaluator.scalar(root, at: time)
                series[.empty, default: []].append(Sample(time: time, value: value))
            } else {
                let elements = try evaluator.vector(root, at: time)
                for element in try evaluator.finished(elements, root) {
                    series[element.labels, default: []].append(
                        Sample(time: time, value: element.value))
                }
            }
            time = time + step.milliseconds
        }
        let sorted = series.map { SeriesSamples(labels: $0.key, samples: $0.value) }
            .sorted { LabelOrder.compare($0.labels, $1.labels, by: []) < 0 }
        return RangeEvaluation(series: sorted, annotations: evaluator.annotations)
    }
}
