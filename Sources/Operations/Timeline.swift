internal import Telemetry

/// What moved in registries, oldest first, in bounded memory.
struct Timeline: Sendable {
    static let limit = 500
    private(set) var moves: [RegistryMove] = []
    /// Two who watch see the same move within so long.
    private static let sameMilliseconds: Int64 = 120_000

    /// Adds what is not known yet.
    mutating func add(_ move: RegistryMove) {
        let isKnown = moves.contains { known in
            known.model == move.model && known.version == move.version && known.words == move.words
                && abs(known.at - move.at) <= Self.sameMilliseconds
        }
        guard !isKnown else { return }
        let place = moves.lastIndex { $0.at <= move.at }.map { $0 + 1 } ?? 0
        moves.insert(move, at: place)
        if moves.count > Self.limit { moves.removeFirst(moves.count - Self.limit) }
    }
}
