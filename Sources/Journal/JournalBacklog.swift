package import Alerting
package import Telemetry

/// What waits to be written, oldest first: by a journal that cannot be written for now, or for one
/// that could not even be opened.
package struct JournalBacklog: Sendable {
    private(set) var entries: [JournalEntry] = []
    /// Entries lost because nothing could be written for too long.
    package private(set) var dropped = 0

    /// The most that is kept: of more the oldest go, what people did last.
    package static let limit = 10_000

    package init() {}

    package var count: Int { entries.count }

    package mutating func add(_ evaluation: RuleEvaluation) {
        guard let at = evaluation.at else { return }
        add(
            .evaluation(
                JournalEntry.Steps(
                    at: at, transitions: evaluation.transitions, expiries: evaluation.expiries,
                    endedSilences: evaluation.endedSilences, flaps: evaluation.flaps,
                    baselines: evaluation.baselines)))
    }

    package mutating func add(_ hours: [Rollup]) {
        if !hours.isEmpty { add(.rollups(hours)) }
    }

    /// A page that somebody was told of.
    package mutating func add(_ ring: RuleEvaluation.Ring, at time: Timestamp) {
        add(.notice(ring, at: time))
    }

    /// - Parameter alert: as it stood when somebody acted on it.
    package mutating func add(_ action: AlertAction, on alert: AlertRecord?) {
        add(.action(action, alert))
    }

    package mutating func add(_ silence: Silence, by who: String, at time: Timestamp) {
        add(.silence(silence, by: who, at: time))
    }

    mutating func add(_ entry: JournalEntry) {
        // Of evaluations that did nothing the last one says all.
        if entry.isIdle, entries.last?.isIdle == true { entries.removeLast() }
        entries.append(entry)
        guard entries.count > Self.limit else { return }
        entries.remove(at: entries.firstIndex { !$0.isAction } ?? 0)
        dropped += 1
    }

    /// Puts what waited elsewhere behind what waits here.
    package mutating func append(_ other: JournalBacklog) {
        for entry in other.entries { add(entry) }
        dropped += other.dropped
    }

    /// Takes out what the journal says of alerts and silences that something waiting here is about
    /// to change: memory knows better.
    ///
    /// - Returns: whether anything was taken out, to be looked at again once that is written.
    func correct(_ changes: inout JournalChanges) -> Bool {
        let alerts = Set(entries.flatMap(\.alerts))
        let before = changes
        changes.attention.removeAll { alerts.contains($0.id) }
        if var silences = changes.silences {
            for case .silence(let silence, _, _) in entries {
                silences.removeAll { $0.id == silence.id }
                silences.append(silence)
            }
            changes.silences = silences
        }
        return changes != before
    }

    /// The first `count` are written.
    mutating func remove(first count: Int) { entries.removeFirst(min(count, entries.count)) }
}
