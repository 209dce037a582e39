import CSimdjson
package import Telemetry

/// Reads events from CSV records with a header, in any column order.
package final class CSVEventReader: EventReading {
    private var builder: RowBuilder
    private var uses: FieldUses
    private let fields: FieldMap
    private var record: CSVRecord
    private var header: [String] = []
    private var headerBytes: [UInt8] = []
    private var columns: [RowBuilder.Column] = []
    private var latest = Timestamp.distantFuture
    package private(set) var rejections = Rejections()

    package var now: Timestamp {
        get { latest - EventReaderOptions.futureTolerance }
        set { latest = newValue + EventReaderOptions.futureTolerance }
    }
    package var framing: LineBuffer.Framing { .csv(delimiter: record.delimiter) }

    package init(_ options: EventReaderOptions, delimiter: UInt8 = UInt8(ascii: ",")) {
        builder = RowBuilder(options)
        fields = options.fields
        uses = FieldUses(map: options.fields, referenceColumns: options.referenceColumns)
        record = CSVRecord(delimiter: delimiter)
    }

    package func prime(with first: Line) {
        if headerBytes.isEmpty { takeHeader(first) }
    }

    package func isComplete(_ line: Line) -> Bool {
        record.read(line.bytes) == nil && record.cells.count == columns.count
            && record.cells.last?.bytes.isEmpty == false
    }

    package func setReferenceColumns(_ columns: Set<String>) {
        uses = FieldUses(map: fields, referenceColumns: columns)
        resolve()
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
        if headerBytes.isEmpty { return takeHeader(line) }
        if line.bytes.first == headerBytes.first, line.bytes.elementsEqual(headerBytes) { return }
        if !csj_is_utf8(base.assumingMemoryBound(to: CChar.self), line.bytes.count) {
            rejections.countInvalidUTF8(line)
            return
        }
        if let fault = record.read(line.bytes) {
            rejections.count(csv: fault, line)
            return
        }
        if record.cells.count != columns.count {
            // A file that begins again with other columns brings its own header.
            if line.offset == 0 { return takeHeader(line) }
            rejections.count(
                .badCSV,
                "byte \(line.offset): expected \(columns.count) columns, found "
                    + "\(record.cells.count) in \(Rejections.excerpt(line.bytes))")
            return
        }
        if line.bytes.contains(0) {
            rejections.count(.nul, "byte \(line.offset): a NUL byte inside the line")
            return
        }
        takeRow(line)
    }

    private func takeRow(_ line: Line) {
        builder.take(record.cells, columns)
        guard let fault = builder.finish(at: line.place, latest: latest) else { return }
        if line.offset == 0, fault.reason == .badTime || fault.reason == .noTime {
            takeHeader(line)
        } else {
            rejections.count(fault, builder, line)
        }
    }

    private func takeHeader(_ line: Line) {
        guard record.read(line.bytes) == nil else {
            rejections.count(
                .badCSV,
                "byte \(line.offset): expected a header, found "
                    + Rejections.excerpt(line.bytes))
            return
        }
        headerBytes = Array(line.bytes)
        header = record.cells.map { String(decoding: $0.bytes, as: UTF8.self).trimmed }
        resolve()
    }

    package func requestText(of line: Line) -> RequestText {
        guard record.read(line.bytes) == nil else { return RequestText(line: line) }
        return RequestText(
            zip(record.cells, columns).lazy.map { (RawValue(cell: $0), $1) },
            symbols: builder.symbols, line: line)
    }

    private func resolve() {
        columns = header.map { builder.column(uses.use(of: $0), path: $0) }
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first == " " || first == "\t" { text = text.dropFirst() }
        while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
        return String(text)
    }
}

extension Rejections {
    fileprivate mutating func countInvalidUTF8(_ line: Line) {
        count(.invalidUTF8, Self.invalidUTF8(line))
    }

    private static func invalidUTF8(_ line: Line) -> String {
        guard let base = line.bytes.baseAddress else { return "" }
        let at = csj_valid_utf8_prefix(
            base.assumingMemoryBound(to: CChar.self), line.bytes.count)
        let rest = UnsafeRawBufferPointer(rebasing: line.bytes[at...])
        return "byte \(line.offset), column \(at + 1): expected UTF-8, found \(excerpt(rest))"
    }

    fileprivate mutating func count(csv fault: CSVRecord.Fault, _ line: Line) {
        switch fault {
        case .openQuote(let column):
            count(.badCSV, "byte \(line.offset), column \(column): a quote that is never closed")
        case .textBehindQuote(let column):
            count(
                .badCSV,
                "byte \(line.offset), column \(column): expected a delimiter behind the quote")
        }
    }
}
