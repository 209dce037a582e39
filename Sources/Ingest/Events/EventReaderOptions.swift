package import Telemetry

/// What a reader of events is told about its log.
package struct EventReaderOptions {
    package var fields = FieldMap()
    /// The model of rows that name none: `fields: {model: {value: …}}` or the file's base name.
    package var defaultModel: String
    package var referenceColumns: Set<String> = []
    /// The zone of times that carry none.
    package var zone = ZoneOffsets()
    /// Rows are id and label, and need no time.
    package var isLabelFile = false
    /// Times beyond the wall clock by more are rejected, in milliseconds: what Prometheus allows.
    package static let futureTolerance: Int64 = 600_000

    package init(defaultModel: String) { self.defaultModel = defaultModel }
}

/// Reads events from lines; one instance a source, because symbols belong to a source.
package protocol EventReading: AnyObject {
    /// Reads one record, as the buffer's framing cut it.
    func read(_ event: LineEvent)
    /// What has been read since the last call.
    func takeBatch() -> EventBatch
    /// Rows waiting to be taken.
    var pending: Int { get }
    var rejections: Rejections { get }
    /// The wall clock by which a time counts as future.
    var now: Timestamp { get set }
    /// The first record of the file, before reading starts somewhere behind it: a CSV's header.
    func prime(with first: Line)
    /// A reference was found later: its columns count as features from now on.
    func setReferenceColumns(_ columns: Set<String>)
}
