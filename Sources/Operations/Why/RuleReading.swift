internal import PromQL
internal import Telemetry

/// What a rule's expression says, read from its syntax tree: what is compared with what.
struct RuleReading: Sendable {
    let expression: Expression
    private(set) var comparison: Comparison?
    private(set) var watched: Watched
    /// What the sides of `or` compare, in order; any of them makes the rule hold.
    let alternatives: [Comparison?]
    /// What must be missing for a rule without a comparison to hold.
    private let missing: SyntaxNode?

    /// nil for a text that is no expression.
    init?(_ text: String) {
        guard let expression = try? Expression(parsing: text) else { return nil }
        self.expression = expression
        let sides = Self.sides(of: expression.root)
        // What `absent` is asked of compares nothing for the alert: there is nothing.
        alternatives = sides.map { $0.missing == nil ? Comparison(in: $0) : nil }
        missing = sides.lazy.compactMap(\.missing).first
        comparison = alternatives.first ?? nil
        watched = Watched(comparison, whole: expression.root)
    }

    /// The operands of the outermost `or`; guards behind `and` and `unless` are none.
    private static func sides(of node: SyntaxNode) -> [SyntaxNode] {
        guard case .binary(let binary) = node.unwrapped.kind else { return [node] }
        switch binary.operation {
        case .or: return sides(of: binary.left) + sides(of: binary.right)
        case .and, .unless: return sides(of: binary.left)
        default: return [node]
        }
    }

    /// The same rule, spoken of by one side of its `or`.
    func choosing(_ alternative: Comparison?) -> RuleReading {
        var reading = self
        reading.comparison = alternative
        reading.watched = Watched(alternative, whole: expression.root)
        return reading
    }

    /// What must be missing for it to hold, where that is all it asks: `model_requests_total`.
    var absence: String? {
        let node = comparison == nil ? missing : comparison?.left.missing
        return node.map(MetricWords.name)
    }

    /// Whether `and` or `unless` may keep it from holding although the value is beyond the limit.
    var hasGuard: Bool { comparison.map { $0.node !== expression.root.unwrapped } ?? false }

    /// Whether every `and` beside it has a result and no `unless` has: whether the rule looks at
    /// its figure at all.
    func guardsHold(at instant: Timestamp, in view: StoreView) -> Bool {
        var node = expression.root.unwrapped
        while case .binary(let binary) = node.kind, binary.operation.isSet {
            let found = try? part(binary.right)?.evaluate(at: instant, in: view).value.elements
            let isThere = found?.isEmpty == false
            if binary.operation == .and ? !isThere : binary.operation == .unless && isThere {
                return false
            }
            node = binary.left.unwrapped
        }
        return true
    }

    /// The guard that asks for the most requests in the window:
    /// `… and on (model, version, target) model_window_requests >= 50`.
    var requestGuard: Comparison? { Self.requestGuard(expression.root) }

    /// The fewest requests in the window that a guard asks for.
    var fewestRequests: Double? { requestGuard?.constant }

    private static func requestGuard(_ node: SyntaxNode) -> Comparison? {
        guard case .binary(let binary) = node.unwrapped.kind else { return nil }
        if binary.operation.isSet {
            return [binary.left, binary.right].compactMap { requestGuard($0) }
                .max { ($0.constant ?? 0) < ($1.constant ?? 0) }
        }
        guard let asked = Comparison(node.unwrapped), !asked.breachesBelow, asked.constant != nil,
            asked.left.unwrapped.plainSelector?.metric == "model_window_requests"
        else { return nil }
        return asked
    }

    /// Whether a `clear` expression first asks for the same figure on the other side of the same
    /// limit.
    func isTurned(by clear: RuleReading) -> Bool {
        guard let mine = comparison, let other = clear.comparison,
            mine.operation.opposite == other.operation
        else { return false }
        return text(of: mine.left) == clear.text(of: other.left)
            && text(of: mine.right) == clear.text(of: other.right)
    }

    /// Whether it asks of some series, and of nothing else, how they stand to a number above 0.
    var hasFixedLimit: Bool {
        guard watched == .other, alternatives.count == 1, let comparison, !comparison.isTruth,
            comparison.left.type == .instantVector, absence == nil,
            let limit = comparison.constant, limit > 0, limit.isFinite
        else { return false }
        return [.greater, .greaterOrEqual, .less, .lessOrEqual].contains(comparison.operation)
    }

    /// Whether what follows an `unless` may keep it from holding.
    var hasException: Bool { Self.hasException(expression.root) }

    private static func hasException(_ node: SyntaxNode) -> Bool {
        guard case .binary(let binary) = node.unwrapped.kind, binary.operation.isSet else {
            return false
        }
        return binary.operation == .unless || hasException(binary.left)
    }

    /// Whether the result's value is the compared side's: nothing is made of it further up.
    var isComparisonsValue: Bool {
        guard let comparison else { return false }
        return Self.passesOn(expression.root, comparison.node)
    }

    private static func passesOn(_ node: SyntaxNode, _ wanted: SyntaxNode) -> Bool {
        if node === wanted { return true }
        switch node.kind {
        case .parentheses(let inner): return passesOn(inner, wanted)
        case .binary(let binary) where binary.operation.isSet:
            return passesOn(binary.left, wanted)
                || binary.operation == .or && passesOn(binary.right, wanted)
        case .aggregation(let aggregation)
        where [.max, .min, .topk, .bottomk].contains(
            aggregation.operation):
            return passesOn(aggregation.operand, wanted)
        default: return false
        }
    }

    /// How many times its usual a latency may be; nil for a rule that asks something else.
    var baselineFactor: Double? {
        guard let right = comparison?.right.unwrapped else { return nil }
        if right.plainSelector?.metric == Self.baseline { return 1 }
        guard case .binary(let binary) = right.kind, binary.operation == .multiply else {
            return nil
        }
        let (left, other) = (binary.left, binary.right)
        if other.plainSelector?.metric == Self.baseline { return left.constant }
        return left.plainSelector?.metric == Self.baseline ? other.constant : nil
    }

    private static let baseline = "model_latency_baseline_seconds"

    /// A part by itself, ready to be evaluated.
    func part(_ node: SyntaxNode) -> Expression? {
        expression.subexpressions.first {
            $0.range == node.unwrapped.range || $0.range == node.range
        }?.expression
    }

    /// A part as it is written, on one line.
    func text(of node: SyntaxNode) -> String {
        node.range.text(in: expression.text)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension SyntaxNode {
    /// What `absent` is asked of.
    fileprivate var missing: SyntaxNode? {
        guard case .call(let call) = unwrapped.kind,
            ["absent", "absent_over_time"].contains(call.function.name)
        else { return nil }
        return call.arguments.first
    }

    /// What `topk` and its like choose from; itself where nothing is chosen.
    var unchosen: SyntaxNode {
        guard case .aggregation(let aggregation) = unwrapped.kind,
            [.topk, .bottomk].contains(aggregation.operation)
        else { return unwrapped }
        return aggregation.operand.unchosen
    }

    /// The name of the first series it reads: what a comparison is about.
    var firstMetric: String? { firstSelector.flatMap(\.metric) }

    /// The first series it reads.
    var firstSelector: Selector? {
        if case .selector(let selector) = kind { return selector }
        return children.lazy.compactMap(\.firstSelector).first
    }

    /// Every series it reads.
    var selectors: [Selector] {
        if case .selector(let selector) = kind { return [selector] }
        return children.flatMap(\.selectors)
    }

    /// A number as it is written, with its sign, or what arithmetic on such numbers gives.
    var constant: Double? {
        switch unwrapped.kind {
        case .binary(let binary):
            return binary.left.constant.flatMap { left in
                binary.right.constant.flatMap { binary.operation.folded(left, $0) }
            }
        case .number(let number): return number
        case .negation(let inner): return inner.constant.map { -$0 }
        case .affirmation(let inner): return inner.constant
        default: return nil
        }
    }

    /// The series it reads as they are, through aggregations that change no value's meaning.
    var plainSelector: Selector? {
        switch unwrapped.kind {
        case .selector(let selector): return selector.range == nil ? selector : nil
        case .aggregation(let aggregation):
            switch aggregation.operation {
            case .sum, .avg, .min, .max, .topk, .bottomk: return aggregation.operand.plainSelector
            default: return nil
            }
        default: return nil
        }
    }
}

extension SyntaxNode.Selector {
    /// The name of the metric, where the selector fixes it.
    var metric: String? {
        writtenName
            ?? matchers.first { $0.name == Labels.metricName && $0.operation == .equal }?.value
    }

    /// What a label must be, where the selector fixes it.
    subscript(label: String) -> String? {
        matchers.first { $0.name == label && $0.operation == .equal }?.value
    }
}

extension BinaryOperator {
    /// nil for what is no arithmetic, or rare in a limit.
    fileprivate func folded(_ left: Double, _ right: Double) -> Double? {
        switch self {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        default: nil
        }
    }
}
