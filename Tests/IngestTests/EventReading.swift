import Ingest
import Telemetry

/// Reads a text as a log, in one piece.
func read(
    _ text: String, into reader: any EventReading, framing: LineBuffer.Framing = .lines
) -> EventBatch {
    read(Array(text.utf8), into: reader, framing: framing, chunks: { $0 })
}

/// Reads bytes as a log in chunks whose sizes `chunks` chooses from what is left.
func read(
    _ bytes: [UInt8], into reader: any EventReading, framing: LineBuffer.Framing = .lines,
    chunks: (Int) -> Int
) -> EventBatch {
    let buffer = LineBuffer(framing: framing)
    var at = 0
    while at < bytes.count {
        let size = max(1, min(bytes.count - at, chunks(bytes.count - at)))
        bytes[at..<(at + size)].withUnsafeBytes { buffer.append($0) }
        at += size
        while let event = buffer.next() { reader.read(event) }
    }
    while let event = buffer.flush() { reader.read(event) }
    return reader.takeBatch()
}

func jsonReader(
    model: String = "log", change: (inout EventReaderOptions) -> Void = { _ in }
) -> JSONEventReader {
    var options = EventReaderOptions(defaultModel: model)
    change(&options)
    // Only a machine without memory answers nil.
    guard let reader = JSONEventReader(options) else { fatalError("no memory") }
    return reader
}

func csvReader(
    model: String = "log", change: (inout EventReaderOptions) -> Void = { _ in }
) -> CSVEventReader {
    var options = EventReaderOptions(defaultModel: model)
    change(&options)
    return CSVEventReader(options)
}

extension EventBatch {
    /// The features of a row by name, as text.
    func featureTexts(_ row: Int) -> [String: String] {
        let from = Int(rows[row].featureStart)
        return Dictionary(
            uniqueKeysWithValues: features[from..<(from + Int(rows[row].featureCount))].map {
                (self[$0.name] ?? "?", text($0.value))
            })
    }

    func text(_ value: FeatureValue?) -> String {
        switch value {
        case nil: "none"
        case .null: "null"
        case .number(let number): "\(number)"
        case .category(.other): "other"
        case .category(let symbol): "'\(self[symbol] ?? "?")'"
        }
    }
}
