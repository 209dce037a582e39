import Telemetry

/// What a subquery's operand gave at its steps: a step is evaluated once, as long as nothing that
/// it read has changed.
struct SubqueryMemory: Sendable {
    struct Step: Sendable {
        var elements: [Element]
        /// To be said again with the result.
        var annotations: [Annotation]
    }

    /// By the step's time in milliseconds.
    var steps: [Int64: Step] = [:]

    /// Forgets the steps that have left the range, and those that may have seen what is new.
    mutating func keep(after start: Timestamp, before change: Timestamp) {
        steps = steps.filter { $0.key > start.milliseconds && $0.key < change.milliseconds }
    }
}

extension SyntaxNode {
    /// Whether its value at an instant follows from what selectors give up to that instant, whoever
    /// asks: nothing in it looks ahead, elsewhere, or at the query as a whole.
    var isSteady: Bool {
        switch kind {
        case .selector(let selector):
            return selector.extent == .plain && selector.timing.looksBack
        case .subquery(let subquery):
            return subquery.timing.looksBack && subquery.operand.isSteady
        case .call(let call):
            switch call.function.body {
            case .special(.info), .special(.queryStart), .special(.queryEnd), .special(.queryStep),
                .special(.queryRange), .domain:
                return false
            default: return children.allSatisfy(\.isSteady)
            }
        default: return children.allSatisfy(\.isSteady)
        }
    }

    /// The slots of all selectors in it.
    var selectorSlots: [Int] {
        if case .selector(let selector) = kind { return [selector.slot] }
        return children.flatMap(\.selectorSlots)
    }
}

extension SyntaxNode.Timing {
    fileprivate var looksBack: Bool {
        fixed == nil && (offset.map { $0.seconds(step: 0, range: 0) >= 0 } ?? true)
    }
}
