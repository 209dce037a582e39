internal import PromQL
internal import Telemetry

/// Which labels a series of each part of an expression must have to have gone into one result.
///
/// Worked out from the top: what a part hands on, its operands must have had, except what a join
/// ignores or a function makes.
struct LabelDemands: Sendable {
    private var byNode: [ObjectIdentifier: Labels] = [:]
    /// Parts of an `or`: only one of its sides made the result, and the other one's series may
    /// have fewer labels.
    private var ofEither: Set<ObjectIdentifier> = []

    /// - Parameter labels: the result's own, without the metric's name.
    init(_ root: SyntaxNode, labels: Labels) { demand(labels, of: root, isOfEither: false) }

    subscript(node: SyntaxNode) -> Labels { byNode[ObjectIdentifier(node)] ?? .empty }

    /// Narrows a part and all below it to one of its members.
    mutating func narrow(_ node: SyntaxNode, to labels: Labels) {
        demand(labels, of: node, isOfEither: ofEither.contains(ObjectIdentifier(node)))
    }

    private mutating func demand(_ labels: Labels, of node: SyntaxNode, isOfEither: Bool) {
        byNode[ObjectIdentifier(node)] = labels
        if isOfEither { ofEither.insert(ObjectIdentifier(node)) }
        switch node.kind {
        case .binary(let binary):
            let (left, right) = Self.sides(binary, labels)
            let isOfEither = isOfEither || binary.operation == .or
            demand(left, of: binary.left, isOfEither: isOfEither)
            demand(right, of: binary.right, isOfEither: isOfEither)
        case .call(let call): demand(labels, of: call, isOfEither: isOfEither)
        default:
            for child in node.children { demand(labels, of: child, isOfEither: isOfEither) }
        }
    }

    private mutating func demand(
        _ labels: Labels, of call: SyntaxNode.Call, isOfEither: Bool
    ) {
        var labels = labels
        switch call.function.name {
        case "label_replace", "label_join":
            if call.arguments.count > 1, case .string(let made) = call.arguments[1].kind {
                labels = labels.removing([made.value])
            }
        case "scalar", "absent", "absent_over_time", "vector": labels = .empty
        default: break
        }
        for argument in call.arguments { demand(labels, of: argument, isOfEither: isOfEither) }
    }

    private static func sides(
        _ binary: SyntaxNode.Binary, _ labels: Labels
    ) -> (left: Labels, right: Labels) {
        let matching = binary.matching
        let shared =
            matching.isOn ? labels.keeping(matching.labels) : labels.removing(matching.labels)
        // The "many" side keeps its labels; those it took over came from the other.
        let many = labels.removing(matching.include)
        let one = labels.keeping(Set(shared.pairs.map(\.name)).union(matching.include))
        switch matching.cardinality {
        case .oneToOne: return (labels, shared)
        case .manyToOne: return (many, one)
        case .oneToMany: return (one, many)
        }
    }

    /// Whether a series of the part went into the result.
    func accepts(_ labels: Labels, of node: SyntaxNode) -> Bool {
        let isOfEither = ofEither.contains(ObjectIdentifier(node))
        return self[node].pairs.allSatisfy { pair in
            labels[pair.name].map { $0 == pair.value } ?? isOfEither
        }
    }
}
