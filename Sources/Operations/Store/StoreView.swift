internal import DequeModule
internal import Telemetry

/// The store as PromQL reads it at one moment: counters are presented from the deployments' slots.
struct StoreView: FollowedSource {
    let store: SeriesStore
    let deployments: [Deployment]
    let grid: SlotClock
    /// What the store does not hold yet; nil on the grid.
    var present: PresentValues?

    var index: LabelIndex { store.index }
    var lineage: Lineage { store.lineage }

    /// What is not on the grid is seen once: nobody may remember it.
    func followed(for matchers: [LabelMatcher]) -> (any FollowedSource)? {
        present == nil ? self : nil
    }

    /// Counters are made on selection: an event that comes late changes them anywhere.
    func course(of number: UInt32) -> SeriesCourse? {
        switch store.storage[Int(number)] {
        case .gauge(let history): history.course
        case .imported(let imported): imported.course
        case .counter: nil
        }
    }

    func count(of number: UInt32, through: Timestamp) -> Int {
        switch store.storage[Int(number)] {
        case .gauge(let history): history.count(through: through)
        case .imported(let imported):
            imported.course.dropped + imported.samples.firstIndex(after: through)
        case .counter: 0
        }
    }

    func samples(of number: UInt32, behind count: Int, through: Timestamp) -> [Sample] {
        switch store.storage[Int(number)] {
        case .gauge(let history): return history.samples(behind: count, through: through)
        case .imported(let imported):
            let first = count - imported.course.dropped
            let end = imported.samples.firstIndex(after: through)
            return Array(imported.samples[first..<max(first, end)])
        case .counter: return []
        }
    }

    func newest(of number: UInt32, after: Timestamp, through: Timestamp) -> Sample? {
        switch store.storage[Int(number)] {
        case .gauge(let history): history.newest(after: after, through: through)
        case .imported(let imported): imported.samples.newest(after: after, through: through)
        case .counter: samples(of: number, after: after, through: through).last
        }
    }

    func samples(of number: UInt32, after: Timestamp, through: Timestamp) -> [Sample] {
        let present = present.flatMap {
            $0.isWithin(after: after, through: through) ? $0 : nil
        }
        switch store.storage[Int(number)] {
        case .gauge(let history):
            var samples = history.samples(after: after, through: through)
            if let sample = present?.sample(of: Int(number)) { samples.append(sample) }
            return samples
        case .imported(let imported):
            let first = imported.samples.firstIndex(after: after)
            let end = imported.samples.firstIndex(after: through)
            return Array(imported.samples[first..<max(first, end)])
        case .counter(let deployment, let column):
            var samples = deployments[deployment].present(
                column, grid: grid, after: after, through: through)
            if let present {
                samples += deployments[deployment].present(column, grid: grid, now: present.time)
            }
            return samples
        }
    }
}

extension Deployment {
    /// A counter's cumulative samples, one at the end of every slot in `(after, through]`.
    ///
    /// The first is an explicit 0 one slot before the first event, so that `rate` and `increase`
    /// lose nothing.
    func present(
        _ column: CounterColumn, grid: SlotClock, after: Timestamp, through: Timestamp
    ) -> [Sample] {
        guard let first = counters.first else { return [] }
        var total = dropped[column]
        // The last slot that has ended by `through`.
        let last = grid.slot(endingBy: through)
        var slot = max(first - 1, grid.slot(endingBy: after) + 1)
        guard slot <= last else { return [] }
        var position = 0
        while position < counters.count, counters.slots[position] < slot {
            total += counters.values[position][column]
            position += 1
        }
        var samples: [Sample] = []
        samples.reserveCapacity(Int(last - slot + 1))
        while slot <= last {
            if position < counters.count, counters.slots[position] == slot {
                total += counters.values[position][column]
                position += 1
            }
            samples.append(Sample(time: grid.end(of: slot), value: total))
            slot += 1
        }
        return samples
    }

    /// A counter at a moment inside a slot, with what the slot holds so far; none at its end.
    func present(_ column: CounterColumn, grid: SlotClock, now: Timestamp) -> [Sample] {
        let slot = grid.slot(of: now)
        guard let first = counters.first, first <= slot, grid.end(of: slot) != now else {
            return []
        }
        var total = dropped[column]
        for position in 0..<counters.lowerBound(slot + 1) {
            total += counters.values[position][column]
        }
        return [Sample(time: now, value: total)]
    }
}

extension CounterSlot {
    subscript(column: CounterColumn) -> Double {
        switch column {
        case .requests(.ok): Double(ok)
        case .requests(.error): Double(error)
        case .requests(.unknown): Double(unknown)
        case .durationBucket(let index):
            Double(buckets.prefix(index + 1).reduce(0) { $0 + UInt64($1) })
        case .durationSum: durationSum
        case .durationCount: Double(durations)
        }
    }
}

extension CounterTotals {
    subscript(column: CounterColumn) -> Double {
        switch column {
        case .requests(.ok): Double(ok)
        case .requests(.error): Double(error)
        case .requests(.unknown): Double(unknown)
        case .durationBucket(let index): Double(buckets.prefix(index + 1).reduce(0, +))
        case .durationSum: durationSum
        case .durationCount: Double(durations)
        }
    }
}
