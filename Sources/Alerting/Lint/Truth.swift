internal import PromQL
internal import Telemetry

/// What is certain about when an expression has a result, found from its text alone.
struct Truth {
    /// A part and why it is never or always true.
    struct Finding {
        var range: SourceRange
        var reason: String
    }
    /// Names of recording rules whose result is there only when a condition holds.
    var conditionalRecords: Set<String> = []
    var ranges = ValueRanges()
    /// What the sources at hand have; nil when nobody looked.
    var catalog: SeriesCatalog?

    private var matches: LabelMatches {
        LabelMatches(foreign: ranges.foreign, catalog: catalog)
    }

    /// Why the whole never has a result; nil when it may have one.
    func never(_ node: SyntaxNode) -> Finding? {
        switch node.kind {
        case .number, .string: return nil
        case .selector(let selector):
            return Self.contradiction(selector.matchers).map {
                Finding(range: node.range, reason: $0)
            }
        case .subquery(let subquery): return never(subquery.operand)
        case .parentheses(let inner), .negation(let inner), .affirmation(let inner):
            return never(inner)
        case .aggregation(let aggregation): return never(aggregation.operand)
        case .call(let call):
            // Absence is a result, and a number is never missing.
            guard node.type == .instantVector, call.function.name != "vector", !call.asksForAbsence
            else { return nil }
            return call.arguments.lazy
                .filter { $0.type == .instantVector || $0.type == .rangeVector }
                .compactMap(never).first
        case .binary(let binary):
            if let reason = neverReason(binary) {
                return Finding(range: node.range, reason: reason)
            }
            guard node.type == .instantVector else { return nil }
            // `fill` has a result where a side has none.
            guard binary.matching.fillLeft == nil, binary.matching.fillRight == nil else {
                return nil
            }
            switch binary.operation {
            case .or: return never(binary.left).flatMap { never(binary.right) == nil ? nil : $0 }
            case .unless: return never(binary.left)
            default: return never(binary.left) ?? never(binary.right)
            }
        }
    }

    /// The parts that never have a result where the whole may have one: beside an `or`, to the
    /// right of `unless`, where absence is asked for.
    func deadParts(_ node: SyntaxNode) -> [Finding] {
        node.children.flatMap { child in never(child).map { [$0] } ?? deadParts(child) }
    }

    private func neverReason(_ binary: SyntaxNode.Binary) -> String? {
        if let bound = Bound(binary), bound.value.constant == nil,
            let reason = impossibility(of: bound)
        {
            return reason
        }
        if let (label, isLeft) = matches.obstacle(binary) {
            return "no two series of both sides match: only the \(isLeft ? "left" : "right") one's "
                + "have \"\(label)\"; leave it out with sum without (\(label)) (…), or name what "
                + "they share with on (…)"
        }
        guard !binary.matching.isExplicit else { return nil }
        if binary.operation == .and, let text = contradiction(binary) {
            return "no value of \(text) satisfies both"
        }
        if binary.operation == .unless,
            binary.left.unwrapped.spelling == binary.right.unwrapped.spelling
        {
            return "the right side takes away what the left side has: they are the same"
        }
        if binary.operation == .unless, let left = constraint(binary.left),
            let right = constraint(binary.right), left.text == right.text,
            left.range.isWithin(right.range)
        {
            return "whatever the left side has, the right side takes away"
        }
        return nil
    }

    private func impossibility(of bound: Bound) -> String? {
        if bound.limit.isNaN {
            return bound.operation == .notEqual
                ? nil : "this never holds: no value compares with NaN, not even NaN"
        }
        let values = ranges.of(bound.value)
        if values.isEmpty { return "this never has a result: there is no value it can be" }
        guard let range = bound.range else {
            return values.isPoint && values.lower == bound.limit
                ? "this never holds: the value is \(Self.words(values))" : nil
        }
        if range.isEmpty {
            return "this never holds: no value is "
                + (bound.limit > 0 ? "above +Inf" : "below -Inf")
        }
        guard values.intersection(range).isEmpty else { return nil }
        return "this never holds: the value is \(Self.words(values))"
    }

    /// Matchers of one label, one of which names values that the others take away.
    private static func contradiction(_ matchers: [LabelMatcher]) -> String? {
        for named in matchers {
            let others = matchers.filter { $0.name == named.name }
            guard let texts = named.texts, others.count > 1,
                !texts.contains(where: { text in others.allSatisfy { $0.accepts(value: text) } })
            else { continue }
            let words = others.map { "\($0.operation.rawValue)\"\($0.value)\"" }
            return "no \(named.name) is " + words.joined(separator: " and ")
        }
        return nil
    }

    private func contradiction(_ binary: SyntaxNode.Binary) -> String? {
        var ranges: [String: ValueRange] = [:]
        for part in conjuncts(binary.left) + conjuncts(binary.right) {
            guard let constraint = constraint(part) else { continue }
            let both = (ranges[constraint.text] ?? .all).intersection(constraint.range)
            if both.isEmpty { return constraint.text }
            ranges[constraint.text] = both
        }
        return nil
    }

    private func conjuncts(_ node: SyntaxNode) -> [SyntaxNode] {
        guard case .binary(let binary) = node.unwrapped.kind, binary.operation == .and,
            !binary.matching.isExplicit
        else { return [node] }
        return conjuncts(binary.left) + conjuncts(binary.right)
    }

    /// What filters with numbers ask of the values of one and the same vector, named by its text.
    private func constraint(_ node: SyntaxNode) -> (text: String, range: ValueRange)? {
        guard case .binary(let binary) = node.unwrapped.kind, let bound = Bound(binary),
            let range = bound.range, bound.value.isOfOneName
        else { return nil }
        if let inner = constraint(bound.value) {
            return (inner.text, inner.range.intersection(range))
        }
        return (bound.value.unwrapped.spelling, range)
    }

    /// A filter that lets everything pass, when nothing else in the expression is a condition.
    func always(_ node: SyntaxNode) -> Finding? {
        guard !isConditional(node) else { return nil }
        if let present = unfailing(node) {
            return Finding(range: present.range, reason: "this part always has a result")
        }
        return trivial(node)
    }

    /// What alone gives the whole a result at every moment, whatever series there are: `vector(0)`.
    private func unfailing(_ node: SyntaxNode) -> SyntaxNode? {
        switch node.kind {
        case .number, .string, .selector, .subquery: return nil
        case .parentheses(let inner), .negation(let inner), .affirmation(let inner):
            return unfailing(inner)
        case .aggregation(let aggregation):
            return aggregation.operation.selects ? nil : unfailing(aggregation.operand)
        case .call(let call):
            if call.function.name == "vector" { return node }
            if call.function.name.hasPrefix("histogram_") { return nil }
            return call.arguments.first { $0.type == .instantVector }.flatMap(unfailing)
        case .binary(let binary):
            guard binary.operation == .or else { return nil }
            return unfailing(binary.left) ?? unfailing(binary.right)
        }
    }

    private func trivial(_ node: SyntaxNode) -> Finding? {
        if case .binary(let binary) = node.kind {
            if let bound = Bound(binary), bound.value.constant == nil, holdsAlways(bound) {
                let values = ranges.of(bound.value)
                let reason =
                    values == .all ? "no value fails this" : "the value is \(Self.words(values))"
                return Finding(range: node.range, reason: "this always holds: \(reason)")
            }
            if binary.operation == .or, coversEverything(binary) {
                return Finding(range: node.range, reason: "the two sides leave no value out")
            }
        }
        return node.children.lazy.compactMap(trivial).first
    }

    private func holdsAlways(_ bound: Bound) -> Bool {
        guard bound.limit.isNaN || !ranges.canBeNaN(bound.value) else { return false }
        let values = ranges.of(bound.value)
        if bound.operation == .notEqual {
            return bound.limit.isNaN || values.intersection(.point(bound.limit)).isEmpty
        }
        return bound.range.map { values.isWithin($0) } ?? false
    }

    private func coversEverything(_ binary: SyntaxNode.Binary) -> Bool {
        guard let left = constraint(binary.left), let right = constraint(binary.right) else {
            return false
        }
        return left.text == right.text && left.range.coversAll(with: right.range)
            && !ranges.canBeNaN(binary.left) && !ranges.canBeNaN(binary.right)
    }

    /// Whether anything decides if there is a result, other than whether the series exists.
    func isConditional(_ node: SyntaxNode) -> Bool {
        switch node.kind {
        case .number, .string: return false
        case .selector(let selector):
            guard let name = selector.metric else { return false }
            return conditionalRecords.contains(name)
                || CanonicalMetric.byName[name]?.isState == true
        case .binary(let binary): return isConditional(binary)
        case .call(let call) where call.asksForAbsence: return true
        default: return node.children.contains(where: isConditional)
        }
    }

    private func isConditional(_ binary: SyntaxNode.Binary) -> Bool {
        let (left, right) = (isConditional(binary.left), isConditional(binary.right))
        switch binary.operation {
        case .unless: return true
        case .or: return left && right && !coversEverything(binary)
        case .and: return left || right
        case .equal, .notEqual, .greater, .less, .greaterOrEqual, .lessOrEqual:
            guard !binary.returnsBool else { return left || right }
            return Bound(binary).map { !holdsAlways($0) } ?? true || left || right
        default: return left || right
        }
    }

    /// `at least 1`, `between 0 and 1`.
    private static func words(_ range: ValueRange) -> String {
        func number(_ value: Double) -> String { GoNumber.general(value) }
        if range.isPoint { return "always \(number(range.lower))" }
        if range.lower == -.infinity { return "at most \(number(range.upper))" }
        if range.upper == .infinity { return "at least \(number(range.lower))" }
        return "between \(number(range.lower)) and \(number(range.upper))"
    }
}

extension SyntaxNode.Call {
    /// Whether it has a result when its argument has none.
    var asksForAbsence: Bool { ["absent", "absent_over_time"].contains(function.name) }
}

extension SyntaxNode {
    /// Whether every selector in it names its metric: of several names the values differ, while
    /// `and` matches them all.
    fileprivate var isOfOneName: Bool {
        if case .selector(let selector) = kind { return selector.metric != nil }
        return children.allSatisfy(\.isOfOneName)
    }
}
