/// The colours of the 256-colour palette and the nearest ones in it.
package enum Palette {
    /// Red, green and blue of a colour.
    package typealias RGB = (red: UInt8, green: UInt8, blue: UInt8)

    /// The first 16 colours as xterm shows them; a terminal may show them otherwise.
    private static let system: [(UInt8, UInt8, UInt8)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205),
        (0, 205, 205), (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0),
        (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
    ]

    /// The steps of the colour cube 16…231.
    private static let steps: [Int] = [0, 95, 135, 175, 215, 255]

    /// What a palette colour looks like.
    package static func rgb(_ index: UInt8) -> RGB {
        let index = Int(index)
        if index < 16 { return system[index] }
        if index >= 232 {
            let grey = UInt8(8 + 10 * (index - 232))
            return (grey, grey, grey)
        }
        let cube = index - 16
        return (
            UInt8(steps[cube / 36]), UInt8(steps[cube / 6 % 6]), UInt8(steps[cube % 6])
        )
    }

    /// The nearest of the 240 fixed colours 16…255; the first 16 differ between terminals.
    ///
    /// Looks at all of them (about a microsecond): the nearest step of each channel alone is not
    /// always the nearest colour.
    package static func nearest256(_ color: RGB) -> UInt8 {
        (UInt8(16)...255).min { distance(rgb($0), color) < distance(rgb($1), color) } ?? 16
    }

    /// The nearest of the first 16 colours, as xterm shows them.
    package static func nearest16(_ color: RGB) -> UInt8 {
        (0..<16).min { distance(system[$0], color) < distance(system[$1], color) }
            .map(UInt8.init) ?? 7
    }

    /// Squared distance weighted by how bright each primary looks ("redmean").
    static func distance(_ one: RGB, _ other: RGB) -> Int {
        let mean = (Int(one.red) + Int(other.red)) / 2
        let red = Int(one.red) - Int(other.red)
        let green = Int(one.green) - Int(other.green)
        let blue = Int(one.blue) - Int(other.blue)
        return ((512 + mean) * red * red) / 256 + 4 * green * green
            + ((767 - mean) * blue * blue) / 256
    }
}

/// How many colours a terminal shows.
package enum ColorDepth: Int, CaseIterable, Comparable, Hashable, Sendable {
    /// Attributes only.
    case mono = 0
    case sixteen = 16
    case palette = 256
    case full = 16_777_216

    package static func < (left: ColorDepth, right: ColorDepth) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Color {
    /// The colour as red, green and blue; nil for the terminal's own default.
    package var rgb: Palette.RGB? {
        switch self {
        case .terminalDefault: nil
        case .indexed(let index): Palette.rgb(index)
        case .rgb(let red, let green, let blue): (red, green, blue)
        }
    }

    /// The nearest colour that a terminal of that depth can show.
    package func quantized(to depth: ColorDepth) -> Color {
        switch (self, depth) {
        case (.terminalDefault, _), (_, .mono): return .terminalDefault
        case (.rgb(let red, let green, let blue), .palette):
            return .indexed(Palette.nearest256((red, green, blue)))
        case (.rgb(let red, let green, let blue), .sixteen):
            return .indexed(Palette.nearest16((red, green, blue)))
        case (.indexed(let index), .sixteen) where index >= 16:
            return .indexed(Palette.nearest16(Palette.rgb(index)))
        default: return self
        }
    }
}
