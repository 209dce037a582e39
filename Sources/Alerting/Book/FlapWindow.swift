/// The last evaluations of one label set: how often it came and went.
struct FlapWindow: Hashable, Sendable {
    private var present: [Bool] = []
    private(set) var isFlapping = false

    /// Share of changes between neighbours in the window.
    var changes: Double {
        guard present.count > 1 else { return 0 }
        let changed = zip(present, present.dropFirst()).filter { $0 != $1 }.count
        return Double(changed) / Double(present.count - 1)
    }

    /// Nothing to remember any more.
    var isIdle: Bool { !present.contains(true) }

    mutating func note(_ isPresent: Bool, rule: RuleOperations.Flap) {
        present.append(isPresent)
        if present.count > rule.window { present.removeFirst(present.count - rule.window) }
        // Few evaluations say little: a share of changes needs half a window.
        guard present.count * 2 > rule.window else { return }
        if changes >= rule.high { isFlapping = true }
        if changes < rule.low { isFlapping = false }
    }
}
