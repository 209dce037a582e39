/// A rectangle of cells that views draw into, anew for every picture.
///
/// Drawing outside is clipped, never an error. Control characters are never stored, and a wide
/// glyph is never cut in half: overwriting one half blanks the other.
package struct Frame: Sendable {
    package let size: Size
    /// Row-major, exactly `size.width * size.height` cells.
    package private(set) var cells: [Cell]
    /// The glyphs to draw with; decides the ellipsis and the replacement character.
    package let glyphs: GlyphSet
    /// Where drawing has an effect; see `clipped(to:_:)`.
    package private(set) var clip: Rect

    /// An empty frame: blanks in `style`.
    package init(_ size: Size, style: Style = .plain, glyphs: GlyphSet = .unicode) {
        self.size = size
        self.glyphs = glyphs
        cells = Array(repeating: Cell(" ", style), count: size.width * size.height)
        clip = Rect(size)
    }

    package var bounds: Rect { Rect(size) }

    /// One cell; reads a blank and writes nothing outside (of the clip, for writing).
    package subscript(x: Int, y: Int) -> Cell {
        get {
            guard bounds.contains(Point(x: x, y: y)) else { return Cell() }
            return cells[y * size.width + x]
        }
        set {
            guard clip.contains(Point(x: x, y: y)), !newValue.symbol.isContinuation else { return }
            store(newValue.symbol, x: x, y: y, style: newValue.style)
        }
    }

    /// Row `y`, left to right; `y` must be inside.
    package func row(_ y: Int) -> ArraySlice<Cell> {
        cells[y * size.width..<(y + 1) * size.width]
    }

    /// Runs `body` with drawing confined to `rect` as well; coordinates stay the frame's.
    package mutating func clipped<Result>(
        to rect: Rect, _ body: (inout Frame) throws -> Result
    ) rethrows -> Result {
        let before = clip
        clip = before.intersection(rect)
        defer { clip = before }
        return try body(&self)
    }

    /// Writes one glyph at a position inside the clip; a wide one that does not fit is a blank.
    mutating func store(_ symbol: Glyph, x: Int, y: Int, style: Style) {
        let at = y * size.width + x
        free(at, x: x)
        guard symbol.isWide else {
            cells[at] = Cell(symbol: symbol, style: style)
            return
        }
        guard x + 1 < clip.maxX else {
            cells[at] = Cell(symbol: .blank, style: style)
            return
        }
        free(at + 1, x: x + 1)
        cells[at] = Cell(symbol: symbol, style: style)
        cells[at + 1] = Cell(symbol: .continuation, style: style)
    }

    /// Blanks the other half of a wide glyph that is about to lose this one.
    private mutating func free(_ at: Int, x: Int) {
        if cells[at].symbol.isContinuation, x > 0 {
            cells[at - 1].symbol = .blank
        } else if cells[at].symbol.isWide, x + 1 < size.width {
            cells[at + 1].symbol = .blank
        }
    }

    /// Changes one cell's style in place; the position must be inside.
    mutating func setStyle(_ style: Style, at index: Int) { cells[index].style = style }
}

extension Frame: Equatable {
    /// Same size and same cells.
    package static func == (left: Frame, right: Frame) -> Bool {
        left.size == right.size && left.cells == right.cells
    }
}
