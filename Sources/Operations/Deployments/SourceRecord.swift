internal import Telemetry

/// What the engine keeps of one source: its state, and how its symbols map onto the engine's
/// indices.
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
    /// Names of features that a version is known to log here; a target is no part of the key.
    var noted: [RowKey: Set<Symbol>] = [:]
    var lastKey: RowKey?
    var lastDeployment = -1
    /// Events per rule slot, for the source's usual gap.
    var arrivals = SlotSeries<UInt32>()
    var silenceLimitSeconds = 600.0
    var limitComputedAt: Timestamp?

    /// The log that a file is a part of: its name without dates and rotation numbers.
    ///
    /// `events.jsonl`, `events.jsonl.1`, `events-2026-11-22.jsonl` and `events.old.jsonl` are one
    /// log; `eu1.jsonl` and `eu2.jsonl` are two.
    let family: String
    /// The directory it lies in.
    let folder: String
    /// The same as labels know it.
    var place: (folder: Int32, scope: Int32?) = (-1, nil)

    init(state: SourceState, index: Int) {
        folder = state.location.lastIndex(of: "/").map { String(state.location[..<$0]) } ?? ""
        self.state = state
        self.index = index
        // Asked at every instant; a name never changes.
        family = Self.family(of: state.name)
    }

    private static func family(of name: String) -> String {
        var kept = ""
        var token = ""
        var separator = ""
        func isPart(_ token: String) -> Bool {
            token == "old" || token == "bak" || token.count(where: \.isNumber) >= 6
                || (!token.isEmpty && token.allSatisfy { $0.isNumber || "TZ:".contains($0) })
        }
        for character in name + "." {
            guard "-_./".contains(character) else {
                token.append(character)
                continue
            }
            if character == "/" || !isPart(token) { kept += separator + token }
            token = ""
            separator = String(character)
        }
        return kept
    }
}
