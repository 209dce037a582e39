internal import DequeModule
internal import Telemetry

/// The store as PromQL reads it at one moment: counters are presented from the deployments' slots.
struct StoreView: SeriesSource {
    let store: SeriesStore
    let deployments: [Deployment]
    let grid: SlotClock

    func select(
        _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
    ) -> [SeriesSamples] {
        var result: [SeriesSamples] = []
        for id in candidates(matchers) {
            let labels = store.labels[id]
            guard matchers.allSatisfy({ $0.accepts(labels) }) else { continue }
            let samples = samples(of: id, after: after, through: through)
            if !samples.isEmpty { result.append(SeriesSamples(labels: labels, samples: samples)) }
        }
        return result
    }

    private func candidates(_ matchers: [LabelMatcher]) -> [Int] {
        for matcher in matchers
        where matcher.name == Labels.metricName && matcher.operation == .equal {
            return store.byName[matcher.value] ?? []
        }
        return store.byName
            .filter { name, _ in
                matchers.allSatisfy { $0.name != Labels.metricName || $0.accepts(value: name) }
            }
            .flatMap(\.value)
    }

    private func samples(of id: Int, after: Timestamp, through: Timestamp) -> [Sample] {
        switch store.storage[id] {
        case .gauge(let history):
            return history.samples(after: after, through: through)
        case .imported(let imported):
            return imported.samples.filter { $0.time > after && $0.time <= through }
        case .counter(let deployment, let column):
            return deployments[deployment].present(
                column, grid: grid, after: after, through: through)
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
