/// How many columns text takes on a terminal.
package enum DisplayWidth {
    /// The columns of `text`, drawn as `Frame.put` draws it.
    package static func columns(_ text: String) -> Int {
        if isPlainASCII(text) { return text.utf8.count }
        var sum = 0
        for glyph in GlyphReader(text) { sum += glyph.columns }
        return sum
    }

    /// `text` when it fits, else its beginning and `ellipsis` in at most `columns` columns.
    package static func truncated(
        _ text: String, to columns: Int, ellipsis: Character = "…"
    ) -> String {
        if columns <= 0 { return "" }
        if isPlainASCII(text) {
            if text.utf8.count <= columns { return text }
            return String(text.prefix(columns - 1)) + String(ellipsis)
        }
        if Self.columns(text) <= columns { return text }
        var kept = ""
        var used = 0
        for glyph in GlyphReader(text) {
            if used + glyph.columns > columns - 1 { break }
            glyph.write(to: &kept)
            used += glyph.columns
        }
        return kept + String(ellipsis)
    }

    /// Printable ASCII and nothing else: a byte is a column.
    static func isPlainASCII(_ text: String) -> Bool {
        let fast = text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        }
        return fast ?? text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }
}
