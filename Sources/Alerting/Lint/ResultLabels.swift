internal import PromQL
internal import Telemetry

/// Which labels the elements of a result can have, as far as that is certain.
enum ResultLabels {
    case only(Set<String>)
    case anyBut(Set<String>)

    func mayHave(_ name: String) -> Bool {
        switch self {
        case .only(let names): names.contains(name)
        case .anyBut(let names): !names.contains(name)
        }
    }

    private func kept(_ names: [String]) -> ResultLabels { .only(Set(names.filter(mayHave))) }

    private func removing(_ names: [String]) -> ResultLabels {
        switch self {
        case .only(let all): .only(all.subtracting(names))
        case .anyBut(let gone): .anyBut(gone.union(names))
        }
    }

    private func adding(_ names: [String]) -> ResultLabels {
        switch self {
        case .only(let all): .only(all.union(names))
        case .anyBut(let gone): .anyBut(gone.subtracting(names))
        }
    }

    private func union(_ other: ResultLabels) -> ResultLabels {
        switch (self, other) {
        case (.only(let left), .only(let right)): .only(left.union(right))
        case (.anyBut(let left), .anyBut(let right)): .anyBut(left.intersection(right))
        case (.anyBut(let gone), .only(let all)), (.only(let all), .anyBut(let gone)):
            .anyBut(gone.subtracting(all))
        }
    }

    static func of(_ node: SyntaxNode) -> ResultLabels {
        if node.type == .scalar { return .only([]) }
        switch node.kind {
        case .number, .string: return .only([])
        case .selector(let selector):
            return .anyBut(
                Set(
                    selector.matchers.filter { $0.operation == .equal && $0.value.isEmpty }
                        .map(\.name)))
        case .subquery(let subquery): return of(subquery.operand)
        case .parentheses(let inner), .negation(let inner), .affirmation(let inner):
            return of(inner)
        case .aggregation(let aggregation): return of(aggregation)
        case .binary(let binary): return of(binary)
        case .call(let call): return of(call)
        }
    }

    private static func of(_ aggregation: SyntaxNode.Aggregation) -> ResultLabels {
        let inner = of(aggregation.operand)
        if aggregation.operation.selects { return inner }
        let grouped =
            aggregation.grouping.isWithout
            ? inner.removing(aggregation.grouping.labels)
            : inner.kept(aggregation.grouping.labels)
        guard aggregation.operation == .countValues,
            case .string(let label)? = aggregation.parameter?.unwrapped.kind
        else { return grouped }
        return grouped.adding([label.value])
    }

    private static func of(_ binary: SyntaxNode.Binary) -> ResultLabels {
        let (left, right) = (of(binary.left), of(binary.right))
        if binary.left.type == .scalar { return right }
        if binary.right.type == .scalar { return left }
        if binary.operation == .or { return left.union(right) }
        if binary.operation.isSet { return left }
        let matching = binary.matching
        switch matching.cardinality {
        case .oneToOne:
            return matching.isOn ? left.kept(matching.labels) : left.removing(matching.labels)
        case .manyToOne: return left.adding(matching.include)
        case .oneToMany: return right.adding(matching.include)
        }
    }

    private static func of(_ call: SyntaxNode.Call) -> ResultLabels {
        switch call.function.name {
        case "vector": return .only([])
        case "absent", "absent_over_time":
            guard case .selector(let selector)? = call.arguments.first?.unwrapped.kind else {
                return .only([])
            }
            return .only(
                Set(selector.matchers.filter { $0.operation == .equal }.map(\.name)))
        case "label_replace", "label_join":
            let inner = call.arguments.first.map(of) ?? .anyBut([])
            guard call.arguments.count > 1,
                case .string(let label) = call.arguments[1].unwrapped.kind
            else { return .anyBut([]) }
            return inner.adding([label.value])
        case "info", "histogram_quantiles": return .anyBut([])
        case "histogram_quantile":
            return call.arguments.last.map { of($0).removing(["le"]) } ?? .anyBut([])
        default:
            let vectors = call.arguments.filter {
                $0.type == .instantVector || $0.type == .rangeVector
            }
            return vectors.first.map(of) ?? .anyBut([])
        }
    }
}
