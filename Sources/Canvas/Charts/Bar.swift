/// A horizontal bar from zero, an eighth of a column fine, with a mark where its limit is.
package struct Bar: Sendable {
    /// What the bar shows; nil is unknown.
    package var value: Double?
    /// The value at the right end; greater values fill the bar.
    package var maximum: Double
    /// Where the limit stands, in the same unit.
    package var limit: Double?

    /// A bar of `value` on a scale from 0 to `maximum`.
    package init(_ value: Double?, maximum: Double, limit: Double? = nil) {
        self.value = value
        self.maximum = maximum
        self.limit = limit
    }

    private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

    /// Draws the bar over `width` columns; the part beyond the limit in `breachStyle`.
    ///
    /// The limit's mark stands on top of the bar, so that passing it also reads without colour.
    package func draw(
        x: Int, y: Int, width: Int, on frame: inout Frame, style: Style, breachStyle: Style,
        limitStyle: Style
    ) {
        guard width > 0, maximum > 0 else { return }
        let mark = limit.map { min(width - 1, Self.eighths(of: $0 / maximum, width) / 8) }
        if let value, value.isFinite {
            let filled = Self.eighths(of: value / maximum, width)
            let breached = limit.map { value > $0 } ?? false
            for column in 0..<width {
                guard let glyph = glyph(filled - column * 8, frame.glyphs) else { break }
                let beyond = breached && column > (mark ?? width)
                frame[x + column, y] = Cell(glyph, beyond ? breachStyle : style)
            }
        } else {
            frame[x, y] = Cell(frame.glyphs.unknown, limitStyle)
        }
        if let mark { frame[x + mark, y] = Cell(frame.glyphs.barLimit, limitStyle) }
    }

    private static func eighths(of share: Double, _ width: Int) -> Int {
        guard share.isFinite else { return share > 0 ? width * 8 : 0 }
        return Int((min(1, max(0, share)) * Double(width * 8)).rounded())
    }

    /// The glyph of a column with that many eighths left to draw; nil when there are none.
    private func glyph(_ eighths: Int, _ glyphs: GlyphSet) -> Character? {
        if eighths <= 0 { return nil }
        if glyphs == .ascii { return eighths >= 8 ? "#" : (eighths >= 4 ? "=" : "-") }
        return Self.eighths[min(8, eighths) - 1]
    }
}
