internal import Telemetry

/// A firing alert, and what its rule says are its consequences.
struct Inhibitor {
    let source: AlertRecord
    let rules: [Inhibition]

    fileprivate func holds(over target: Labels) -> Bool {
        rules.contains { $0.holds(source: source.instance.labels, target: target) }
    }

    fileprivate func isEarlier(than other: Inhibitor) -> Bool { order < other.order }

    private var order: (Timestamp, String) {
        (source.instance.firedAt ?? source.instance.activeAt, source.id)
    }
}

/// All firing alerts that inhibit others, and who is a mere consequence of whom.
///
/// A consequence may be a cause in its turn. Of alerts that inhibit each other, two or a ring, the
/// one that fired first goes on: a page that nobody took is not hushed by its own consequence, nor
/// all of them by each other.
struct Inhibitors {
    private let all: [Inhibitor]
    /// By the labels of the alerts.
    private let places: [Labels: Int]
    /// Alerts looked at for a way round a ring.
    private static let ringLimit = 100

    static let none = Inhibitors([])

    init(_ all: [Inhibitor]) {
        self.all = all
        places = Dictionary(
            all.enumerated().map { ($1.source.instance.labels, $0) },
            uniquingKeysWith: { first, _ in first })
    }

    var isEmpty: Bool { all.isEmpty }

    /// Whether an alert is a consequence of any.
    func inhibit(_ target: Labels) -> Bool { all.contains { inhibits($0, target) } }

    /// The alerts whose consequence an alert is.
    func causes(of target: Labels) -> [AlertRecord] {
        all.filter { inhibits($0, target) }.map(\.source)
    }

    private func inhibits(_ cause: Inhibitor, _ target: Labels) -> Bool {
        guard cause.holds(over: target) else { return false }
        guard let other = places[target].map({ all[$0] }), other.isEarlier(than: cause) else {
            return true
        }
        return !reaches(cause.source.instance.labels, from: other)
    }

    /// Whether an alert is a consequence of another, directly or through others.
    private func reaches(_ target: Labels, from first: Inhibitor) -> Bool {
        var seen: Set<Labels> = [first.source.instance.labels]
        var open = [first]
        while let cause = open.popLast(), seen.count <= Self.ringLimit {
            if cause.holds(over: target) { return true }
            for next in all where cause.holds(over: next.source.instance.labels) {
                if seen.insert(next.source.instance.labels).inserted { open.append(next) }
            }
        }
        return false
    }
}
