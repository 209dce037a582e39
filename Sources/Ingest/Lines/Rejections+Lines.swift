import CSimdjson

extension Rejections {
    mutating func countTooLong(at offset: Int64) {
        begin(at: offset)
        count(.tooLong, "byte \(offset): a line above \(LineBuffer.defaultLineLimit >> 20) MB")
    }

    /// A line that the JSON parser refused.
    mutating func count(json record: CSJRecord, _ line: Line) {
        let place = "byte \(line.offset), column \(record.offset + 1): "
        let found = { Self.excerpt(Self.near(line.bytes, record.offset)) }
        switch record.status {
        case CSJ_INVALID_UTF8:
            count(.invalidUTF8, place + "expected UTF-8, found \(found())")
        case CSJ_NOT_OBJECT:
            count(.notObject, "byte \(line.offset): expected a JSON object, found \(found())")
        default:
            if line.bytes.contains(0) {
                count(.nul, place + "a NUL byte inside the line")
            } else if record.offset >= line.bytes.count {
                count(.notJSON, place + "the line ends too early, after \(found())")
            } else {
                count(.notJSON, place + "expected JSON, found \(found())")
            }
        }
    }

    /// A row that was read but is none.
    mutating func count(_ fault: RowBuilder.Fault, _ builder: RowBuilder, _ line: Line) {
        count(fault.reason, Self.describe(fault, builder.value(of: fault), line))
    }

    private static func describe(
        _ fault: RowBuilder.Fault, _ value: RawValue, _ line: Line
    ) -> String {
        guard fault.field != nil else {
            return "byte \(line.offset): expected \(fault.expected) in \(excerpt(line.bytes))"
        }
        var column = ""
        // The value points into the line unless its escapes were undone.
        if let base = line.bytes.baseAddress, let start = value.text.baseAddress,
            start >= base, start <= base + line.bytes.count
        {
            column = ", column \(start - base + 1)"
        }
        let found: String
        switch value.kind {
        case .bool: found = value.number != 0 ? "`true`" : "`false`"
        case .null: found = "null"
        case .container: found = excerpt(value.text, limit: 24)
        default: found = excerpt(value.text)
        }
        return "byte \(line.offset)\(column): expected \(fault.expected), found \(found)"
    }

    /// The text at an offset, or the line's end when the offset is there.
    private static func near(
        _ bytes: UnsafeRawBufferPointer, _ offset: Int
    ) -> UnsafeRawBufferPointer {
        let from = offset < bytes.count ? offset : Swift.max(0, bytes.count - 32)
        return UnsafeRawBufferPointer(rebasing: bytes[from...])
    }
}
