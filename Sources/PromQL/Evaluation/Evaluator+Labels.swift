import Telemetry

extension Evaluator {
    /// Functions that change labels or the order of elements.
    func labelCall(
        _ special: Function.Special, _ call: SyntaxNode.Call, _ node: SyntaxNode,
        at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        switch special {
        case .labelReplace: return try labelReplace(call, node, at: time)
        case .labelJoin: return try labelJoin(call, node, at: time)
        case .sort(let descending):
            return try vector(call.arguments[0], at: time).enumerated().sorted { left, right in
                Self.precedes(left, right, descending: descending)
            }.map(\.element)
        default:
            guard case .sortByLabel(let descending) = special else {
                preconditionFailure("\(call.function.name) does not change labels or order")
            }
            let names = call.arguments.dropFirst().map { string($0).value }
            return try vector(call.arguments[0], at: time).sorted { left, right in
                let order = LabelOrder.compare(left.labels, right.labels, by: names)
                return descending ? order > 0 : order < 0
            }
        }
    }

    /// NaN comes last in both directions; equals keep their order.
    private static func precedes(
        _ left: (offset: Int, element: Element), _ right: (offset: Int, element: Element),
        descending: Bool
    ) -> Bool {
        let (first, second) = (left.element.value, right.element.value)
        if first.isNaN || second.isNaN {
            return first.isNaN == second.isNaN ? left.offset < right.offset : second.isNaN
        }
        if first == second { return left.offset < right.offset }
        return descending ? first > second : first < second
    }

    private func labelReplace(
        _ call: SyntaxNode.Call, _ node: SyntaxNode, at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        let arguments = call.arguments
        let target = try labelName(arguments[1], "destination", call)
        let replacement = string(arguments[2]).value
        let from = string(arguments[3]).value
        let pattern: AnchoredPattern
        do {
            pattern = try AnchoredPattern(string(arguments[4]).value)
        } catch {
            throw EvaluationError(
                "invalid regular expression in label_replace(): \(string(arguments[4]).value)",
                at: arguments[4].range)
        }
        let result = try vector(arguments[0], at: time).map { element in
            guard let text = pattern.expand(replacement, matching: element.labels[from] ?? "")
            else { return element }
            return relabelled(element, target, text)
        }
        try Self.requireDistinct(result.map(\.labels), node.range)
        return result
    }

    private func labelJoin(
        _ call: SyntaxNode.Call, _ node: SyntaxNode, at time: Timestamp
    ) throws(EvaluationError) -> [Element] {
        let arguments = call.arguments
        let target = try labelName(arguments[1], "destination", call)
        let separator = string(arguments[2]).value
        var sources: [String] = []
        for argument in arguments.dropFirst(3) {
            sources.append(try labelName(argument, "source", call))
        }
        let result = try vector(arguments[0], at: time).map { element in
            let text = sources.map { element.labels[$0] ?? "" }.joined(separator: separator)
            return relabelled(element, target, text)
        }
        try Self.requireDistinct(result.map(\.labels), node.range)
        return result
    }

    /// A name set on purpose stays, even where the old one was about to go.
    private func relabelled(_ element: Element, _ name: String, _ value: String) -> Element {
        Element(
            labels: element.labels.setting(name, value), value: element.value,
            dropsName: element.dropsName && name != Labels.metricName)
    }

    private func labelName(
        _ node: SyntaxNode, _ role: String, _ call: SyntaxNode.Call
    ) throws(EvaluationError) -> String {
        let literal = string(node)
        guard literal.isValidUTF8, !literal.value.isEmpty else {
            throw EvaluationError(
                "invalid \(role) label name in \(call.function.name)(): \(literal.value)",
                at: node.range)
        }
        return literal.value
    }
}

/// The order of `sort_by_label`: numbers within values count as numbers.
enum LabelOrder {
    /// Negative, zero or positive; by the named labels first, then by all.
    static func compare(_ left: Labels, _ right: Labels, by names: [String]) -> Int {
        for name in names {
            let order = natural(left[name] ?? "", right[name] ?? "")
            if order != 0 { return order }
        }
        for (one, other) in zip(left.pairs, right.pairs) {
            if one.name != other.name { return one.name < other.name ? -1 : 1 }
            if one.value != other.value { return one.value < other.value ? -1 : 1 }
        }
        return left.pairs.count - right.pairs.count
    }

    /// Runs of digits compare as numbers, everything else as text.
    static func natural(_ left: String, _ right: String) -> Int {
        var first = Array(left.utf8)[...]
        var second = Array(right.utf8)[...]
        while !first.isEmpty && !second.isEmpty {
            let one = chunk(&first)
            let other = chunk(&second)
            if one.elementsEqual(other) { continue }
            if isDigit(one.first), isDigit(other.first) {
                let (small, large) = (significant(one), significant(other))
                if small.count != large.count { return small.count - large.count }
                if !small.elementsEqual(large) {
                    return small.lexicographicallyPrecedes(large) ? -1 : 1
                }
                return one.count - other.count
            }
            return one.lexicographicallyPrecedes(other) ? -1 : 1
        }
        return first.count - second.count
    }

    private static func chunk(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = isDigit(rest.first)
        let chunk = rest.prefix { isDigit($0) == digits }
        rest = rest.dropFirst(chunk.count)
        return chunk
    }

    private static func significant(_ digits: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        digits.drop { $0 == 0x30 }
    }

    private static func isDigit(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return byte >= 0x30 && byte <= 0x39
    }
}
