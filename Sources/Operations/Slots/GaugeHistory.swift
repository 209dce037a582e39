internal import Alerting
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

        /// As much, and as much as rules read: of samples two minutes apart an average over both
        /// kinds would weigh the last hours eight times.
        func covering(_ reach: MetricReach?) -> Retention {
            guard let reach else { return self }
            let longest = Self.longestMilliseconds
            return Retention(
                fineMilliseconds: max(fineMilliseconds, min(reach.whole, longest)),
                coarseMilliseconds: max(coarseMilliseconds, min(reach.kept, longest)))
        }

        /// A month; what a rule asks for beyond it is not there.
        private static let longestMilliseconds: Int64 = 31 * 86_400_000
        static let longest = MetricReach(kept: longestMilliseconds, whole: longestMilliseconds)
    }

    private var coarse: Deque<Sample> = []
    private var fine: Deque<Sample> = []
    private var retention: Retention
    /// Of the fine samples.
    private(set) var course = SeriesCourse()

    init(retention: Retention) { self.retention = retention }

    /// Keeps at least so much from now on.
    mutating func keep(_ reach: MetricReach) { retention = retention.covering(reach) }

    var oldest: Sample? { coarse.first ?? fine.first }
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
        course.count += 1
        let edge = sample.time - retention.fineMilliseconds
        while let oldest = fine.first, oldest.time < edge {
            fine.removeFirst()
            course.dropped += 1
            course.thinnedThrough = oldest.time
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

    /// Of the fine samples, counted from the first there ever was.
    func count(through: Timestamp) -> Int { course.dropped + fine.firstIndex(after: through) }

    /// Fine samples behind the first `count` there ever were, up to a time.
    func samples(behind count: Int, through: Timestamp) -> [Sample] {
        let first = count - course.dropped
        return Array(fine[first..<max(first, fine.firstIndex(after: through))])
    }

    /// The last sample in `(after, through]`.
    func newest(after: Timestamp, through: Timestamp) -> Sample? {
        fine.newest(after: after, through: through) ?? coarse.newest(after: after, through: through)
    }

    private static func collect(
        _ source: Deque<Sample>, after: Timestamp, through: Timestamp, into result: inout [Sample]
    ) {
        let low = source.firstIndex(after: after)
        result += source[low..<max(low, source.firstIndex(after: through))]
    }
}

extension Deque<Sample> {
    /// The index of the first sample later than `time`, or the count.
    func firstIndex(after time: Timestamp) -> Int {
        guard let last, last.time > time else { return count }
        var low = 0
        var high = count - 1
        while low < high {
            let middle = (low + high) / 2
            if self[middle].time > time { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The last sample in `(after, through]`.
    func newest(after: Timestamp, through: Timestamp) -> Sample? {
        let place = firstIndex(after: through) - 1
        return place >= 0 && self[place].time > after ? self[place] : nil
    }
}
