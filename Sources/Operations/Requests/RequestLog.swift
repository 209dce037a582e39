internal import DequeModule
internal import Telemetry

/// The requests of one version that are worth looking at, per slot of time.
///
/// A request that is neither slow nor failed costs two comparisons: the slot of the request before
/// it and that slot's floor are at hand.
struct RequestLog: Sendable {
    private(set) var recent = SlotSeries<RequestPicks>()
    /// Wider slots behind the recent ones.
    private(set) var past = SlotSeries<RequestPicks>()
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
        let isRecent = row.time > clocks.requestStart
        guard isRecent || row.time > clocks.pastStart else {
            after = .min
            through = clocks.pastStart.milliseconds
            floor = .infinity
            return
        }
        let clock = isRecent ? clocks.requests : clocks.pastRequests
        let slot = clock.slot(of: row.time)
        through = clock.end(of: slot).milliseconds
        after = through - clock.widthMilliseconds
        let request = KeptRequest(row, source: source)
        if isRecent {
            recent.update(slot, empty: RequestPicks()) { picks in
                picks.add(request)
                floor = picks.floor
            }
        } else {
            // What follows may be recent and belong elsewhere.
            through = min(through, clocks.requestStart.milliseconds)
            past.update(slot, empty: RequestPicks()) { picks in
                picks.add(request)
                floor = picks.floor
            }
        }
    }

    /// Thins what is no longer recent, and drops what no window reaches.
    mutating func prune(_ clocks: EngineClocks) {
        let keep = clocks.requests.slot(of: clocks.requestStart)
        for position in 0..<recent.lowerBound(keep) {
            let end = clocks.requests.end(of: recent.slots[position])
            let old = recent.values[position]
            past.update(clocks.pastRequests.slot(of: end), empty: RequestPicks()) { $0.merge(old) }
        }
        recent.removeBefore(keep)
        past.removeBefore(clocks.pastRequests.slot(of: clocks.pastStart))
    }

    /// What some slots hold together, and where the first of them begins.
    struct Stretch {
        var since: Timestamp
        /// The width of its widest slots.
        var slotMilliseconds: Int64
        fileprivate var picks: [RequestPicks]

        /// Takes in what another log holds of the same time.
        mutating func add(_ other: Stretch) { picks += other.picks }
    }

    /// The slots that cover `(at − window, at]`, as far back as anything is kept.
    func stretch(endingAt at: Timestamp, window: Int64, _ clocks: EngineClocks) -> Stretch {
        let start = max(at - window, clocks.pastStart)
        let isLong = start < clocks.requestStart
        let widest = isLong ? clocks.pastRequests : clocks.requests
        let since = widest.end(of: widest.slot(of: start + 1) - 1)
        let last = clocks.requests.slot(of: at)
        let first = min(last, clocks.requests.slot(of: since + 1))
        var picks = recent.positions(in: first...last).map { recent.values[$0] }
        if isLong {
            let first = clocks.pastRequests.slot(of: since + 1)
            let slots = first...max(first, clocks.pastRequests.slot(of: at))
            picks += past.positions(in: slots).map { past.values[$0] }
        }
        return Stretch(since: since, slotMilliseconds: widest.widthMilliseconds, picks: picks)
    }
}

extension RequestLog.Stretch {
    /// The slowest requests up to `at`, exactly: none that is left out was slower than one here.
    ///
    /// A full slot may have dropped requests as slow as its own last; the list ends where one of
    /// those could follow. It holds at least `RequestPicks.limit` when there were so many.
    func slowest(upTo at: Timestamp) -> [KeptRequest] {
        let full = picks.filter { $0.slowest.count == RequestPicks.limit }
        let bound = full.map(\.floor).max() ?? -1
        return picks.flatMap(\.slowest).filter { $0.latencySeconds >= bound && $0.time <= at }
            .sorted(by: KeptRequest.isSlower)
    }

    /// Failed requests up to `at`, newest first: the newest of each slot.
    func failed(upTo at: Timestamp) -> [KeptRequest] {
        picks.flatMap(\.failed).filter { $0.time <= at }.sorted(by: KeptRequest.isNewer)
    }
}
