import Canvas

/// Titled lines separate panes; the heavy one has the keys.
extension Pen {
    /// Where a vertical line meets a rule.
    package enum Junction: Character, Sendable {
        case down = "┬"
        case up = "┴"
        case both = "┼"
    }

    /// A rule over `width` columns: `── 2 Metrics ───── last 30 m · live ──`.
    ///
    /// `lead` is the number of dashes before the title and after the note. When room is short the
    /// note gives way first.
    package mutating func rule(
        _ title: String, note: String = "", x: Int = 0, y: Int, width: Int? = nil,
        focused: Bool = false, lead: Int = 2, trail: Int = 2
    ) {
        let width = width ?? bounds.maxX - x
        let role: Role = focused ? .accent : .muted
        let glyph = focused ? glyphs.focusRule : glyphs.lightRule
        frame.rule(glyph, x: x, y: y, width: max(0, width), style: theme[role])
        let titleRoom = width - lead - trail - 2
        guard !title.isEmpty, titleRoom > 0 else { return }
        let shown = " " + Self.cut(title, to: titleRoom) + " "
        let after = put(shown, x: x + lead, y: y, focused ? .accent : .text)
        guard !note.isEmpty else { return }
        // At least one dash stays between title and note, or they read as one.
        let room = x + width - trail - after - 1 - 2
        guard room >= 3 else { return }
        putRight(
            " " + Self.cut(note, to: room) + " ", end: x + width - trail, y: y,
            focused ? .accent : .muted)
    }

    /// Puts the joint where a vertical line meets the rule at `y`.
    package mutating func junction(_ junction: Junction, x: Int, y: Int, focused: Bool = false) {
        put(glyph: junction.rawValue, x: x, y: y, focused ? .accent : .muted)
    }

    /// A light vertical line through `rows`.
    package mutating func divider(x: Int, rows: Range<Int>) {
        for y in rows { put(glyph: "│", x: x, y: y, .muted) }
    }
}
