package import Telemetry

/// One thing that is read: a file, a database, a directory of a registry.
///
/// Works in bounded pieces: `step` is called until it answers nil, then again at the next tick,
/// which costs a look at the file. Never throws: what goes wrong is in the state.
package protocol Source: AnyObject {
    var state: SourceState { get }
    /// One piece of work. nil: nothing to do for now.
    func step(now: Timestamp, horizon: Horizon) -> Delivery?
}

extension SourceState {
    /// Takes over what a reader rejected.
    mutating func set(_ rejections: Rejections) {
        rejected = rejections.counts
        examples = rejections.examples
    }

    /// Counts records and widens the span of their times.
    mutating func add(_ records: ReadRecords) {
        self.records += Int64(records.count)
        if let newest = records.newest { newestSample = max(newestSample ?? newest, newest) }
        if let oldest = records.oldest { oldestSample = min(oldestSample ?? oldest, oldest) }
    }
}
