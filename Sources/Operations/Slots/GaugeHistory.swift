internal import DequeModule
internal import Telemetry

/// A measured series: every sample for a while, then one in two minutes up to its retention.
struct GaugeHistory: Sendable {
    /// How much of the past a series keeps.
    struct Retention: Hashable, Sendable {
        var fineMilliseconds: Int64
        var coarseMilliseconds: Int64
        /// Rules look back two hours and charts one; a day for the strips.
        static let day = Retention(fineMilliseconds: 3 * 3_600_000, coarseMilliseconds: 93_600_000)
        /// As far back as the chart of one feature's drift.
        static let quarterDay = Retention(
            fineMilliseconds: 3 * 3_600_000, coarseMilliseconds: 23_400_000)
        /// Enough for a rule's `for` and a chart of the last hour.
        static let short = Retention(fineMilliseconds: 3_900_000, coarseMilliseconds: 0)
    }

    private var coarse: Deque<Sample> = []
    private var fine: Deque<Sample> = []
    private let retention: Retention

    init(retention: Retention) { self.retention = retention }

    var latest: Sample? { fine.last ?? coarse.last }

    /// Appends a measurement; NaN means "not measured" and ends the series there.
    mutating func append(_ value: Double, at time: Timestamp) {
        if value.isNaN, latest?.isStale ?? true { return }
        append(value.isNaN ? Sample.stale(at: time) : Sample(time: time, value: value))
    }

    /// Appends; a time not after the newest is ignored, the first verdict stands.
    mutating func append(_ sample: Sample) {
        if let newest = fine.last, newest.time >= sample.time { return }
        fine.append(sample)
        let edge = sample.time - retention.fineMilliseconds
        while let oldest = fine.first, oldest.time < edge {
            fine.removeFirst()
            if retention.coarseMilliseconds > 0, oldest.time.milliseconds % 120_000 == 0 {
                coarse.append(oldest)
            }
        }
        let end = sample.time - retention.coarseMilliseconds
        while let oldest = coarse.first, oldest.time < end { coarse.removeFirst() }
    }

    /// Samples in `(after, through]`, oldest first.
    func samples(after: Timestamp, through: Timestamp) -> [Sample] {
        var result: [Sample] = []
        if let first = fine.first, first.time > after {
            Self.collect(coarse, after: after, through: through, into: &result)
        }
        Self.collect(fine, after: after, through: through, into: &result)
        return result
    }

    private static func collect(
        _ source: Deque<Sample>, after: Timestamp, through: Timestamp, into result: inout [Sample]
    ) {
        var low = 0
        var high = source.count
        while low < high {
            let middle = (low + high) / 2
            if source[middle].time <= after { low = middle + 1 } else { high = middle }
        }
        while low < source.count, source[low].time <= through {
            result.append(source[low])
            low += 1
        }
    }
}
