/// A raster finer than cells: braille 2×4, half blocks 1×2, ASCII 1×3 dots a cell.
///
/// A cell has one style: that of the last line that touched it, so later lines read over earlier.
struct DotGrid {
    /// What one cell of the raster shows.
    struct Spot {
        var mask: UInt8 = 0
        var line = -1
        var isBreached = false
    }

    let glyphs: GlyphSet
    let columns: Int
    let rows: Int
    private(set) var spots: [Spot]

    init(_ size: Size, glyphs: GlyphSet) {
        self.glyphs = glyphs
        columns = size.width
        rows = size.height
        spots = Array(repeating: Spot(), count: columns * rows)
    }

    /// Dots in a cell, across.
    var across: Int { glyphs == .unicode ? 2 : 1 }
    /// Dots in a cell, down.
    var down: Int {
        switch glyphs {
        case .unicode: 4
        case .block: 2
        case .ascii: 3
        }
    }
    /// Dots in the raster, across.
    var width: Int { columns * across }
    /// Dots in the raster, down.
    var height: Int { rows * down }

    /// Sets a dot; what lies outside is left out.
    mutating func set(x: Int, y: Int, line: Int, isBreached: Bool) {
        guard x >= 0, x < width, y >= 0, y < height else { return }
        let index = (y / down) * columns + x / across
        spots[index].mask |= 1 << UInt8((y % down) * across + x % across)
        if spots[index].line != line {
            spots[index].line = line
            spots[index].isBreached = isBreached
        } else if isBreached {
            spots[index].isBreached = true
        }
    }

    /// The glyph of a cell; nil when it has no dots.
    func glyph(_ spot: Spot) -> Character? {
        if spot.mask == 0 { return nil }
        switch glyphs {
        case .unicode: return Self.braille(spot.mask)
        case .block: return ["▀", "▄", "█"][Int(spot.mask) - 1]
        case .ascii: return ["'", "-", ":", ".", ":", ":", "|"][Int(spot.mask) - 1]
        }
    }

    /// Our masks count dots row by row; Unicode numbers them 1 2 3 7 down the left, 4 5 6 8 right.
    private static func braille(_ mask: UInt8) -> Character {
        let order: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
        var bits: UInt32 = 0
        for (dot, bit) in order.enumerated() where mask & (1 << UInt8(dot)) != 0 { bits |= bit }
        return Unicode.Scalar(0x2800 + bits).map(Character.init) ?? " "
    }
}
