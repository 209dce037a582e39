import Canvas

/// Which attribute bits and colour pair a style is drawn with on this terminal.
///
/// Pairs and palette entries are given out on demand and kept; `present` asks once a run of cells.
struct ColorMap {
    /// What a style became.
    struct Look {
        var attributes: UInt16
        var pair: Int32
    }

    /// What the terminal has to be told first.
    enum Definition: Equatable {
        case pair(Int32, foreground: Int32, background: Int32)
        case color(Int32, red: Int32, green: Int32, blue: Int32)
    }

    let depth: ColorDepth
    /// Colours the terminal has; 8 means that bright ones are drawn bold.
    let colors: Int
    let maximumPairs: Int
    let isExact: Bool
    private var looks: [UInt64: Look] = [:]
    private var pairs: [UInt64: Int32] = [:]
    private var slots: [UInt32: Int32] = [:]
    private var slotColors: [Palette.RGB] = []
    /// Definitions not yet handed over.
    private(set) var definitions: [Definition] = []
    /// Styles drawn in plain colours because all pairs are taken.
    private(set) var overflow = 0

    /// Exact colours take the palette's upper half: its lower one stays as themes expect it.
    private static let firstSlot = 128
    private static let slotCount = 128
    /// Styles remembered; a theme has dozens, so only a runaway gets here.
    private static let maximumLooks = 8_192

    init(depth: ColorDepth, colors: Int, maximumPairs: Int, isExact: Bool) {
        self.depth = depth
        self.colors = colors
        self.maximumPairs = min(maximumPairs, 32_767)
        self.isExact = isExact && depth >= .palette
    }

    /// Hands over the definitions made since the last call.
    mutating func takeDefinitions() -> [Definition] {
        defer { definitions.removeAll(keepingCapacity: true) }
        return definitions
    }

    /// Forgets every pair, so that the styles in use get theirs again.
    mutating func resetPairs() {
        pairs.removeAll()
        looks.removeAll()
        overflow = 0
    }

    /// All palette entries once more, after the terminal has been put back in between.
    func colorDefinitions() -> [Definition] {
        slotColors.enumerated().map { index, color in
            Self.definition(Int32(Self.firstSlot + index), color)
        }
    }

    /// How to draw a cell's style; `key` is the cell's `styleKey`.
    mutating func look(_ style: Style, key: UInt64) -> Look {
        if let look = looks[key] { return look }
        if looks.count >= Self.maximumLooks { looks.removeAll(keepingCapacity: true) }
        var attributes = UInt16(style.attributes.rawValue)
        var front = color(style.foreground)
        var back = color(style.background)
        if colors < 16, depth == .sixteen {
            if front >= 8 { attributes |= UInt16(Style.Attributes.bold.rawValue) }
            if front >= 8 { front -= 8 }
            if back >= 8 { back -= 8 }
        }
        let look = Look(attributes: attributes, pair: pair(front, back))
        looks[key] = look
        return look
    }

    /// The palette entry of a colour; -1 is the terminal's own.
    private mutating func color(_ color: Color) -> Int32 {
        if isExact, let rgb = exact(color) { return slot(rgb) }
        switch color.quantized(to: depth) {
        case .indexed(let index): return Int32(index)
        case .terminalDefault, .rgb: return -1
        }
    }

    /// Colours that need an entry of their own: all but the default and the lower half.
    private func exact(_ color: Color) -> Palette.RGB? {
        if case .indexed(let index) = color, Int(index) < Self.firstSlot { return nil }
        return color.rgb
    }

    private mutating func slot(_ color: Palette.RGB) -> Int32 {
        let key = UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
        if let slot = slots[key] { return slot }
        if slotColors.count == Self.slotCount {
            let near = slotColors.indices.min {
                Self.distance(slotColors[$0], color) < Self.distance(slotColors[$1], color)
            }
            return Int32(Self.firstSlot + (near ?? 0))
        }
        let slot = Int32(Self.firstSlot + slotColors.count)
        slotColors.append(color)
        slots[key] = slot
        definitions.append(Self.definition(slot, color))
        return slot
    }

    private static func distance(_ one: Palette.RGB, _ other: Palette.RGB) -> Int {
        abs(Int(one.red) - Int(other.red)) + abs(Int(one.green) - Int(other.green))
            + abs(Int(one.blue) - Int(other.blue))
    }

    private static func definition(_ slot: Int32, _ color: Palette.RGB) -> Definition {
        .color(slot, red: Int32(color.red), green: Int32(color.green), blue: Int32(color.blue))
    }

    /// The pair of two entries; 0, the terminal's own colours, when no pair is left.
    private mutating func pair(_ front: Int32, _ back: Int32) -> Int32 {
        if front < 0, back < 0 { return 0 }
        let key = UInt64(UInt32(bitPattern: front)) << 32 | UInt64(UInt32(bitPattern: back))
        if let pair = pairs[key] { return pair }
        guard pairs.count + 1 < maximumPairs else {
            overflow += 1
            return 0
        }
        let pair = Int32(pairs.count + 1)
        pairs[key] = pair
        definitions.append(.pair(pair, foreground: front, background: back))
        return pair
    }
}
