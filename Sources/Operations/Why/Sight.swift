internal import PromQL
internal import Telemetry

/// One alert's view of its rule: what each part of the expression comes to for its own labels.
struct Sight: Sendable {
    let reading: RuleReading
    let view: StoreView
    let at: Timestamp
    var demands: LabelDemands

    /// - Parameter labels: the result's own, without the rule's and without the metric's name.
    init(_ reading: RuleReading, labels: Labels, view: StoreView, at: Timestamp) {
        self.reading = reading
        self.view = view
        self.at = at
        demands = LabelDemands(reading.expression.root, labels: labels)
    }

    init(_ reading: RuleReading, labels: Labels, from vantage: Vantage) {
        self.init(reading, labels: labels, view: vantage.view, at: vantage.at)
    }

    /// The series of a part that went into the alert, the same labels before more, the most extreme
    /// before the rest.
    func members(of node: SyntaxNode) -> [VectorElement] {
        guard let part = reading.part(node), node.type == .instantVector,
            let evaluation = try? part.evaluate(at: at, in: view),
            let elements = evaluation.value.elements
        else { return [] }
        return elements.filter { demands.accepts($0.labels, of: node) && !$0.value.isNaN }
            .sorted { precedes($0, $1, of: node) }
    }

    private func precedes(
        _ left: VectorElement, _ right: VectorElement, of node: SyntaxNode
    ) -> Bool {
        let (first, second) = (isExact(left.labels, node), isExact(right.labels, node))
        if first != second { return first }
        return reading.comparison?.breachesBelow == true
            ? left.value < right.value : left.value > right.value
    }

    /// Whether a series of the part has the very labels that the alert asks of it.
    func isExact(_ node: SyntaxNode) -> Bool {
        members(of: node).first.map { isExact($0.labels, node) } ?? false
    }

    private func isExact(_ labels: Labels, _ node: SyntaxNode) -> Bool {
        labels.removing([Labels.metricName]) == demands[node]
    }

    /// A part's present value for the alert; nil where it has none.
    func value(of node: SyntaxNode) -> Double? {
        if let constant = node.constant { return constant }
        guard node.type == .scalar else { return members(of: node).first?.value }
        guard let evaluation = try? reading.part(node)?.evaluate(at: at, in: view),
            case .scalar(let number) = evaluation.value
        else { return nil }
        return number
    }

    /// A part over time for the alert, a value a step and the last one at the moment; nil where
    /// there was none.
    func values(of node: SyntaxNode, steps: Int, stepMilliseconds: Int64) -> [Double?] {
        var values = [Double?](repeating: node.constant, count: steps)
        let start = at - Int64(steps - 1) * stepMilliseconds
        guard node.constant == nil, let part = reading.part(node),
            let range = try? part.evaluate(
                from: start, through: at, step: PromDuration(milliseconds: stepMilliseconds),
                in: view)
        else { return values }
        let own = range.series.filter { demands.accepts($0.labels, of: node) }
        let chosen =
            own.first { isExact($0.labels, node) }
            ?? own.max { precedes($1.present, $0.present, of: node) }
        for sample in chosen?.samples ?? [] where sample.value.isFinite {
            values[Int((sample.time - start) / stepMilliseconds)] = sample.value
        }
        return values
    }
}

extension SeriesSamples {
    fileprivate var present: VectorElement {
        VectorElement(labels: labels, value: samples.last?.value ?? .nan)
    }
}
