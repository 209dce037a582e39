package import Telemetry

/// How often the condition of one label set came and went in its last evaluations.
///
/// Naemon's measure: of the newest `window` results each change counts, from 0.8 for the oldest to
/// 1.2 for the newest, as a share of all the changes there could be. What lies before the first
/// result counts as calm. Only label sets with a change in sight have a window.
package struct FlapWindow: Hashable, Sendable, Codable {
    /// A stretch of flapping: one incident, however often it comes and goes.
    package struct Spell: Hashable, Sendable, Codable {
        /// When the first coming was that belongs to it.
        package var since: Timestamp
        /// How often the condition came.
        package var count: Int
        package init(since: Timestamp, count: Int) {
            self.since = since
            self.count = count
        }
    }

    private struct Change: Hashable, Codable {
        var evaluation: Int
        var at: Timestamp
        var isRise: Bool
    }

    private var evaluations = 0
    private(set) var isPresent: Bool
    private var changes: [Change] = []
    private var noted = Timestamp.distantPast
    /// nil while it is calm.
    package private(set) var spell: Spell?

    package init(isPresent: Bool) { self.isPresent = isPresent }

    /// Nothing to remember any more.
    package var isIdle: Bool { changes.isEmpty && spell == nil }

    /// Takes one evaluation's result; one that was taken before, by a replay, changes nothing.
    package mutating func note(_ present: Bool, at time: Timestamp, rule: RuleOperations.Flap) {
        guard time > noted else { return }
        noted = time
        evaluations += 1
        if present != isPresent {
            isPresent = present
            changes.append(Change(evaluation: evaluations, at: time, isRise: present))
            if present { spell?.count += 1 }
        }
        changes.removeAll { evaluations - $0.evaluation >= rule.window - 1 }
        let share = share(of: rule.window)
        if spell == nil, share >= rule.high {
            let rises = changes.filter(\.isRise)
            spell = Spell(since: (rises.first ?? changes[0]).at, count: max(1, rises.count))
        } else if share < rule.low {
            spell = nil
        }
    }

    private func share(of window: Int) -> Double {
        let oldest = Double(window - 2)
        let weights = changes.map { 1.2 - 0.4 * Double(evaluations - $0.evaluation) / oldest }
        return weights.reduce(0, +) / Double(window - 1)
    }

    /// Moves every time in it: the clock was set back.
    mutating func shift(milliseconds: Int64) {
        if noted != .distantPast { noted = noted + milliseconds }
        for index in changes.indices { changes[index].at = changes[index].at + milliseconds }
        if let since = spell?.since { spell?.since = since + milliseconds }
    }
}
