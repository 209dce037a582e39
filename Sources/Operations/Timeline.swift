internal import Telemetry

/// What happened while we watched, bounded, oldest first.
struct Timeline: Sendable {
    struct Entry: Sendable {
        var at: Timestamp
        var model: String
        var version: String?
        var words: String
    }
    static let limit = 500
    private(set) var entries: [Entry] = []

    mutating func add(_ change: RegistryChange, at: Timestamp) {
        entries.append(
            Entry(
                at: at, model: change.key.model, version: change.key.version, words: change.words))
        if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
    }
}
