/// One cell: what stands in it and how it is drawn.
///
/// A glyph two columns wide owns its cell and leaves the next one as `continuation`. Sixteen bytes
/// of plain memory: a row of 200 compares in well under a microsecond.
package struct Cell: Hashable, Sendable {
    /// What stands in the cell, as the terminal's edge wants it.
    package var symbol: Glyph
    private var look: PackedStyle

    /// A cell showing the first glyph of `glyph`; control characters become a replacement.
    package init(_ glyph: Character = " ", _ style: Style = .plain) {
        self.init(symbol: Glyph(glyph), style: style)
    }

    /// A cell from parts already packed.
    package init(symbol: Glyph, style: Style) {
        self.symbol = symbol
        look = PackedStyle(style)
    }

    /// The right half of a wide glyph.
    package static let continuation: Character = "\0"

    /// What stands in the cell.
    package var glyph: Character {
        get { symbol.character }
        set { symbol = Glyph(newValue) }
    }

    /// How the cell is drawn.
    package var style: Style {
        get { look.style }
        set { look = PackedStyle(newValue) }
    }

    /// The style as one number: equal exactly when the styles are.
    package var styleKey: UInt64 { look.bits }
}

/// A style in 57 bits: two colours of 26 and five attributes.
struct PackedStyle: Hashable, Sendable {
    let bits: UInt64

    init(_ style: Style) {
        bits =
            UInt64(Self.pack(style.foreground)) | UInt64(Self.pack(style.background)) << 26
            | UInt64(style.attributes.rawValue) << 52
    }

    var style: Style {
        Style(
            foreground: Self.unpack(UInt32(truncatingIfNeeded: bits)),
            background: Self.unpack(UInt32(truncatingIfNeeded: bits >> 26)),
            attributes: Style.Attributes(rawValue: UInt8(truncatingIfNeeded: bits >> 52)))
    }

    private static func pack(_ color: Color) -> UInt32 {
        switch color {
        case .terminalDefault: 0
        case .indexed(let index): 1 << 24 | UInt32(index)
        case .rgb(let red, let green, let blue):
            2 << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
        }
    }

    private static func unpack(_ bits: UInt32) -> Color {
        switch bits >> 24 & 3 {
        case 1: .indexed(UInt8(truncatingIfNeeded: bits))
        case 2:
            .rgb(
                UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
                UInt8(truncatingIfNeeded: bits))
        default: .terminalDefault
        }
    }
}
