internal import Telemetry

/// The requests of one version that are worth looking at, target by target: a slow target would
/// push out all that the others have.
struct TargetRequests: Sendable {
    /// Where a target stands among those of its version, in the order they were met.
    struct Place: Sendable {
        var target: String?
        var log = RequestLog()
    }

    private(set) var places: [Place] = []
    /// By source and symbol; as many as sources times deployments, which are bounded.
    private var known: [Key: Int] = [:]
    private var last: (key: Key, place: Int)?

    private struct Key: Hashable {
        var source: Int
        var symbol: Symbol
    }

    /// Adds a row.
    ///
    /// - Returns: the place of its target.
    @inline(__always)
    mutating func add(
        _ row: EventRow, _ batch: EventBatch, source: Int, clocks: EngineClocks
    ) -> Int {
        let key = Key(source: source, symbol: row.target)
        // Rows of one target mostly come one after the other.
        let place = if let last, last.key == key { last.place } else { place(of: key, batch) }
        places[place].log.add(row, source: source, clocks: clocks)
        return place
    }

    @inline(never)
    private mutating func place(of key: Key, _ batch: EventBatch) -> Int {
        if let place = known[key] {
            last = (key, place)
            return place
        }
        let target = batch[key.symbol]
        let place = places.firstIndex { $0.target == target } ?? places.count
        if place == places.count { places.append(Place(target: target)) }
        known[key] = place
        last = (key, place)
        return place
    }

    mutating func prune(_ clocks: EngineClocks) {
        for index in places.indices { places[index].log.prune(clocks) }
    }

    /// Of all targets, or of one.
    func stretch(
        endingAt at: Timestamp, window: Int64, target: String?, _ clocks: EngineClocks
    ) -> RequestLog.Stretch {
        var stretch = RequestLog().stretch(endingAt: at, window: window, clocks)
        for place in places where target == nil || place.target == target {
            stretch.add(place.log.stretch(endingAt: at, window: window, clocks))
        }
        return stretch
    }

    func place(of target: String) -> Int? { places.firstIndex { $0.target == target } }
}
