/// Where text stands in the width it is given.
package enum Alignment: Hashable, Sendable {
    case left, center, right
}

extension Frame {
    /// Draws one line of text and says how many columns it took.
    ///
    /// Text longer than `width` (or than the clip, when drawn leftmost) ends in an ellipsis; `x`
    /// may lie outside. With a `width` the text is aligned in it; cells beside it stay as they are.
    @discardableResult
    package mutating func put(
        _ text: String, x: Int, y: Int, style: Style, width: Int? = nil,
        alignment: Alignment = .left
    ) -> Int {
        guard y >= clip.y, y < clip.maxY else { return 0 }
        let room = width ?? (clip.maxX - x)
        if room <= 0 { return 0 }
        let full = DisplayWidth.columns(text)
        let used = min(full, room)
        var column = x
        switch alignment {
        case .left: break
        case .right: column += room - used
        case .center: column += (room - used) / 2
        }
        let end = column + used
        if full <= room, DisplayWidth.isPlainASCII(text) {
            for byte in text.utf8 {
                if column >= clip.maxX { break }
                if column >= clip.x { store(Glyph(ascii: byte), x: column, y: y, style: style) }
                column += 1
            }
            return used
        }
        let limit = full <= room ? end : end - 1
        for glyph in GlyphReader(text, replacement: Glyph(glyphs.replacement)) {
            if column + glyph.columns > limit { break }
            draw(glyph, x: column, y: y, style: style)
            column += glyph.columns
        }
        if full > room {
            draw(Glyph(glyphs.ellipsis), x: column, y: y, style: style)
            column += 1
        }
        return full > room ? column - x : used
    }

    /// Draws one glyph clipped on both sides; half a wide glyph is a blank.
    private mutating func draw(_ glyph: Glyph, x: Int, y: Int, style: Style) {
        if x >= clip.maxX { return }
        if x >= clip.x {
            store(glyph, x: x, y: y, style: style)
        } else if glyph.isWide, x + 1 == clip.x, clip.x < clip.maxX {
            store(.blank, x: x + 1, y: y, style: style)
        }
    }

    /// Fills `rect` with one glyph (a wide one is drawn as blanks).
    package mutating func fill(_ rect: Rect, _ glyph: Character = " ", style: Style) {
        let area = clip.intersection(rect)
        let symbol = Glyph(glyph)
        for y in area.y..<area.maxY {
            for x in area.x..<area.maxX {
                store(symbol.isWide ? .blank : symbol, x: x, y: y, style: style)
            }
        }
    }

    /// Changes the styles in `rect` and leaves what stands there; both halves of a wide glyph.
    package mutating func restyle(_ rect: Rect, _ transform: (Style) -> Style) {
        let area = clip.intersection(rect)
        if area.isEmpty { return }
        for y in area.y..<area.maxY {
            var from = area.x
            var to = area.maxX
            if self[from, y].symbol.isContinuation, from > clip.x { from -= 1 }
            if self[to - 1, y].symbol.isWide, to < clip.maxX { to += 1 }
            for x in from..<to {
                let index = y * size.width + x
                setStyle(transform(cells[index].style), at: index)
            }
        }
    }

    /// Draws a horizontal rule over `width` columns.
    package mutating func rule(_ glyph: Character, x: Int, y: Int, width: Int, style: Style) {
        fill(Rect(x: x, y: y, width: width, height: 1), glyph, style: style)
    }
}
