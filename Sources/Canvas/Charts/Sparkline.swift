/// A strip of values, one a column, in eighth blocks; unknown values are marked, never zero.
package struct Sparkline: Sendable {
    /// Oldest first; nil (and what is not finite) is unknown.
    package var values: [Double?]
    /// The values at the bottom and the top; what lies outside is drawn at the edge.
    package var bounds: ClosedRange<Double>

    /// A strip; without `bounds` from zero (or the least value, when negative) to the greatest.
    package init(_ values: [Double?], bounds: ClosedRange<Double>? = nil) {
        self.values = values
        if let bounds {
            self.bounds = bounds
        } else {
            let known = values.compactMap { $0 }.filter(\.isFinite)
            self.bounds = min(0, known.min() ?? 0)...max(0, known.max() ?? 0)
        }
    }

    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let ascii: [Character] = ["_", ".", "-", "~", "=", "+", "*", "#"]

    /// The glyph of one value.
    package func glyph(_ value: Double?, glyphs: GlyphSet) -> Character {
        guard let value, value.isFinite else { return glyphs.missing }
        let span = bounds.upperBound - bounds.lowerBound
        let share = span > 0 ? (value - bounds.lowerBound) / span : 0
        let level = (min(1, max(0, share)) * 7).rounded()
        return (glyphs == .ascii ? Self.ascii : Self.blocks)[Int(level)]
    }

    /// The newest `width` values as text; earlier columns without a value are marked unknown.
    package func text(width: Int, glyphs: GlyphSet) -> String {
        String(columns(width).map { glyph($0, glyphs: glyphs) })
    }

    /// Draws the newest `width` values at a position; `style` is asked for every column.
    package func draw(
        x: Int, y: Int, width: Int, on frame: inout Frame, style: (Double?) -> Style
    ) {
        for (index, value) in columns(width).enumerated() {
            let glyph = glyph(value, glyphs: frame.glyphs)
            frame[x + index, y] = Cell(glyph, style(value))
        }
    }

    /// Exactly `width` values: the newest ones, unknown before the first.
    private func columns(_ width: Int) -> [Double?] {
        let shown = values.suffix(max(0, width))
        return Array(repeating: nil, count: max(0, width - shown.count)) + shown
    }
}
