import Glibc

/// Tells whether a CSV record is still inside quotes at a line end, as RFC 4180 has it: a quote
/// opens only at the start of a cell, and `""` inside is a quote character.
struct CSVQuoteScanner {
    let delimiter: UInt8
    private(set) var isInsideQuotes = false

    init(delimiter: UInt8) { self.delimiter = delimiter }

    private static let quote = UInt8(ascii: "\"")

    /// Goes through the next stretch of the record, which begins at a line's start.
    mutating func scan(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        var at = 0
        if !isInsideQuotes, memchr(base, Int32(Self.quote), bytes.count) == nil { return }
        var atCellStart = !isInsideQuotes
        while at < bytes.count {
            let byte = bytes[at]
            if isInsideQuotes {
                if byte == Self.quote {
                    if at + 1 < bytes.count, bytes[at + 1] == Self.quote {
                        at += 1
                    } else {
                        isInsideQuotes = false
                    }
                }
            } else if byte == Self.quote, atCellStart {
                isInsideQuotes = true
            }
            atCellStart = byte == delimiter && !isInsideQuotes
            at += 1
        }
    }
}
