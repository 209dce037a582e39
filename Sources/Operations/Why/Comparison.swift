internal import PromQL

/// The comparison that decides whether a rule holds, the way round a person says it: what is
/// measured before its limit.
struct Comparison: Sendable {
    var node: SyntaxNode
    var left: SyntaxNode
    var operation: BinaryOperator
    var right: SyntaxNode
    /// It stands as a truth value inside another one: `(depth > bool 30) == 1`.
    var isTruth = false

    /// The limit, when it is written as a number.
    var constant: Double? { right.constant }
    var breachesBelow: Bool { operation == .less || operation == .lessOrEqual }

    /// The outermost comparison that filters: guards behind `and` and `unless` come after it.
    init?(in node: SyntaxNode) {
        if let own = Comparison(node) {
            self = own
            return
        }
        guard let inner = node.children.lazy.compactMap({ Comparison(in: $0) }).first else {
            return nil
        }
        self = inner
    }

    /// nil for a node that compares nothing itself.
    init?(_ node: SyntaxNode) {
        guard case .binary(let binary) = node.kind, binary.operation.isComparison else {
            return nil
        }
        self.node = node
        if let inner = Self.truth(binary) {
            self = inner
        } else if binary.left.constant != nil, binary.right.constant == nil,
            let mirrored = Self.mirrors[binary.operation]
        {
            (left, operation, right) = (binary.right, mirrored, binary.left)
        } else {
            (left, operation, right) = (binary.left, binary.operation, binary.right)
        }
    }

    /// What is asked of a `bool` comparison's result: that it is true, or that it is not.
    private static func truth(_ binary: SyntaxNode.Binary) -> Comparison? {
        guard case .binary(let compared) = binary.left.unwrapped.kind, compared.returnsBool,
            let constant = binary.right.constant,
            var inner = Comparison(binary.left.unwrapped)
        else { return nil }
        let wants = (
            ifTrue: binary.operation.holds(1, constant),
            ifFalse: binary.operation.holds(0, constant)
        )
        guard wants.ifTrue != wants.ifFalse else { return nil }
        if wants.ifFalse {
            guard let opposite = inner.operation.opposite else { return nil }
            inner.operation = opposite
        }
        inner.isTruth = true
        return inner
    }

    /// `40 < depth` is `depth > 40`.
    private static let mirrors: [BinaryOperator: BinaryOperator] = [
        .less: .greater, .lessOrEqual: .greaterOrEqual, .greater: .less,
        .greaterOrEqual: .lessOrEqual, .equal: .equal, .notEqual: .notEqual,
    ]
}

extension BinaryOperator {
    /// The comparison that holds where this one does not; nil for what compares nothing.
    var opposite: BinaryOperator? {
        switch self {
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        case .equal: .notEqual
        case .notEqual: .equal
        default: nil
        }
    }
}
