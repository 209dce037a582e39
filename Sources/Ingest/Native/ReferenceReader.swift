import CSimdjson
package import Telemetry

/// Reads a reference: the table of values that a version was trained or accepted on.
///
/// Read whole, row by row; at most `rowLimit` rows and `categoryLimit` categories a column are
/// kept, and what goes past is counted.
package final class ReferenceReader: ContentReading {
    static let rowLimit = 1_000_000
    static let categoryLimit = 4_096
    static let columnLimit = 1_000
    static let otherCategory = "other"

    private let fields: FieldMap
    private let model: String?
    private let version: String?
    private let format: EventFormat
    package var needsAllOfIt: Bool { true }

    /// - Parameters:
    ///   - model: what the configuration binds the table to; else what its own columns say.
    package init(
        format: EventFormat, fields: FieldMap = FieldMap(), model: String? = nil,
        version: String? = nil
    ) {
        self.format = format
        self.fields = fields
        self.model = model
        self.version = version
    }

    package func read(
        _ content: FileContent, _ state: inout SourceState
    ) throws(ContentFault) -> Batch {
        var table = TableReader(format: format, fields: fields)
        let buffer = LineBuffer(framing: format.framing)
        while true {
            let at = buffer.endOffset
            let got = buffer.append(upTo: 256 << 10) { content.file.read(at: at, into: $0) }
            guard got > 0 else { break }
            while let event = buffer.next() { table.read(event) }
        }
        while let event = buffer.flush() { table.read(event) }
        guard table.rows > 0 else { throw ContentFault("a reference without rows") }
        state.records = Int64(table.rows)
        state.set(table.rejections)
        var reference = table.table(location: content.path)
        reference.model = model ?? reference.model
        reference.version = version ?? reference.version
        return .reference(reference)
    }

    /// The names of a reference's columns that are features to an event log beside it; empty when
    /// the file cannot be read.
    package static func featureColumns(
        path: String, format: EventFormat, fields: FieldMap
    ) -> Set<String> {
        guard let file = try? OpenFile(path: path) else { return [] }
        var table = TableReader(format: format, fields: fields)
        let buffer = LineBuffer(framing: format.framing)
        // The header, and for JSON enough rows to have met every key.
        _ = buffer.append(upTo: 256 << 10) { file.read(at: 0, into: $0) }
        while let event = buffer.next() { table.read(event) }
        return table.featureColumns
    }
}
