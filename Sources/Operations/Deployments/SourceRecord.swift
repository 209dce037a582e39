internal import Telemetry

/// What the engine keeps of one source: its state, and how its symbols map onto the engine's indices.
struct SourceRecord: Sendable {
    struct RowKey: Hashable, Sendable {
        var model: Int32
        var version: Int32
        var target: Int32
    }
    var state: SourceState
    /// Position among all sources, for per-symbol caches.
    let index: Int
    /// Deployment of a (model, version, target) triple; -1 when refused.
    var deployments: [RowKey: Int] = [:]
    var lastKey: RowKey?
    var lastDeployment = -1
    /// Events per rule slot, for the source's usual gap.
    var arrivals = SlotSeries<UInt32>()
    var silenceLimitSeconds = 600.0
    var limitComputedAt: Timestamp?

    init(state: SourceState, index: Int) {
        self.state = state
        self.index = index
    }

    /// The file's name with digits folded, so that `events-2026-11-22` and `-23` are one family.
    var family: String {
        var folded = ""
        for character in state.name {
            if character.isNumber {
                if folded.last != "#" { folded.append("#") }
            } else {
                folded.append(character)
            }
        }
        return folded
    }
}
