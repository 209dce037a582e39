internal import PromQL

/// What a rule's expression is made of, found once from its syntax tree: expressions derived from
/// it as text.
struct ExpressionShape: Sendable {
    /// The outermost comparison that filters.
    struct Comparison: Sendable {
        var left: String
        var sign: String
        var isUpwards: Bool
        /// The number on the other side; nil when it is none.
        var limit: Double?
    }
    let presence: String?
    let comparison: Comparison?
    let rangeTexts: [String]

    init(root: SyntaxNode, text: String) {
        let reader = ShapeReader(text: text)
        presence = reader.asksForAbsence(root) ? nil : reader.unfiltered(root)
        comparison = reader.comparison(root)
        rangeTexts = reader.ranges(root)
    }
}

/// Walks a tree and takes texts out of its source.
private struct ShapeReader {
    private let bytes: [UInt8]

    init(text: String) { bytes = Array(text.utf8) }

    private func text(_ range: SourceRange) -> String { text(range.lower, range.upper) }
    private func text(_ lower: Int, _ upper: Int) -> String {
        String(decoding: bytes[min(lower, upper)..<upper], as: UTF8.self)
    }

    /// The same expression without its filters: comparisons answer 0 or 1 for every pair, guards
    /// after `and` and `unless` are left out, `topk` and its like pass everything.
    func unfiltered(_ node: SyntaxNode) -> String {
        switch node.kind {
        case .binary(let binary):
            if binary.operation == .and || binary.operation == .unless {
                return "(\(unfiltered(binary.left)))"
            }
            let filters =
                binary.operation.isComparison && !binary.returnsBool && node.type == .instantVector
            guard filters else { return spliced(node) }
            let (lower, upper) = (binary.left.range.upper, binary.right.range.lower)
            let between = text(lower, upper)
            let sign = binary.operation.rawValue
            guard let start = between.firstRange(of: sign) else { return spliced(node) }
            return "(\(unfiltered(binary.left)) \(between[..<start.upperBound]) bool "
                + "\(between[start.upperBound...]) \(unfiltered(binary.right)))"
        case .aggregation(let aggregation) where aggregation.operation.selects:
            return "(\(unfiltered(aggregation.operand)))"
        case .number, .string, .selector, .subquery, .parentheses, .negation, .affirmation,
            .aggregation, .call:
            return spliced(node)
        }
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
        case .and, .unless: return comparison(binary.left)
        case .greater, .greaterOrEqual, .less, .lessOrEqual:
            guard !binary.returnsBool else { return nil }
            // `10 < v` says what `v > 10` says.
            let isMirrored = binary.left.type == .scalar
            let (value, other) =
                isMirrored ? (binary.right, binary.left) : (binary.left, binary.right)
            guard value.type == .instantVector else { return nil }
            let operation = isMirrored ? binary.operation.mirrored : binary.operation
            return .init(
                left: text(value.range), sign: operation.rawValue,
                isUpwards: operation == .greater || operation == .greaterOrEqual,
                limit: other.constant)
        default: return nil
        }
    }

    /// The outermost range vectors.
    func ranges(_ node: SyntaxNode) -> [String] {
        if node.type == .rangeVector { return [text(node.range)] }
        return node.children.flatMap { ranges($0) }
    }
}
