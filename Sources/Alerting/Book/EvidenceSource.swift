internal import Telemetry

/// Answers why an alert is missing from its rule's result: derived expressions, compiled once and
/// evaluated only when an alert that is active is missing.
struct EvidenceSource: Sendable {
    private let presence: RuleExpression?
    private let held: RuleExpression?
    private let cleared: RuleExpression?
    /// Of an `or`, side by side.
    private let sidePresences: [RuleExpression]
    private let sides: [(side: RuleExpression?, counts: [RuleExpression])]
    private let minSamples: Int

    /// nil for a plain Prometheus rule: what is missing has cleared.
    init?(rule: AlertingRule) {
        guard let operations = rule.operations else { return nil }
        self.init(operations, rule, asksPresence: operations.noData != .ok)
    }

    /// For moments shortly after the clock jumped, when what is missing has not cleared whatever
    /// the rule; nil where that cannot be told, as of `absent`.
    init?(unsteady rule: AlertingRule) {
        guard rule.expression.presence != nil else { return nil }
        self.init(rule.operations ?? RuleOperations(), rule, asksPresence: true)
    }

    private init(_ operations: RuleOperations, _ rule: AlertingRule, asksPresence: Bool) {
        presence = asksPresence ? rule.expression.presence : nil
        sidePresences = asksPresence ? rule.expression.sidePresences : []
        switch operations.clear {
        case .threshold(let threshold):
            held = rule.expression.held(beyond: threshold)
            cleared = nil
        case .expression(let expression):
            held = nil
            cleared = expression
        case nil:
            held = nil
            cleared = nil
        }
        minSamples = operations.minSamples ?? 0
        sides = minSamples > 0 ? rule.expression.sampleCounts : []
    }

    /// Whether an alert must be asked which sides of an `or` it came from.
    var hasSides: Bool { !sidePresences.isEmpty }

    /// The answers at one instant.
    func reading(at time: Timestamp, in source: any SeriesSource) -> Reading {
        Reading(
            present: presence.flatMap { Self.elements($0, time, source) },
            presentSides: sidePresences.map { Self.elements($0, time, source) ?? [] },
            held: held.flatMap { Self.elements($0, time, source) },
            cleared: cleared.flatMap { Self.elements($0, time, source) },
            coverage: coverage(at: time, in: source))
    }

    /// The samples in each range of the expression; nil for rules that do not ask.
    func coverage(at time: Timestamp, in source: any SeriesSource) -> Coverage? {
        guard minSamples > 0 else { return nil }
        return Coverage(
            sides: sides.map { side, counts in
                Coverage.Side(
                    results: side.flatMap { Self.elements($0, time, source) },
                    ranges: counts.map { Self.elements($0, time, source) ?? [] })
            },
            wanted: minSamples)
    }

    /// How many samples lie behind results.
    struct Coverage {
        fileprivate let sides: [Side]
        fileprivate let wanted: Int

        /// One side of an `or`, or the whole.
        fileprivate struct Side {
            /// What it gives by itself; nil for the whole.
            var results: [RuleExpression.Element]?
            var ranges: [[RuleExpression.Element]]
        }

        /// Whether every range that went into a result holds enough, all its series together.
        ///
        /// Of the sides of an `or` it is the first that gives this result; of a result that is
        /// missing, any that has samples.
        func isEnough(for series: Labels) -> Bool {
            let giving = sides.first { side in
                side.results?.contains { $0.labels.covers(series) } ?? true
            }
            if let giving { return isEnough(counted(giving, series)) }
            let counts = sides.map { counted($0, series) }.filter { $0.contains { $0 > 0 } }
            return counts.isEmpty || counts.contains { isEnough($0) }
        }

        /// One range without any series is what is asked to be missing, or a part that is not
        /// there: the result was not made of it.
        private func isEnough(_ counts: [Double]) -> Bool {
            counts.allSatisfy { $0 == 0 || $0 >= Double(wanted) }
        }

        /// The samples of each range that can have gone into a result with these labels.
        private func counted(_ side: Side, _ series: Labels) -> [Double] {
            side.ranges.map { counted in
                counted.filter { agree($0.labels, series) }.reduce(0) { $0 + $1.value }
            }
        }

        /// No label of one contradicts the other.
        private func agree(_ counted: Labels, _ series: Labels) -> Bool {
            series.pairs.allSatisfy { pair in
                counted[pair.name].map { $0 == pair.value } ?? true
            }
        }
    }

    struct Reading {
        fileprivate var present: [RuleExpression.Element]?
        fileprivate var presentSides: [[RuleExpression.Element]]
        fileprivate var held: [RuleExpression.Element]?
        fileprivate var cleared: [RuleExpression.Element]?
        fileprivate var coverage: Coverage?

        func evidence(for instance: AlertInstance) -> AlertMachine.Evidence {
            // Too few samples say neither that it is over nor that it goes on.
            if let coverage, !coverage.isEnough(for: instance.series) { return .vanished }
            // One for all, as `sum(v) < 3` is, clears each.
            let clears = { (labels: Labels) in
                labels.covers(instance.series) || instance.series.covers(labels)
            }
            // What the rule says is the end is the end, also of what is not measured any more.
            if let cleared, cleared.contains(where: { clears($0.labels) }) { return .cleared }
            if let present, !Self.tells(present, of: instance.series) { return .vanished }
            if let known = instance.sides, !known.isSubset(of: sides(of: instance.series)) {
                return .vanished
            }
            if let held, let still = held.first(where: { $0.labels.covers(instance.series) }) {
                return .held(still.value)
            }
            return cleared == nil ? .cleared : .held(instance.value)
        }

        /// Which sides of an `or` have a series of the alert.
        func sides(of series: Labels) -> Set<Int> {
            Set(presentSides.indices.filter { Self.tells(presentSides[$0], of: series) })
        }

        /// A result that is no number, as of nothing divided by nothing, tells nothing.
        private static func tells(
            _ elements: [RuleExpression.Element], of series: Labels
        ) -> Bool {
            elements.contains { !$0.value.isNaN && $0.labels.covers(series) }
        }
    }

    /// A derived expression that fails tells nothing, and Prometheus's way is taken.
    private static func elements(
        _ expression: RuleExpression, _ time: Timestamp, _ source: any SeriesSource
    ) -> [RuleExpression.Element]? {
        try? expression.evaluate(at: time, in: source)
    }
}
