/// A stretch of an expression's text, in UTF-8 bytes: `lower ..< upper`.
package struct SourceRange: Hashable, Sendable {
    package var lower: Int
    package var upper: Int

    package init(_ lower: Int, _ upper: Int) {
        self.lower = lower
        self.upper = max(lower, upper)
    }

    /// The smallest range that covers both.
    package func union(_ other: Self) -> Self {
        SourceRange(min(lower, other.lower), max(upper, other.upper))
    }

    /// The text it covers.
    package func text(in whole: String) -> String {
        let bytes = Array(whole.utf8)
        let from = min(max(lower, 0), bytes.count)
        let to = min(max(upper, from), bytes.count)
        return String(decoding: bytes[from..<to], as: UTF8.self)
    }

    /// Line and column of the start, both from 1; the column counts bytes, as Prometheus does.
    package func position(in whole: String) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for (index, byte) in whole.utf8.enumerated() {
            if index >= lower { break }
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return (line, column)
    }

    /// The same, and for the end of a text that ends in blank lines the end of its last word.
    package func visible(in whole: String) -> Self {
        let bytes = Array(whole.utf8)
        guard lower > 0, lower <= bytes.count, bytes[lower...].allSatisfy(Self.isBlank),
            let last = bytes.lastIndex(where: { !Self.isBlank($0) }), last < lower
        else { return self }
        return SourceRange(last + 1, last + 1)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0a, 0x0d].contains(byte) }

    /// The line the range begins on, and carets under what it covers of that line.
    package func caretLines(in whole: String) -> String {
        let bytes = Array(whole.utf8)
        let newline = UInt8(ascii: "\n")
        let (lower, upper) = (visible(in: whole).lower, visible(in: whole).upper)
        let start = min(max(lower, 0), bytes.count)
        let lineStart = bytes[..<start].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let lineEnd = bytes[start...].firstIndex(of: newline) ?? bytes.count
        let end = min(max(upper, start), lineEnd)
        // Control characters would move the carets away from what they point at.
        let line = Array(Self.printable(bytes[lineStart..<lineEnd]))
        var before = Self.printable(bytes[lineStart..<start]).count
        var width = max(1, Self.printable(bytes[start..<end]).count)
        // Of a very long line only what is about the place.
        let from = line.count > Self.longestExcerpt ? max(0, before - Self.excerptLead) : 0
        let to = min(line.count, from + Self.longestExcerpt)
        before -= from
        width = max(1, min(width, to - from - before))
        let mark = from > 0 ? "…" : ""
        return mark + String(line[from..<to]) + (to < line.count ? "…" : "") + "\n"
            + String(repeating: " ", count: before + mark.count)
            + String(repeating: "^", count: width)
    }

    /// Columns of a line that are shown, and how many of them before the place.
    private static let longestExcerpt = 160
    private static let excerptLead = 60

    private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        String(
            String(decoding: bytes, as: UTF8.self).map { character in
                character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
                    ? character : " "
            })
    }
}
