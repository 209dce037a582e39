import Telemetry

/// An arithmetic or comparison operation between two vectors: a hash join on labels.
struct VectorJoin {
    private let operation: BinaryOperator
    private let matching: VectorMatching
    private let returnsBool: Bool
    private let node: SyntaxNode
    private let evaluator: Evaluator
    private let subset: LabelSubset
    private let isSwapped: Bool

    init(_ binary: SyntaxNode.Binary, _ node: SyntaxNode, _ evaluator: Evaluator) {
        operation = binary.operation
        matching = binary.matching
        returnsBool = binary.returnsBool
        self.node = node
        self.evaluator = evaluator
        subset = LabelSubset(keeping: matching.isOn, matching.labels)
        isSwapped = matching.cardinality == .oneToMany
    }

    func joined(_ left: [Element], _ right: [Element]) throws(EvaluationError) -> [Element] {
        if left.isEmpty && right.isEmpty { return [] }
        // From here on the "many" side is on the left.
        let many = isSwapped ? right : left
        let one = isSwapped ? left : right
        let fillMany = isSwapped ? matching.fillRight : matching.fillLeft
        let fillOne = isSwapped ? matching.fillLeft : matching.fillRight
        if (many.isEmpty && fillMany == nil) || (one.isEmpty && fillOne == nil) { return [] }
        let byKey = try index(one)
        var isMatched = [Bool](repeating: false, count: one.count)
        var filled: Set<LabelSubset.Key> = []
        var taken: Set<Labels> = []
        var result: [Element] = []
        result.reserveCapacity(many.count)
        for element in many {
            let key = subset.key(element.labels)
            let partner: Element
            let isRepeated: Bool
            if let index = byKey[key] {
                partner = one[index]
                isRepeated = isMatched[index]
                isMatched[index] = true
            } else if let fillOne {
                partner = Element(labels: subset.applied(to: element.labels), value: fillOne)
                isRepeated = !filled.insert(key).inserted
            } else {
                continue
            }
            if matching.cardinality == .oneToOne, isRepeated {
                throw EvaluationError(
                    "multiple matches for labels: many-to-one matching must be explicit "
                        + "(group_left/group_right)", at: node.range)
            }
            try append(element, partner, &taken, &result)
        }
        if let fillMany {
            for (index, element) in one.enumerated() where !isMatched[index] {
                let absent = Element(labels: subset.applied(to: element.labels), value: fillMany)
                try append(absent, element, &taken, &result)
            }
        }
        return result
    }

    /// The elements of the "one" side by what they are matched by.
    private func index(_ elements: [Element]) throws(EvaluationError) -> [LabelSubset.Key: Int] {
        var byKey = [LabelSubset.Key: Int](minimumCapacity: elements.count)
        for (index, element) in elements.enumerated() {
            let key = subset.key(element.labels)
            if let other = byKey.updateValue(index, forKey: key) {
                let pair = [elements[other].labels, element.labels].map(LabelText.braces).sorted()
                let group = LabelText.braces(subset.applied(to: element.labels))
                throw EvaluationError(
                    "found duplicate series for the match group \(group) on the "
                        + "\(isSwapped ? "left" : "right") hand-side of the operation: "
                        + "[\(pair[0]), \(pair[1])];many-to-many matching not allowed: "
                        + "matching labels must be unique on one side", at: node.range)
            }
        }
        return byKey
    }

    private func append(
        _ many: Element, _ one: Element, _ taken: inout Set<Labels>, _ result: inout [Element]
    ) throws(EvaluationError) {
        let left = isSwapped ? one.value : many.value
        let right = isSwapped ? many.value : one.value
        var element = Element(
            labels: labels(many.labels, one.labels), value: left, dropsName: many.dropsName)
        let isFilter = operation.isComparison && !returnsBool
        if !isFilter {
            element.value = operation.apply(left, right)
            // Of two names none is the result's; a truth value's goes later, as a function's does.
            if operation.isComparison {
                evaluator.dropName(&element)
            } else {
                element.labels = evaluator.withoutName(element.labels)
            }
        }
        if matching.cardinality != .oneToOne, !taken.insert(element.labels).inserted {
            throw EvaluationError(
                "multiple matches for labels: grouping labels must ensure unique matches",
                at: node.range)
        }
        if !isFilter || operation.holds(left, right) { result.append(element) }
    }

    private func labels(_ many: Labels, _ one: Labels) -> Labels {
        var labels = many
        if matching.cardinality == .oneToOne {
            if matching.isOn {
                labels = labels.keeping(matching.labels)
            } else if !matching.labels.isEmpty {
                labels = labels.removing(matching.labels)
            }
        }
        for name in matching.include { labels = labels.setting(name, one[name] ?? "") }
        return labels
    }
}
