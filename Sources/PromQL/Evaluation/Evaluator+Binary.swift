import Telemetry

extension Evaluator {
    /// An operation of which at least one side is a vector.
    func vectorBinary(
        _ binary: SyntaxNode.Binary, _ node: SyntaxNode, at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        if binary.left.type == .scalar {
            let scalar = try scalar(binary.left, at: time)
            let elements = try vector(binary.right, at: time)
            return try combined(elements, binary, node) { (scalar, $0) }
        }
        if binary.right.type == .scalar {
            let scalar = try scalar(binary.right, at: time)
            let elements = try vector(binary.left, at: time)
            return try combined(elements, binary, node) { ($0, scalar) }
        }
        let left = try vector(binary.left, at: time)
        let right = try vector(binary.right, at: time)
        switch binary.operation {
        case .and: return SetOperation(binary.matching).both(left, right)
        case .or: return SetOperation(binary.matching).either(left, right)
        case .unless: return SetOperation(binary.matching).onlyLeft(left, right)
        default: return try VectorJoin(binary, node, self).joined(left, right)
        }
    }

    /// Every element against a number, in the order they were written; a comparison that holds
    /// leaves the element as it is.
    private func combined(
        _ elements: [Element], _ binary: SyntaxNode.Binary, _ node: SyntaxNode,
        _ operands: (Double) -> (left: Double, right: Double)
    ) throws(EvaluationError) -> [Element] {
        let operation = binary.operation
        if operation.isComparison, !binary.returnsBool {
            return elements.filter { element in
                let (left, right) = operands(element.value)
                return operation.holds(left, right)
            }
        }
        return try renamed(elements, node) { value in
            let (left, right) = operands(value)
            return operation.apply(left, right)
        }
    }
}

/// `and`, `or` and `unless`.
struct SetOperation {
    private let subset: LabelSubset

    init(_ matching: VectorMatching) {
        subset = LabelSubset(keeping: matching.isOn, matching.labels)
    }

    func both(_ left: [Element], _ right: [Element]) -> [Element] {
        if left.isEmpty || right.isEmpty { return [] }
        let known = Set(right.map { subset.key($0.labels) })
        return left.filter { known.contains(subset.key($0.labels)) }
    }

    func onlyLeft(_ left: [Element], _ right: [Element]) -> [Element] {
        if left.isEmpty || right.isEmpty { return left }
        let known = Set(right.map { subset.key($0.labels) })
        return left.filter { !known.contains(subset.key($0.labels)) }
    }

    func either(_ left: [Element], _ right: [Element]) -> [Element] {
        if left.isEmpty { return right }
        if right.isEmpty { return left }
        let known = Set(left.map { subset.key($0.labels) })
        return left + right.filter { !known.contains(subset.key($0.labels)) }
    }
}
