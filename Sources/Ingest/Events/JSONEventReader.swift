import CSimdjson
package import Telemetry

/// Reads events from JSON lines.
package final class JSONEventReader: EventReading {
    /// Fields of one line and distinct keys of one log; what goes past is counted as skipped.
    static let fieldLimit: UInt32 = 2_048
    static let keyLimit: UInt32 = 4_096

    private let parser: OpaquePointer
    private var builder: RowBuilder
    private var uses: FieldUses
    private let fields: FieldMap
    /// By key number.
    private var columns: [RowBuilder.Column] = []
    private var latest = Timestamp.distantFuture
    package private(set) var rejections = Rejections()
    /// Arrays and fields past a bound that no row holds.
    package private(set) var skippedFields: Int64 = 0

    package var now: Timestamp {
        get { latest - EventReaderOptions.futureTolerance }
        set { latest = newValue + EventReaderOptions.futureTolerance }
    }
    package var framing: LineBuffer.Framing { .lines }

    /// nil when there is no memory for the parser.
    package init?(_ options: EventReaderOptions) {
        guard let parser = csj_create(Self.fieldLimit, Self.keyLimit) else { return nil }
        self.parser = parser
        builder = RowBuilder(options)
        fields = options.fields
        uses = FieldUses(map: options.fields, referenceColumns: options.referenceColumns)
    }

    deinit { csj_destroy(parser) }

    package func prime(with first: Line) {}

    package func isComplete(_ line: Line) -> Bool {
        guard let base = line.bytes.baseAddress, line.bytes.last == UInt8(ascii: "}") else {
            return false
        }
        let text = base.assumingMemoryBound(to: CChar.self)
        return csj_parse(parser, text, line.bytes.count).status == CSJ_OK
    }

    package func setReferenceColumns(_ columns: Set<String>) {
        uses = FieldUses(map: fields, referenceColumns: columns)
        self.columns = []
    }

    package func takeBatch() -> EventBatch { builder.batch() }

    package func read(_ event: LineEvent) {
        switch event {
        case .line(let line):
            rejections.begin(at: line.offset)
            read(line)
        case .tooLong(let offset): rejections.countTooLong(at: offset)
        case .nuls(let offset, let count): rejections.countNuls(at: offset, count)
        }
    }

    private func read(_ line: Line) {
        guard let base = line.bytes.baseAddress, !line.bytes.isBlank else { return }
        let text = base.assumingMemoryBound(to: CChar.self)
        let record = csj_parse(parser, text, line.bytes.count)
        skippedFields += Int64(record.skipped)
        guard record.status == CSJ_OK else {
            rejections.count(json: record, line)
            return
        }
        if Int(csj_key_count(parser)) > columns.count { resolve() }
        let fields = UnsafeBufferPointer(start: record.fields, count: Int(record.count))
        builder.take(fields, columns)
        if let fault = builder.finish(at: line.place, latest: latest) {
            rejections.count(fault, builder, line)
        }
    }

    package func requestText(of line: Line) -> RequestText {
        guard let base = line.bytes.baseAddress else { return RequestText(line: line) }
        let record = csj_parse(parser, base.assumingMemoryBound(to: CChar.self), line.bytes.count)
        guard record.status == CSJ_OK else { return RequestText(line: line) }
        if Int(csj_key_count(parser)) > columns.count { resolve() }
        let fields = UnsafeBufferPointer(start: record.fields, count: Int(record.count))
        return RequestText(
            fields.lazy.map { (RawValue($0), self.columns[Int($0.key)]) },
            symbols: builder.symbols, line: line)
    }

    private func resolve() {
        for key in columns.count..<Int(csj_key_count(parser)) {
            var length = 0
            guard let text = csj_key_text(parser, UInt32(key), &length) else {
                columns.append(.ignored)
                continue
            }
            let path = String(
                decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
            columns.append(builder.column(uses.use(of: path), path: path))
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Nothing but spaces and tabs.
    var isBlank: Bool { allSatisfy { $0 == 0x20 || $0 == 0x09 } }
}
