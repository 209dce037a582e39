internal import Telemetry

/// The time axis that all long strips share: whole buckets that end with the running one.
///
/// Six hours a bucket, four a day from midnight UTC; one hour while nothing is known beyond a day.
struct StripAxis: Sendable {
    let start: Timestamp
    let end: Timestamp
    let count: Int
    let bucketMilliseconds: Int64

    init(at: Timestamp, points: Int, bucketMilliseconds: Int64) {
        count = max(1, points)
        self.bucketMilliseconds = bucketMilliseconds
        let clock = SlotClock(widthMilliseconds: bucketMilliseconds)
        end = clock.end(of: clock.slot(of: at))
        start = end - Int64(count) * bucketMilliseconds
    }

    /// - Parameter oldest: where what is known begins.
    init(at: Timestamp, points: Int, oldest: Timestamp?) {
        let hour = Rollup.milliseconds
        let isYoung = oldest.map { at - $0 < Int64(points) * hour } ?? true
        self.init(at: at, points: points, bucketMilliseconds: isYoung ? hour : 6 * hour)
    }

    /// The bucket a time belongs to; nil outside.
    func bucket(of time: Timestamp) -> Int? {
        guard time > start, time <= end else { return nil }
        return Int((time - start - 1) / bucketMilliseconds)
    }

    /// The hours of the axis.
    var hours: ClosedRange<Int64> {
        (RollupBook.grid.slot(of: start) + 1)...RollupBook.grid.slot(of: end)
    }
}
