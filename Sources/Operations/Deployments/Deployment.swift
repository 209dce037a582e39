internal import DequeModule
internal import Telemetry

/// One version serving in one target: the identity behind every per-target series.
struct DeploymentKey: Hashable, Sendable {
    var model: String
    var version: String?
    var target: String?

    /// The place it shares with the model's other versions.
    var withoutVersion: DeploymentKey { DeploymentKey(model: model, target: target) }

    /// Labels of its series; unknown parts are absent.
    var labels: [String: String] {
        var labels = ["model": model]
        labels["version"] = version
        labels["target"] = target
        return labels
    }
}

/// Everything folded from the events of one deployment.
struct Deployment: Sendable {
    let key: DeploymentKey
    /// Index of its version among the engine's versions.
    let version: Int
    /// Fine slots of the screen's window.
    var window = SlotSeries<RequestSlot>()
    /// Slots of the rules' grid, their sketches dropped once every instant they serve is past.
    var grid = SlotSeries<RequestSlot>()
    /// What the grid has dropped, in wider slots; no request is in both.
    var past = SlotSeries<RequestSlot>()
    var counters = SlotSeries<CounterSlot>()
    var firstSeen: Timestamp
    var lastSeen: Timestamp
    /// Counts before the oldest counter slot kept, so that counters never fall when slots are
    /// dropped.
    var dropped = CounterTotals()
    var baseline = LatencyBaseline()
    var gauges: DeploymentGauges?
    /// Median gap between requests in milliseconds, and when that was computed.
    var medianGap: (milliseconds: Int64, computedAt: Timestamp)?

    init(key: DeploymentKey, version: Int, seen: Timestamp) {
        self.key = key
        self.version = version
        firstSeen = seen
        lastSeen = seen
    }

    /// Adds one request to the slots that still want it.
    mutating func add(_ row: EventRow, clocks: EngineClocks) {
        firstSeen = min(firstSeen, row.time)
        lastSeen = max(lastSeen, row.time)
        if row.time > clocks.windowStart {
            window.update(clocks.window.slot(of: row.time), empty: RequestSlot()) { $0.add(row) }
        }
        let gridSlot = clocks.grid.slot(of: row.time)
        if row.time > clocks.gridStart {
            grid.update(gridSlot, empty: RequestSlot()) { $0.add(row) }
        } else if row.time > clocks.pastStart {
            past.update(clocks.past.slot(of: row.time), empty: RequestSlot()) { $0.add(row) }
        }
        if row.time > clocks.counterStart || counters.count < MedianGap.slotsKept
            || counters.first.map({ gridSlot >= $0 }) == true
        {
            counters.update(gridSlot, empty: CounterSlot()) {
                $0.add(row.outcome, latencySeconds: row.latencySeconds)
            }
        } else {
            dropped.add(row)
        }
    }

    /// Drops what no later look can reach.
    mutating func prune(_ clocks: EngineClocks) {
        window.removeBefore(clocks.window.slot(of: clocks.windowStart))
        thin(before: clocks.grid.slot(of: clocks.gridStart), clocks)
        past.removeBefore(clocks.past.slot(of: clocks.pastStart))
        // Slots are filled one after the other: only the last few can have room to spare.
        grid.updateFull(newest: 8) { $1.latency.compact() }
        past.updateFull(newest: 2) { $1.latency.compact() }
        let keep = clocks.grid.slot(of: clocks.counterStart)
        let old = min(counters.lowerBound(keep), max(0, counters.count - MedianGap.slotsKept))
        for position in 0..<old { dropped.add(counters.values[position]) }
        counters.removeBefore(keep, keeping: MedianGap.slotsKept)
    }

    private mutating func thin(before slot: Int64, _ clocks: EngineClocks) {
        for position in 0..<grid.lowerBound(slot) {
            let end = clocks.grid.end(of: grid.slots[position])
            let old = grid.values[position]
            past.update(clocks.past.slot(of: end), empty: RequestSlot()) { $0.merge(old) }
        }
        grid.removeBefore(slot)
    }

    /// What the deployment did inside some slots, with the latencies in one accumulator.
    static func sum(
        _ slots: SlotSeries<RequestSlot>, in range: ClosedRange<Int64>
    ) -> WindowSum {
        var sum = WindowSum()
        for position in slots.positions(in: range) { sum.add(slots.values[position]) }
        return sum
    }
}

extension RequestSlot {
    mutating func merge(_ other: RequestSlot) {
        requests += other.requests
        errors += other.errors
        withOutcome += other.withOutcome
        latency.merge(other.latency)
    }

    @inline(__always)
    mutating func add(_ row: EventRow) {
        requests += 1
        if row.outcome != .unknown { withOutcome += 1 }
        if row.outcome == .error { errors += 1 }
        if !row.latencySeconds.isNaN { latency.add(row.latencySeconds) }
    }
}

/// Sums over a window.
struct WindowSum: Sendable {
    var requests: Int64 = 0
    var errors: Int64 = 0
    var withOutcome: Int64 = 0
    var latency = LatencyAccumulator()

    mutating func add(_ slot: RequestSlot) {
        requests += slot.requests
        errors += slot.errors
        withOutcome += slot.withOutcome
        if !slot.latency.isEmpty { latency.add(slot.latency) }
    }

    mutating func add(_ other: WindowSum) {
        requests += other.requests
        errors += other.errors
        withOutcome += other.withOutcome
        latency.add(other.latency)
    }

    /// nil when the log states no outcome.
    var errorRatio: Double? { withOutcome > 0 ? Double(errors) / Double(withOutcome) : nil }
}

/// Totals of counter slots that are no longer kept.
struct CounterTotals: Sendable {
    var ok: UInt64 = 0
    var error: UInt64 = 0
    var unknown: UInt64 = 0
    var durations: UInt64 = 0
    var durationSum: Double = 0
    var buckets = [UInt64](repeating: 0, count: DurationBuckets.bounds.count + 1)

    mutating func add(_ slot: CounterSlot) {
        ok += UInt64(slot.ok)
        error += UInt64(slot.error)
        unknown += UInt64(slot.unknown)
        durations += UInt64(slot.durations)
        durationSum += slot.durationSum
        for (index, count) in slot.buckets.enumerated() { buckets[index] += UInt64(count) }
    }

    mutating func add(_ row: EventRow) {
        var slot = CounterSlot()
        slot.add(row.outcome, latencySeconds: row.latencySeconds)
        add(slot)
    }
}
