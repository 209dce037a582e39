internal import PromQL
internal import Snapshot
internal import Telemetry

/// What an expression is called in a sentence: by its metrics' names and the few functions that
/// change what they mean.
enum MetricWords {
    /// `gpu_queue_length`, `p95 of request_duration`, `errors / requests`; as it is written, its
    /// middle left out, where that would not say what is compared.
    static func name(of node: SyntaxNode) -> String {
        node.isSpeakable ? spoken(node) : written(node)
    }

    /// What a value is held against: with all that is made of it.
    static func limit(of node: SyntaxNode) -> String {
        if let constant = node.constant { return Words.number(constant) }
        guard case .binary = node.unwrapped.kind else { return name(of: node) }
        return written(node)
    }

    private static let longest = 48

    private static func written(_ node: SyntaxNode) -> String {
        let text = node.unwrapped.spelling
        guard text.count > longest else { return text }
        return text.prefix(longest / 2) + "…" + text.suffix(longest / 2 - 1)
    }

    private static func spoken(_ node: SyntaxNode) -> String {
        if let constant = node.constant { return Words.number(constant) }
        switch node.kind {
        case .number, .string: return ""
        case .selector(let selector): return selector.metric ?? "series"
        case .parentheses(let inner), .affirmation(let inner), .negation(let inner):
            return spoken(inner)
        case .subquery(let subquery): return spoken(subquery.operand)
        case .aggregation(let aggregation): return name(of: aggregation)
        case .call(let call): return name(of: call)
        case .binary(let binary): return name(of: binary)
        }
    }

    private static func name(of aggregation: SyntaxNode.Aggregation) -> String {
        let inner = spoken(aggregation.operand)
        switch aggregation.operation {
        case .avg: return "mean " + inner
        case .min, .max: return "\(aggregation.operation.rawValue) \(inner)"
        case .count, .stddev, .stdvar: return "\(aggregation.operation.rawValue) of \(inner)"
        case .quantile:
            let rank = aggregation.parameter?.constant.map { "p" + Words.number($0 * 100) }
            return "\(rank ?? "quantile") of \(inner)"
        default: return inner
        }
    }

    private static func name(of call: SyntaxNode.Call) -> String {
        let inner = call.arguments.last { $0.type != .scalar && $0.type != .string }.map(spoken)
        switch call.function.name {
        case "histogram_quantile":
            let rank = call.arguments.first?.constant.map { "p" + Words.number($0 * 100) }
            return "\(rank ?? "quantile") of \(base(inner ?? ""))"
        case "rate", "irate", "increase": return base(inner ?? "")
        case "absent", "absent_over_time": return (inner ?? "") + " absent"
        case "time": return "now"
        case "min_over_time", "max_over_time":
            return "\(call.function.name.prefix(3)) \(inner ?? "")" + span(call)
        case "predict_linear":
            let ahead = call.arguments.last?.constant ?? 0
            return "\(inner ?? "") in \(SpanWords.exact(ahead))"
        default: return inner ?? call.function.name
        }
    }

    private static func name(of binary: SyntaxNode.Binary) -> String {
        let (left, right) = (operand(binary.left, of: binary), operand(binary.right, of: binary))
        switch binary.operation {
        case .subtract where binary.left.constant != nil: return "\(left) − \(right)"
        case .divide where binary.left.constant != nil: return "\(left) / \(right)"
        default: break
        }
        // A factor changes the unit, not what is measured.
        if binary.left.constant != nil { return spoken(binary.right) }
        if binary.right.constant != nil { return spoken(binary.left) }
        switch binary.operation {
        case .divide:
            let isMean =
                binary.left.firstMetric?.hasSuffix("_sum") == true
                && binary.right.firstMetric?.hasSuffix("_count") == true
            if isMean { return "mean " + base(left) }
            return left == right ? quotient(binary, left) : "\(left) / \(right)"
        case .and, .unless: return left
        case let operation where operation.isComparison: return left
        case .subtract: return "\(left) − \(right)"
        default: return "\(left) \(binary.operation.rawValue) \(right)"
        }
    }

    /// In parentheses where it would be read otherwise without them.
    private static func operand(_ node: SyntaxNode, of binary: SyntaxNode.Binary) -> String {
        let words = spoken(node)
        guard node.constant == nil, case .binary(let inner) = node.unwrapped.kind,
            inner.left.constant == nil, inner.right.constant == nil
        else { return words }
        let isSum = inner.operation == .add || inner.operation == .subtract
        return isSum || binary.operation != .add ? "(\(words))" : words
    }

    /// ` over 10m`, as it is written.
    private static func span(_ call: SyntaxNode.Call) -> String {
        let range: DurationTree? =
            switch call.arguments.last?.unwrapped.kind {
            case .selector(let selector): selector.range
            case .subquery(let subquery): subquery.range
            default: nil
            }
        return range.map { " over \($0.text)" } ?? ""
    }

    /// Two parts of one name, by what tells them apart: `jobs{state="failed"} / jobs`.
    private static func quotient(_ binary: SyntaxNode.Binary, _ name: String) -> String {
        let (above, below) = (binary.left.firstSelector, binary.right.firstSelector)
        if let one = above?.metric, let other = below?.metric, one != other {
            return "\(one) / \(other)"
        }
        func chosen(_ one: SyntaxNode.Selector?, _ other: SyntaxNode.Selector?) -> String {
            let own = (one?.matchers ?? []).filter { matcher in
                matcher.name != Labels.metricName
                    && other?.matchers.contains {
                        $0.name == matcher.name && $0.operation == matcher.operation
                            && $0.value == matcher.value
                    } != true
            }
            let words = own.map { "\($0.name)\($0.operation.rawValue)\"\($0.value)\"" }
            return words.isEmpty ? "" : "{\(words.joined(separator: ","))}"
        }
        return name + chosen(above, below) + " / " + name + chosen(below, above)
    }

    /// Without what only says how the series are kept.
    private static func base(_ name: String) -> String {
        for suffix in ["_seconds_bucket", "_seconds_sum", "_bucket", "_sum", "_count", "_total"]
        where name.hasSuffix(suffix) && name.count > suffix.count {
            return String(name.dropLast(suffix.count))
        }
        return name
    }
}

extension SyntaxNode {
    /// Whether its metrics' names say what it measures: nothing is looked at another time, and no
    /// function makes something else of them.
    fileprivate var isSpeakable: Bool {
        switch unwrapped.kind {
        case .selector(let selector) where selector.timing.isShifted: return false
        case .subquery(let subquery) where subquery.timing.isShifted: return false
        case .call(let call) where !Self.keeping.contains(call.function.name): return false
        case .call(let call)
        where call.function.name == "predict_linear" && call.arguments.last?.constant == nil:
            return false
        case .binary(let binary) where [.power, .atan2, .remainder].contains(binary.operation):
            return false
        case .binary(let binary)
        where binary.operation == .subtract && binary.left.constant == nil
            && binary.left.firstMetric == binary.right.firstMetric:
            return false
        default: break
        }
        return children.allSatisfy(\.isSpeakable)
    }

    /// Functions whose value is the measure itself, or that are said.
    private static let keeping: Set<String> = [
        "rate", "irate", "increase", "histogram_quantile", "absent", "absent_over_time", "time",
        "avg_over_time", "min_over_time", "max_over_time", "last_over_time", "sum_over_time",
        "predict_linear", "abs", "ceil", "floor", "round", "clamp", "clamp_min", "clamp_max",
        "scalar", "vector", "sort", "sort_desc", "label_replace", "label_join", "histogram_avg",
    ]
}

extension SyntaxNode.Timing {
    fileprivate var isShifted: Bool { offset != nil || fixed != nil }
}
