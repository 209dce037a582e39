internal import DequeModule
internal import Telemetry

/// The requests of one version that are worth looking at, per slot of time.
///
/// A request that is neither slow nor failed costs two comparisons: the slot of the request before
/// it and that slot's floor are at hand.
struct RequestLog: Sendable {
    private(set) var slots = SlotSeries<RequestPicks>()
    /// The slot of the request before, `(after, through]` in milliseconds, and its floor.
    private var after = Int64.max
    private var through = Int64.min
    private var floor = -1.0

    @inline(__always)
    mutating func add(_ row: EventRow, source: Int, clocks: EngineClocks) {
        let time = row.time.milliseconds
        // A latency that is not there is below every floor.
        if time > after, time <= through, !(row.latencySeconds >= floor), row.outcome != .error {
            return
        }
        consider(row, source: source, clocks: clocks)
    }

    @inline(never)
    private mutating func consider(_ row: EventRow, source: Int, clocks: EngineClocks) {
        guard row.time > clocks.requestStart else {
            after = .min
            through = clocks.requestStart.milliseconds
            floor = .infinity
            return
        }
        let slot = clocks.requests.slot(of: row.time)
        through = clocks.requests.end(of: slot).milliseconds
        after = through - clocks.requests.widthMilliseconds
        slots.update(slot, empty: RequestPicks()) { picks in
            picks.add(KeptRequest(row, source: source))
            floor = picks.floor
        }
    }

    mutating func prune(_ clocks: EngineClocks) {
        slots.removeBefore(clocks.requests.slot(of: clocks.requestStart))
    }

    /// The slowest requests of some slots, exactly: none that is left out was slower than one here.
    ///
    /// A full slot may have dropped requests as slow as its own last; the list ends where one of
    /// those could follow. It holds at least `RequestPicks.limit` when there were so many.
    func slowest(in range: ClosedRange<Int64>, upTo at: Timestamp) -> [KeptRequest] {
        let picks = slots.positions(in: range).map { slots.values[$0] }
        let bound = picks.filter { $0.slowest.count == RequestPicks.limit }.map(\.floor).max() ?? -1
        return picks.flatMap(\.slowest).filter { $0.latencySeconds >= bound && $0.time <= at }
            .sorted(by: KeptRequest.isSlower)
    }

    /// Failed requests of some slots, newest first: the newest of each.
    func failed(in range: ClosedRange<Int64>, upTo at: Timestamp) -> [KeptRequest] {
        slots.positions(in: range).flatMap { slots.values[$0].failed }.filter { $0.time <= at }
            .sorted(by: KeptRequest.isNewer)
    }
}
