package import Telemetry

/// How often, how long and how badly rules would have fired, counted from what a book is after each
/// of its instants.
package struct Backtest: Sendable {
    /// One stretch of firing; `to` is nil while it lasts.
    package struct Firing: Hashable, Sendable {
        package var from: Timestamp
        package var to: Timestamp?
    }

    /// What one label set of a rule did.
    package struct LabelSet: Sendable {
        package let labels: Labels
        package fileprivate(set) var fired = 0
        /// Times it was pending and never came to fire.
        package fileprivate(set) var pendingOnly = 0
        /// The first `firingLimit` of them.
        package fileprivate(set) var firings: [Firing] = []
        package fileprivate(set) var last: Firing?
        /// The value farthest beyond the limit while it was active, and when.
        package fileprivate(set) var worst: Sample?
        fileprivate var endedMilliseconds: Int64 = 0
        fileprivate var longestEnded: Int64 = 0
        /// Whether it is pending at the last instant noted.
        package fileprivate(set) var isPending = false

        /// All its firing, seen from `through`.
        package func firingMilliseconds(through: Timestamp) -> Int64 {
            endedMilliseconds + openMilliseconds(through)
        }

        package func longestMilliseconds(through: Timestamp) -> Int64 {
            max(longestEnded, openMilliseconds(through))
        }

        private func openMilliseconds(_ through: Timestamp) -> Int64 {
            guard let last, last.to == nil else { return 0 }
            return max(0, through - last.from)
        }
    }

    /// What one alerting rule did.
    package struct RuleCount: Sendable {
        package let rule: AlertingRule
        package let group: RuleGroup
        package fileprivate(set) var evaluations = 0
        package fileprivate(set) var faults = 0
        package fileprivate(set) var lastFault: String?
        /// PromQL's warnings and infos of the last evaluation that had any.
        package fileprivate(set) var notes: [String] = []
        package fileprivate(set) var from: Timestamp?
        package fileprivate(set) var through: Timestamp?
        package fileprivate(set) var sets: [Labels: LabelSet] = [:]
        /// Label sets beyond `setLimit`, not counted one by one.
        package fileprivate(set) var omittedSets: Set<Labels> = []
    }

    package static let setLimit = 1_000
    package static let firingLimit = 100

    /// Instants before this are not counted.
    package let since: Timestamp
    private var counts: [[RuleCount?]]

    package init(_ book: AlertBook, since: Timestamp = .distantPast) {
        self.since = since
        counts = book.states.map { state in
            state.group.rules.map { rule in
                guard case .alerting(let alerting) = rule else { return nil }
                return RuleCount(rule: alerting, group: state.group)
            }
        }
    }

    /// Every alerting rule in the book's order.
    package var rules: [RuleCount] { counts.joined().compactMap(\.self) }

    /// Takes in what the last evaluation of the book made of every rule it ran.
    package mutating func note(_ book: AlertBook) {
        for group in counts.indices {
            guard let instant = book.states[group].lastInstant, instant >= since else { continue }
            for rule in counts[group].indices {
                counts[group][rule]?.note(book.states[group].rules[rule], at: instant)
            }
        }
    }
}

extension Backtest.RuleCount {
    fileprivate mutating func note(_ state: RuleState, at instant: Timestamp) {
        guard state.lastEvaluation == instant, through != instant else { return }
        evaluations += 1
        from = from ?? instant
        through = instant
        if state.health == .bad {
            faults += 1
            lastFault = state.lastError
        }
        if !state.notes.isEmpty { notes = state.notes }
        let upwards = rule.expression.breachesUpwards
        let instances = state.machine.instances
        for labels in sets.keys where instances[labels]?.isActive != true {
            sets[labels]?.note(nil, at: instant, upwards: upwards)
        }
        for (labels, instance) in instances where instance.isActive {
            if sets[labels] == nil, sets.count >= Backtest.setLimit {
                if omittedSets.count < 10 * Backtest.setLimit { omittedSets.insert(labels) }
                continue
            }
            sets[labels, default: .init(labels: labels)]
                .note(instance, at: instant, upwards: upwards)
        }
    }
}

extension Backtest.LabelSet {
    /// Whether it fires at the last instant noted.
    package var isFiring: Bool { last.map { $0.to == nil } ?? false }

    /// - Parameter instance: nil when it is not active.
    fileprivate mutating func note(_ instance: AlertInstance?, at instant: Timestamp, upwards: Bool)
    {
        let fires = instance?.isFiring ?? false
        if fires, !isFiring { begin(at: instant) }
        if !fires, isFiring { end(at: instant) }
        if isPending, instance == nil { pendingOnly += 1 }
        isPending = instance != nil && !fires
        guard let instance, !instance.value.isNaN else { return }
        let isWorse =
            worst.map { upwards ? instance.value > $0.value : instance.value < $0.value } ?? true
        if isWorse { worst = Sample(time: instant, value: instance.value) }
    }

    private mutating func begin(at instant: Timestamp) {
        fired += 1
        let firing = Backtest.Firing(from: instant, to: nil)
        last = firing
        if firings.count < Backtest.firingLimit { firings.append(firing) }
    }

    private mutating func end(at instant: Timestamp) {
        guard let open = last else { return }
        last?.to = instant
        if firings.last?.from == open.from { firings[firings.count - 1].to = instant }
        endedMilliseconds += instant - open.from
        longestEnded = max(longestEnded, instant - open.from)
    }
}
