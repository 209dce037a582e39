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

    /// The line the range begins on, and carets under what it covers of that line.
    package func caretLines(in whole: String) -> String {
        let bytes = Array(whole.utf8)
        let newline = UInt8(ascii: "\n")
        let start = min(max(lower, 0), bytes.count)
        let lineStart = bytes[..<start].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let lineEnd = bytes[start...].firstIndex(of: newline) ?? bytes.count
        let end = min(max(upper, start), lineEnd)
        // Control characters would move the carets away from what they point at.
        let line = Self.printable(bytes[lineStart..<lineEnd])
        let before = Self.printable(bytes[lineStart..<start]).count
        let width = max(1, Self.printable(bytes[start..<end]).count)
        return line + "\n" + String(repeating: " ", count: before)
            + String(repeating: "^", count: width)
    }

    private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        String(
            String(decoding: bytes, as: UTF8.self).map { character in
                character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
                    ? character : " "
            })
    }
}
