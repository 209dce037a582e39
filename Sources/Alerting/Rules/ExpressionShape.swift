internal import PromQL

/// What a rule's expression is made of, found once from its syntax tree: expressions derived from
/// it as text.
struct ExpressionShape: Sendable {
    /// The outermost comparison that filters.
    struct Comparison: Sendable {
        /// What is compared, with the labels that the comparison's result has.
        var left: String
        var sign: String
        var isUpwards: Bool
        /// The number on the other side; nil when it is none.
        var limit: Double?
        /// What follows with `unless`, from the operator on.
        var exceptions = ""
    }
    /// One of the expressions that `or` joins.
    struct Side: Sendable {
        var text: String
        /// Ranges whose samples its results are made of.
        var ranges: [String]
    }
    let presence: String?
    let comparison: Comparison?
    /// The whole, or the sides of an outermost `or` in their order.
    let sides: [Side]
    /// Of the operands of an `or`, also within guards and aggregations: what has an element for
    /// every label set about which the operand can tell anything; one where there is none.
    let sidePresences: [String]
    let hasRange: Bool

    init(root: SyntaxNode, text: String) {
        let reader = ShapeReader(text: text)
        presence = reader.asksForAbsence(root) ? nil : reader.unfiltered(root)
        comparison = reader.comparison(root)
        sides = reader.sides(root)
        sidePresences = reader.sidePresences(root)
        hasRange = root.hasRange
    }
}

/// Walks a tree and takes texts out of its source.
private struct ShapeReader {
    private let bytes: [UInt8]

    init(text: String) { bytes = Self.withoutComments(text) }

    /// Spaces for comments, so that nothing in them is taken for an operator.
    private static func withoutComments(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        var quote: UInt8?
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if let open = quote {
                if byte == UInt8(ascii: "\\"), open != UInt8(ascii: "`") { position += 1 }
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "#") {
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
                    bytes[position] = UInt8(ascii: " ")
                    position += 1
                }
            } else if [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`")].contains(byte) {
                quote = byte
            }
            position += 1
        }
        return bytes
    }

    private func text(_ range: SourceRange) -> String { text(range.lower, range.upper) }
    private func text(_ lower: Int, _ upper: Int) -> String {
        String(decoding: bytes[min(lower, upper)..<upper], as: UTF8.self)
    }

    /// The same expression without its filters: comparisons answer for every pair, `topk` and its
    /// like pass everything.
    ///
    /// What a comparison answers is the difference, which is no number where a side is none.
    ///
    /// A guard after `and` that compares must have its series too; one that only must be there is a
    /// condition itself and is left out, as are guards after `unless`.
    func unfiltered(_ node: SyntaxNode) -> String {
        switch node.kind {
        case .binary(let binary):
            if binary.operation == .and, filters(binary.right) {
                // Nothing compares with NaN: a guard that is none has no data.
                return "(\(unfiltered(binary.left)) \(between(binary)) "
                    + "((\(unfiltered(binary.right))) <= Inf))"
            }
            if binary.operation == .and || binary.operation == .unless {
                return "(\(unfiltered(binary.left)))"
            }
            let between = between(binary)
            guard isFilter(node), let start = between.firstRange(of: binary.operation.rawValue)
            else { return spliced(node) }
            return "((\(unfiltered(binary.left))) \(between[..<start.lowerBound])-"
                + "\(between[start.upperBound...]) (\(unfiltered(binary.right))))"
        case .aggregation(let aggregation) where aggregation.operation.selects:
            return "(\(unfiltered(aggregation.operand)))"
        case .number, .string, .selector, .subquery, .parentheses, .negation, .affirmation,
            .aggregation, .call:
            return spliced(node)
        }
    }

    /// The operator of a binary and how its sides are matched.
    private func between(_ binary: SyntaxNode.Binary) -> String {
        text(binary.left.range.upper, binary.right.range.lower)
    }

    /// Whether it is a comparison that lets only some of its elements through.
    private func isFilter(_ node: SyntaxNode) -> Bool {
        guard case .binary(let binary) = node.kind else { return false }
        return binary.operation.isComparison && !binary.returnsBool && node.type == .instantVector
    }

    private func filters(_ node: SyntaxNode) -> Bool {
        isFilter(node) || node.children.contains(where: filters)
    }

    /// The node's own text with its children's replaced.
    private func spliced(_ node: SyntaxNode) -> String {
        var result = ""
        var position = node.range.lower
        for child in node.children.sorted(by: { $0.range.lower < $1.range.lower }) {
            guard child.range.lower >= position else { return text(node.range) }
            result += text(position, child.range.lower) + unfiltered(child)
            position = child.range.upper
        }
        return result + text(position, max(position, node.range.upper))
    }

    /// `absent` has a result when there is no series: its silence is good news.
    func asksForAbsence(_ node: SyntaxNode) -> Bool {
        if case .call(let call) = node.kind,
            ["absent", "absent_over_time"].contains(call.function.name)
        {
            return true
        }
        return node.children.contains { asksForAbsence($0) }
    }

    func comparison(_ node: SyntaxNode) -> ExpressionShape.Comparison? {
        guard case .binary(let binary) = node.unwrapped.kind else { return nil }
        switch binary.operation {
        case .and: return comparison(binary.left)
        case .unless:
            var inner = comparison(binary.left)
            inner?.exceptions += " \(between(binary)) (\(text(binary.right.range)))"
            return inner
        case .greater, .greaterOrEqual, .less, .lessOrEqual:
            guard !binary.returnsBool else { return nil }
            // `10 < v` says what `v > 10` says.
            let isMirrored = binary.left.type == .scalar
            let (value, other) =
                isMirrored ? (binary.right, binary.left) : (binary.left, binary.right)
            guard value.type == .instantVector else { return nil }
            let operation = isMirrored ? binary.operation.mirrored : binary.operation
            return .init(
                left: other.type == .instantVector ? spread(binary) : text(value.range),
                sign: operation.rawValue,
                isUpwards: operation == .greater || operation == .greaterOrEqual,
                limit: other.constant)
        default: return nil
        }
    }

    /// The left side's values with the labels of the comparison's result, which `group_left` may
    /// take from the right one: multiplied by 1, which any value is to the power of 0.
    private func spread(_ binary: SyntaxNode.Binary) -> String {
        let between = between(binary)
        guard let sign = between.firstRange(of: binary.operation.rawValue) else {
            return text(binary.left.range)
        }
        let times = "\(between[..<sign.lowerBound])*\(between[sign.upperBound...])"
        // The sign, since `group_left (` would begin its labels.
        return "(\(text(binary.left.range))) \(times) +((\(text(binary.right.range))) ^ 0)"
    }

    func sides(_ node: SyntaxNode) -> [ExpressionShape.Side] {
        if case .binary(let binary) = node.unwrapped.kind, binary.operation == .or {
            return sides(binary.left) + sides(binary.right)
        }
        return [
            .init(text: text(node.range), ranges: ranges(node))
        ]
    }

    func sidePresences(_ node: SyntaxNode) -> [String] {
        switch node.unwrapped.kind {
        case .binary(let binary) where binary.operation == .or:
            return sidePresences(binary.left) + sidePresences(binary.right)
        case .binary(let binary) where binary.operation == .and || binary.operation == .unless:
            let sides = sidePresences(binary.left)
            return sides.count > 1 ? sides : [unfiltered(node)]
        case .aggregation(let aggregation) where !aggregation.operation.selects:
            let sides = sidePresences(aggregation.operand)
            guard sides.count > 1 else { return [unfiltered(node)] }
            let range = node.unwrapped.range
            let before = text(range.lower, aggregation.operand.range.lower)
            let after = text(aggregation.operand.range.upper, range.upper)
            return sides.map { before + $0 + after }
        default: return [unfiltered(node)]
        }
    }

    /// The outermost range vectors whose samples results are made of, not what must be missing.
    private func ranges(_ node: SyntaxNode) -> [String] {
        if node.type == .rangeVector { return [text(node.range)] }
        switch node.kind {
        case .binary(let binary) where binary.operation == .unless: return ranges(binary.left)
        case .call(let call) where ["absent", "absent_over_time"].contains(call.function.name):
            return []
        default: return node.children.flatMap { ranges($0) }
        }
    }
}

extension SyntaxNode {
    /// Whether a range such as `[5m]` occurs in it.
    fileprivate var hasRange: Bool { type == .rangeVector || children.contains(where: \.hasRange) }
}
