import Telemetry

/// `topk`, `bottomk`, `limitk` and `limit_ratio`: aggregations that pass elements through.
struct Selection {
    private let operation: AggregationOperator
    private let groups: Groups
    private let parameter: Double
    private let node: SyntaxNode?
    private let evaluator: Evaluator

    init(_ aggregation: SyntaxNode.Aggregation, _ parameter: Double, _ evaluator: Evaluator) {
        operation = aggregation.operation
        groups = Groups(aggregation.grouping)
        self.parameter = parameter
        node = aggregation.parameter
        self.evaluator = evaluator
    }

    func selected(_ elements: [Element]) throws(EvaluationError) -> [Element] {
        if operation == .limitRatio { return try sampled(elements) }
        if parameter.isNaN { throw error("Parameter value is NaN") }
        if parameter >= 9.2e18 || parameter <= -9.2e18 {
            throw error("Scalar value \(GoNumber.general(parameter)) overflows int64")
        }
        let count = min(Int(parameter), elements.count)
        if count < 1 { return [] }
        return groups.members(elements).flatMap { members in
            ordered(members, elements).prefix(count).map { elements[$0] }
        }
    }

    private func ordered(_ members: [Int], _ elements: [Element]) -> [Int] {
        switch operation {
        case .topk:
            return members.sorted { precedes($0, $1, elements) { $0 > $1 } }
        case .bottomk:
            return members.sorted { precedes($0, $1, elements) { $0 < $1 } }
        default: return members
        }
    }

    /// NaN comes last either way; among equals the order of the input stays.
    private func precedes(
        _ left: Int, _ right: Int, _ elements: [Element], _ better: (Double, Double) -> Bool
    ) -> Bool {
        let (first, second) = (elements[left].value, elements[right].value)
        if better(first, second) { return true }
        if better(second, first) { return false }
        if first.isNaN != second.isNaN { return second.isNaN }
        return left < right
    }

    /// The share of series whose hash lies below the ratio, or above for a negative one; the
    /// same hash as Prometheus's, so the same series.
    private func sampled(_ elements: [Element]) throws(EvaluationError) -> [Element] {
        if parameter.isNaN { throw error("Ratio value is NaN") }
        var ratio = parameter
        if parameter > 1 || parameter < -1 {
            ratio = parameter > 1 ? 1 : -1
            if let node {
                evaluator.note(
                    .warning,
                    "ratio value should be between -1 and 1, got "
                        + "\(GoNumber.general(parameter, threshold: 6)), capping to "
                        + GoNumber.general(ratio, threshold: 6), at: node.range)
            }
        }
        if ratio == 0 { return [] }
        return elements.filter { element in
            let place = Double(LabelHash.of(element.labels)) / Double(UInt64.max)
            return ratio > 0 ? place < ratio || ratio == 1 : place >= 1 + ratio
        }
    }

    private func error(_ message: String) -> EvaluationError {
        EvaluationError(message, at: node?.range)
    }
}
