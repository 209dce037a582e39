internal import Telemetry

/// A firing alert, and what its rule says are its consequences.
struct Inhibitor {
    let source: AlertRecord
    let rules: [Inhibition]

    /// Whether it makes another alert a mere consequence.
    ///
    /// Of two that would inhibit each other the one that fired first goes on: a page that nobody
    /// took is not hushed by its own consequence, nor both by each other.
    func inhibits(_ target: Labels, among all: [Inhibitor]) -> Bool {
        guard holds(over: target) else { return false }
        guard let other = all.first(where: { $0.source.instance.labels == target }),
            other.holds(over: source.instance.labels)
        else { return true }
        return order < other.order
    }

    private func holds(over target: Labels) -> Bool {
        rules.contains { $0.holds(source: source.instance.labels, target: target) }
    }

    private var order: (Timestamp, String) {
        (source.instance.firedAt ?? source.instance.activeAt, source.id)
    }
}
