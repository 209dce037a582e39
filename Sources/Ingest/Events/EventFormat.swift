/// How a log or a table of rows is written.
package enum EventFormat: Hashable, Sendable {
    case jsonLines
    case csv(delimiter: UInt8)

    package var framing: LineBuffer.Framing {
        switch self {
        case .jsonLines: .lines
        case .csv(let delimiter): .csv(delimiter: delimiter)
        }
    }

    /// For messages: `JSONL`, `CSV`.
    package var name: String {
        switch self {
        case .jsonLines: "JSONL"
        case .csv: "CSV"
        }
    }

    /// A reader of events in this format; nil without memory.
    package func reader(_ options: EventReaderOptions) -> (any EventReading)? {
        switch self {
        case .jsonLines: JSONEventReader(options)
        case .csv(let delimiter): CSVEventReader(options, delimiter: delimiter)
        }
    }
}
