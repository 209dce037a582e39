import Telemetry

/// What a line of an event log says of its request, escaped and bounded: safe to show.
package struct RequestText: Hashable, Sendable {
    /// Bytes of a line that are shown; who wants more copies the file's.
    package static let lineLimit = 4_096
    private static let wordLimit = 128
    private static let featuresLimit = 32

    /// Its id as the line writes it; empty when it has none.
    package var id = ""
    /// How it ended as the line writes it: `503`, `timeout`; empty when it does not say.
    package var outcome = ""
    /// Names and values of its features in the line's order: `amount 12.5 · country DE`.
    package var features = ""
    /// The line itself.
    package var line: String

    init(line: Line) { self.line = SafeText.escaped(line.bytes, limit: Self.lineLimit) }

    /// - Parameter values: every value of the line with what its column is for.
    init(
        _ values: some Sequence<(value: RawValue, column: RowBuilder.Column)>,
        symbols: SymbolTable, line: Line
    ) {
        self.init(line: line)
        var ranks: [EventField: UInt8] = [:]
        var parts: [String] = []
        for (value, column) in values where value.kind != .container {
            switch column {
            case .field(let field, let rank, _, _) where field == .id || field == .outcome:
                guard !value.isNull, rank < ranks[field] ?? .max else { continue }
                ranks[field] = rank
                if field == .id { id = value.words } else { outcome = value.words }
            case .feature(let name) where parts.count < Self.featuresLimit:
                let name = name.index < 0 ? "?" : symbols.texts[Int(name.index)]
                parts.append(Self.escaped(name) + " " + value.words)
            default: break
            }
        }
        features = parts.joined(separator: " · ")
    }

    private static func escaped(_ text: String) -> String {
        var text = text
        return text.withUTF8 {
            SafeText.escaped(UnsafeRawBufferPointer($0), limit: wordLimit)
        }
    }
}

extension RawValue {
    /// The value as the line writes it, escaped.
    fileprivate var words: String {
        switch kind {
        case .null: "null"
        case .bool: number != 0 ? "true" : "false"
        case .number, .text, .cell, .container: SafeText.escaped(text, limit: 128)
        }
    }
}
