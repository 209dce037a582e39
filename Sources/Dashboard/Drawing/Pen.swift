package import Canvas

/// A frame and how to draw on it: theme, glyphs, clipping.
///
/// Every view draws with one. Coordinates are the frame's. A text is cut with `…` at its `width`;
/// nothing is drawn outside.
package struct Pen {
    package var frame: Frame
    package let theme: Theme

    package init(size: Size, theme: Theme, glyphs: GlyphSet = .unicode) {
        frame = Frame(size, style: theme[.text], glyphs: glyphs)
        self.theme = theme
    }

    /// The whole frame.
    package var bounds: Rect { frame.bounds }
    /// What the terminal can draw.
    package var glyphs: GlyphSet { frame.glyphs }

    /// Draws `text` from `x` on; returns the column after it.
    @discardableResult
    package mutating func put(
        _ text: String, x: Int, y: Int, _ role: Role = .text, width: Int? = nil
    ) -> Int {
        let room = min(width ?? Int.max, bounds.maxX - x)
        let shown = Self.cut(text, to: room)
        draw(shown, x: x, y: y, style: theme[role])
        return x + Self.width(shown)
    }

    /// Draws `text` so that it ends before column `end`; cut on its left neighbour's side.
    package mutating func putRight(
        _ text: String, end: Int, y: Int, _ role: Role = .text, width: Int? = nil
    ) {
        let shown = Self.cut(text, to: width ?? Int.max)
        put(shown, x: end - Self.width(shown), y: y, role)
    }

    /// Draws runs one after the other within `width` columns; returns the column after them.
    @discardableResult
    package mutating func put(_ runs: [Run], x: Int, y: Int, width: Int? = nil) -> Int {
        let end = width.map { x + $0 } ?? bounds.maxX
        var column = x
        for (index, run) in runs.enumerated() where column < end {
            // What follows counts too: the cut must show where the line was cut.
            let rest = runs[(index + 1)...].reduce(0) { $0 + Self.width($1.text) }
            let room = end - column
            let text = Self.width(run.text) == room && rest > 0 ? run.text + " " : run.text
            column = put(text, x: column, y: y, run.role, width: room)
        }
        return column
    }

    /// Draws runs so that they end before column `end`; returns the column of their start.
    @discardableResult
    package mutating func putRight(_ runs: [Run], end: Int, y: Int) -> Int {
        let start = end - runs.reduce(0) { $0 + Self.width($1.text) }
        put(runs, x: start, y: y)
        return start
    }

    /// One glyph.
    package mutating func put(glyph: Character, x: Int, y: Int, _ role: Role = .text) {
        draw(String(glyph), x: x, y: y, style: theme[role])
    }

    /// Fills `rect` with spaces in `role`.
    package mutating func clear(_ rect: Rect, _ role: Role = .text) {
        frame.fill(rect, style: theme[role])
    }

    /// Lays the selection's look under a row: its background and weight; what has no colour of
    /// its own takes the selection's, so that grey stays readable on it.
    package mutating func select(_ rect: Rect) {
        let look = theme[.selection]
        let greys = [Role.text, .muted, .stale, .compared].map { theme[$0].foreground }
        frame.restyle(rect) { [theme] style in
            var style = style
            if style.background == theme[.text].background { style.background = look.background }
            style.attributes.formUnion(look.attributes)
            style.attributes.subtract(.dim)
            if greys.contains(style.foreground) { style.foreground = look.foreground }
            return style
        }
    }

    /// Draws everything in `rect` in `role`: what is no longer fresh, for example.
    package mutating func restyle(_ rect: Rect, _ role: Role) {
        let style = theme[role]
        frame.restyle(rect) { _ in style }
    }

    /// Columns a text takes.
    package static func width(_ text: String) -> Int { DisplayWidth.columns(text) }

    /// `text` in at most `room` columns; where it is cut stands `…`.
    package static func cut(_ text: String, to room: Int) -> String {
        DisplayWidth.truncated(text, to: room)
    }

    /// `text` with spaces up to `width` columns, cut when longer.
    package static func pad(_ text: String, _ width: Int) -> String {
        let shown = cut(text, to: width)
        return shown + String(repeating: " ", count: max(0, width - self.width(shown)))
    }

    /// `text` right-aligned in `width` columns, cut when longer.
    package static func padLeft(_ text: String, _ width: Int) -> String {
        let shown = cut(text, to: width)
        return String(repeating: " ", count: max(0, width - self.width(shown))) + shown
    }

    private mutating func draw(_ text: String, x: Int, y: Int, style: Style) {
        let shown = glyphs == .ascii ? AsciiTwins.spelled(text) : text
        frame.put(shown, x: x, y: y, style: style, width: Self.width(shown))
    }
}
