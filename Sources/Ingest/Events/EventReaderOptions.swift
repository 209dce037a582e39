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
