import CSimdjson
import Telemetry

/// Gathers the columns of a table, CSV or JSON lines, row by row.
struct TableReader {
    private struct Column {
        var name: String
        var use: Use
        var values = ReferenceTable.Column()
    }
    private enum Use {
        case dropped, model, version, feature, prediction, score
    }

    private let uses: FieldUses
    private var columns: [Column] = []
    private var models: Set<String> = []
    private var versions: Set<String> = []
    private var csv: CSVRecord?
    private var hasHeader = false
    private let parser: TableParser?
    private(set) var rows = 0
    private(set) var rejections = Rejections()

    init(format: EventFormat, fields: FieldMap) {
        uses = FieldUses(map: fields, referenceColumns: [], isReference: true)
        switch format {
        case .csv(let delimiter):
            csv = CSVRecord(delimiter: delimiter)
            parser = nil
        case .jsonLines:
            parser = TableParser()
        }
    }

    var featureColumns: Set<String> {
        Set(columns.lazy.filter { $0.use == .feature }.map(\.name))
    }

    mutating func read(_ event: LineEvent) {
        switch event {
        case .tooLong(let offset): rejections.countTooLong(at: offset)
        case .nuls(let offset, let count): rejections.countNuls(at: offset, count)
        case .line(let line):
            rejections.begin(at: line.offset)
            guard !line.bytes.isBlank else { return }
            guard rows < ReferenceReader.rowLimit else {
                rejections.count(
                    .pastLimit, "byte \(line.offset): above \(ReferenceReader.rowLimit) rows")
                return
            }
            if csv != nil { readCSV(line) } else { readJSON(line) }
        }
    }

    func table(location: String) -> ReferenceTable {
        var table = ReferenceTable(location: location)
        table.rows = rows
        table.model = models.count == 1 ? models.first : nil
        table.version = versions.count == 1 ? versions.first : nil
        for column in columns where column.values.count > 0 {
            switch column.use {
            case .dropped, .model, .version: continue
            case .feature: break
            case .prediction: Self.add(column, ReferenceTable.predictionKey, &table)
            case .score: Self.add(column, ReferenceTable.scoreKey, &table)
            }
            table.columns[column.name] = column.values
        }
        return table
    }

    private static func add(_ column: Column, _ key: String, _ table: inout ReferenceTable) {
        table.columns[key] = column.values
        table.columnNames[key] = column.name
    }

    private mutating func readCSV(_ line: Line) {
        if let fault = csv?.read(line.bytes) {
            rejections.count(.badCSV, "byte \(line.offset): \(fault)")
            return
        }
        let cells = csv?.cells ?? []
        guard hasHeader else {
            hasHeader = true
            for cell in cells { add(String(decoding: cell.bytes, as: UTF8.self).trimmed) }
            return
        }
        guard cells.count == columns.count else {
            rejections.count(
                .badCSV,
                "byte \(line.offset): expected \(columns.count) columns, found \(cells.count)")
            return
        }
        rows += 1
        for (index, cell) in cells.enumerated() { take(RawValue(cell: cell), index) }
    }

    private mutating func readJSON(_ line: Line) {
        guard let parser, let base = line.bytes.baseAddress else { return }
        let text = base.assumingMemoryBound(to: CChar.self)
        let record = csj_parse(parser.pointer, text, line.bytes.count)
        guard record.status == CSJ_OK else { return rejections.count(json: record, line) }
        rows += 1
        for index in 0..<Int(record.count) {
            let field = record.fields[index]
            while columns.count <= Int(field.key) { add(parser.key(UInt32(columns.count))) }
            take(RawValue(field), Int(field.key))
        }
    }

    private mutating func add(_ path: String) {
        guard columns.count < ReferenceReader.columnLimit else {
            return columns.append(Column(name: path, use: .dropped))
        }
        switch uses.use(of: path) {
        case .ignored: columns.append(Column(name: path, use: .feature))
        case .feature(let name): columns.append(Column(name: name, use: .feature))
        case .field(let field, _, _):
            let use: Use =
                switch field {
                case .model: .model
                case .version: .version
                case .prediction: .prediction
                case .score: .score
                case .time, .target, .latency, .outcome, .label, .id, .features: .dropped
                }
            columns.append(Column(name: path, use: use))
        }
    }

    private mutating func take(_ value: RawValue, _ index: Int) {
        if value.kind == .container { return }
        switch columns[index].use {
        case .dropped: break
        case .model: Self.note(value, &models)
        case .version: Self.note(value, &versions)
        case .feature: columns[index].values.take(value)
        case .prediction, .score:
            // Numeric text counts as its number, as in an event.
            var value = value
            if value.kind == .text { value.kind = .cell }
            columns[index].values.take(value)
        }
    }

    /// Two are enough to know that there is not one.
    private static func note(_ value: RawValue, _ names: inout Set<String>) {
        if names.count < 2, !value.isNull {
            names.insert(String(decoding: value.text, as: UTF8.self))
        }
    }
}

/// A JSON parser that is given back.
private final class TableParser {
    let pointer: OpaquePointer

    init?() {
        guard let pointer = csj_create(JSONEventReader.fieldLimit, JSONEventReader.keyLimit) else {
            return nil
        }
        self.pointer = pointer
    }

    deinit { csj_destroy(pointer) }

    func key(_ number: UInt32) -> String {
        var length = 0
        let text = csj_key_text(pointer, number, &length)
        return String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
    }
}

extension ReferenceTable.Column {
    /// Counts one value in, by the same rules as an event's feature.
    mutating func take(_ value: RawValue) {
        if value.isNull {
            nulls += 1
            return
        }
        switch value.kind {
        case .null: nulls += 1
        case .container: break
        case .number: numbers.append(value.number)
        case .bool: count(value.number != 0 ? "true" : "false")
        case .cell:
            if let number = value.numeric {
                numbers.append(number)
            } else if let flag = value.bool {
                count(flag ? "true" : "false")
            } else {
                count(String(decoding: value.text, as: UTF8.self))
            }
        case .text: count(String(decoding: value.text, as: UTF8.self))
        }
    }

    private mutating func count(_ category: String) {
        if categories[category] != nil || categories.count < ReferenceReader.categoryLimit {
            categories[category, default: 0] += 1
        } else {
            categories[ReferenceReader.otherCategory, default: 0] += 1
        }
    }
}
