/// One cell: what stands in it and how it is drawn.
///
/// A glyph two columns wide owns its cell and leaves the next one as `continuation`.
package struct Cell: Hashable, Sendable {
    package var glyph: Character
    package var style: Style
    package init(_ glyph: Character = " ", _ style: Style = .plain) {
        self.glyph = glyph
        self.style = style
    }
    /// The right half of a wide glyph.
    package static let continuation: Character = "\0"
}

/// A rectangle of cells that views draw into, anew for every picture.
///
/// Drawing outside is clipped, never an error. Control characters are never stored.
package struct Frame: Equatable, Sendable {
    package let size: Size
    /// Row-major, exactly `size.width * size.height` cells.
    package private(set) var cells: [Cell]

    package init(_ size: Size, style: Style = .plain) {
        self.size = size
        cells = Array(repeating: Cell(" ", style), count: size.width * size.height)
    }

    package var bounds: Rect { Rect(size) }

    package subscript(x: Int, y: Int) -> Cell {
        get { cells[y * size.width + x] }
        set { cells[y * size.width + x] = newValue }
    }
}
