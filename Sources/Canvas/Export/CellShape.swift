/// Glyphs that must join their neighbours, as rectangles in a cell of 1 × 1.
///
/// Fonts draw blocks, lines and braille with gaps at most sizes; in a picture they are shapes.
enum CellShape {
    /// A rectangle in a unit cell.
    struct Part {
        var x: Double
        var y: Double
        var width: Double
        var height: Double

        /// Whether `other` begins where this ends, at the same height.
        func isContinued(by other: Part) -> Bool {
            y == other.y && height == other.height && abs(x + width - other.x) < 0.01
        }
    }

    // Lines a tenth of a cell's width; a cell is twice as high as wide, so half that down.
    private static let thin = 0.12
    private static let flat = 0.06
    private static let heavy = 0.13

    /// The parts of a glyph; none when a font has to draw it.
    static func parts(_ scalar: UInt32) -> [Part] {
        switch scalar {
        case 0x2581...0x2588:
            let height = Double(scalar - 0x2580) / 8
            return [Part(x: 0, y: 1 - height, width: 1, height: height)]
        case 0x2589...0x258F:
            return [Part(x: 0, y: 0, width: Double(0x2590 - scalar) / 8, height: 1)]
        case 0x2580: return [Part(x: 0, y: 0, width: 1, height: 0.5)]
        case 0x2801...0x28FF: return braille(scalar - 0x2800)
        default: return line(scalar)
        }
    }

    /// Dots wider than high: a line of them should read as a line, not as a row of points.
    private static func braille(_ bits: UInt32) -> [Part] {
        let places: [(Double, Double)] = [
            (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3),
        ]
        return places.enumerated().filter { bits & (1 << UInt32($0.offset)) != 0 }.map {
            Part(
                x: $0.element.0 * 0.5 + 0.06, y: $0.element.1 * 0.25 + 0.06, width: 0.38,
                height: 0.13)
        }
    }

    /// The arms of a box-drawing glyph: left, right, up, down; 2 is heavy.
    private static func line(_ scalar: UInt32) -> [Part] {
        let arms: (Int, Int, Int, Int)
        switch scalar {
        case 0x2500: arms = (1, 1, 0, 0)
        case 0x2501: arms = (2, 2, 0, 0)
        case 0x2502: arms = (0, 0, 1, 1)
        case 0x2514: arms = (0, 1, 1, 0)
        case 0x251C: arms = (0, 1, 1, 1)
        case 0x2524: arms = (1, 0, 1, 1)
        case 0x252C: arms = (1, 1, 0, 1)
        case 0x252D: arms = (2, 1, 0, 1)
        case 0x252E: arms = (1, 2, 0, 1)
        case 0x2534: arms = (1, 1, 1, 0)
        case 0x253C: arms = (1, 1, 1, 1)
        case 0x253D: arms = (2, 1, 1, 1)
        case 0x253E: arms = (1, 2, 1, 1)
        default: return []
        }
        var parts: [Part] = []
        func across(_ weight: Int, from x: Double) {
            if weight == 0 { return }
            let height = weight == 2 ? heavy : flat
            parts.append(Part(x: x, y: 0.5 - height / 2, width: 0.5, height: height))
        }
        func along(_ weight: Int, from y: Double) {
            if weight == 0 { return }
            parts.append(Part(x: 0.5 - thin / 2, y: y, width: thin, height: 0.5))
        }
        across(arms.0, from: 0)
        across(arms.1, from: 0.5)
        along(arms.2, from: 0)
        along(arms.3, from: 0.5)
        return parts
    }
}
