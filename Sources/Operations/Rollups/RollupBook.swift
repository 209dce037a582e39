internal import DequeModule
internal import Telemetry

/// Hour by hour, what is known of every version: eight days at most.
///
/// A few bytes a number and hour, so that a week of a hundred versions is a few megabytes.
struct RollupBook: Sendable {
    static let grid = SlotClock(widthMilliseconds: Rollup.milliseconds)

    private var strips: [DeploymentKey: [Rollup.Measure: SlotSeries<Float>]] = [:]

    /// Keeps an hour, each part of it unless more is known of that already.
    mutating func add(_ rollup: Rollup) {
        let key = DeploymentKey(model: rollup.model, version: rollup.version, target: nil)
        let slot = Self.grid.slot(of: rollup.end)
        var known = strips.removeValue(forKey: key) ?? [:]
        for part in Rollup.Part.allCases {
            guard let evidence = rollup.measures[part.evidence],
                Float(evidence) >= known[part.evidence]?[slot] ?? -1
            else { continue }
            for (measure, value) in rollup.measures where measure.part == part {
                known[measure, default: SlotSeries()].update(slot, empty: 0) { $0 = Float(value) }
            }
        }
        strips[key] = known
    }

    /// The known hours of a measure inside `slots`, oldest first.
    func hours(
        of measure: Rollup.Measure, _ key: DeploymentKey, in slots: ClosedRange<Int64>
    ) -> [(slot: Int64, value: Double)] {
        guard let strip = strips[key]?[measure] else { return [] }
        return strip.positions(in: slots).map { (strip.slots[$0], Double(strip.values[$0])) }
    }

    /// Measures of a version that any hour knows.
    func measures(of key: DeploymentKey) -> [Rollup.Measure] {
        strips[key].map { Array($0.keys) } ?? []
    }

    /// The first hour of a version in which it answered a request.
    func firstServed(_ key: DeploymentKey) -> Int64? {
        guard let requests = strips[key]?[.requests] else { return nil }
        return requests.values.firstIndex { $0 > 0 }.map { requests.slots[$0] }
    }

    /// The first hour known of a version.
    func first(_ key: DeploymentKey) -> Int64? { strips[key]?[.requests]?.first }

    /// The first hour known of anything.
    var first: Int64? { strips.values.compactMap { $0[.requests]?.first }.min() }

    /// Forgets hours that no strip reaches.
    mutating func prune(at time: Timestamp) {
        let oldest = Self.grid.slot(of: time - Rollup.retentionMilliseconds)
        for (key, measures) in strips {
            let kept = measures.mapValues { strip in
                var strip = strip
                strip.removeBefore(oldest)
                return strip
            }.filter { !$0.value.isEmpty }
            strips[key] = kept.isEmpty ? nil : kept
        }
    }
}
