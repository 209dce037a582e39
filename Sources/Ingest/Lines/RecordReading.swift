package import Telemetry

/// What a reader has made of the lines since it was last asked.
package struct ReadRecords {
    package var batch: Batch
    package var count: Int
    /// Of the records that have a time.
    package var newest: Timestamp?
    package var oldest: Timestamp?
}

/// Reads records from lines; one instance a source.
package protocol RecordReading: AnyObject {
    /// How lines are to be cut for this reader.
    var framing: LineBuffer.Framing { get }
    var rejections: Rejections { get }
    /// The wall clock by which a time counts as future.
    var now: Timestamp { get set }
    /// The first record of the file, before reading starts somewhere behind it: a CSV's header.
    func prime(with first: Line)
    /// Whether text without a line end is a whole record already.
    func isComplete(_ line: Line) -> Bool
    func read(_ event: LineEvent)
    /// What has been read since the last call; nil when nothing was.
    func take() -> ReadRecords?
    /// The file begins anew: what was read before is void where the file is state, not history.
    func restart()
}

/// Reads events.
package protocol EventReading: RecordReading {
    func takeBatch() -> EventBatch
    /// A reference was found later: its columns count as features from now on.
    func setReferenceColumns(_ columns: Set<String>)
    /// What a line says of its request, for somebody to read; takes no part in what is counted.
    func requestText(of line: Line) -> RequestText
}

extension EventReading {
    package func restart() {}

    package func take() -> ReadRecords? {
        let batch = takeBatch()
        guard !batch.rows.isEmpty else { return nil }
        var newest: Timestamp?
        var oldest: Timestamp?
        for row in batch.rows where row.time != .distantPast {
            newest = max(newest ?? row.time, row.time)
            oldest = min(oldest ?? row.time, row.time)
        }
        return ReadRecords(
            batch: .events(batch), count: batch.rows.count, newest: newest, oldest: oldest)
    }
}
