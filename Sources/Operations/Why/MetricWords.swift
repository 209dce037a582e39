internal import PromQL
internal import Telemetry

/// What an expression is called in a sentence: by its metrics' names and the few functions that
/// change what they mean.
enum MetricWords {
    /// `gpu_queue_length`, `p95 of request_duration`, `errors / requests`.
    static func name(of node: SyntaxNode) -> String {
        switch node.kind {
        case .number, .string: return ""
        case .selector(let selector): return selector.metric ?? "series"
        case .parentheses(let inner), .affirmation(let inner), .negation(let inner):
            return name(of: inner)
        case .subquery(let subquery): return name(of: subquery.operand)
        case .aggregation(let aggregation): return name(of: aggregation)
        case .call(let call): return name(of: call)
        case .binary(let binary): return name(of: binary)
        }
    }

    private static func name(of aggregation: SyntaxNode.Aggregation) -> String {
        let inner = name(of: aggregation.operand)
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
        let inner = call.arguments.last { $0.type != .scalar && $0.type != .string }.map(name)
        switch call.function.name {
        case "histogram_quantile":
            let rank = call.arguments.first?.constant.map { "p" + Words.number($0 * 100) }
            return "\(rank ?? "quantile") of \(base(inner ?? ""))"
        case "rate", "irate", "increase": return base(inner ?? "")
        case "absent", "absent_over_time": return (inner ?? "") + " absent"
        case "time": return "now"
        default: return inner ?? call.function.name
        }
    }

    private static func name(of binary: SyntaxNode.Binary) -> String {
        if binary.left.constant != nil { return name(of: binary.right) }
        if binary.right.constant != nil { return name(of: binary.left) }
        let (left, right) = (name(of: binary.left), name(of: binary.right))
        switch binary.operation {
        case .divide:
            let isMean =
                binary.left.firstMetric?.hasSuffix("_sum") == true
                && binary.right.firstMetric?.hasSuffix("_count") == true
            if isMean { return "mean " + base(left) }
            return left == right ? quotient(binary, left) : "\(left) / \(right)"
        case .and, .unless: return left
        case let operation where operation.isComparison: return left
        default: return "\(left) \(binary.operation.rawValue) \(right)"
        }
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
