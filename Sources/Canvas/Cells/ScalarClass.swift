/// What a terminal does with one Unicode scalar.
///
/// Terminals place scalars, not grapheme clusters: what they disagree about (joiners,
/// variation selectors, skin tones) is left out, so that every cell stands where all agree.
package enum ScalarClass: Equatable, Sendable {
    /// One column.
    case narrow
    /// Two columns.
    case wide
    /// No column of its own; drawn over the glyph before it.
    case mark
    /// Emoji skin tone: two columns alone, left out behind an emoji.
    case modifier
    /// Invisible; never stored.
    case ignored
    /// Could steer the terminal or reorder the line; shown as a replacement, never stored.
    case forbidden

    /// The class of `scalar`; checked against the C library's `wcwidth`.
    package init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if value < 0x300 {
            self = Self.latin(value)
        } else {
            self = Self.isOurs(value) ? .narrow : Self.slow(scalar)
        }
    }

    /// Lines, blocks, braille, dashes, arrows, ticks: nearly every glyph the screens draw, and
    /// five times as fast as looking a scalar up.
    private static func isOurs(_ value: UInt32) -> Bool {
        switch value {
        case 0x2010...0x2027, 0x2190...0x22FF, 0x2500...0x25FC, 0x2713, 0x2717, 0x2800...0x28FF:
            true
        default: false
        }
    }

    private static func latin(_ value: UInt32) -> ScalarClass {
        if value < 0x20 || (0x7F..<0xA0).contains(value) { return .forbidden }
        return value == 0xAD ? .ignored : .narrow
    }

    private static func slow(_ scalar: Unicode.Scalar) -> ScalarClass {
        switch scalar.value {
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: return .forbidden
        case 0x1160...0x11FF, 0xD7B0...0xD7FB: return .mark  // Hangul vowels and finals
        case 0x1171E: return .mark  // by its category it would have a column of its own
        case 0xFE00...0xFE0F, 0x180B...0x180F, 0xE0000...0xE01EF: return .ignored
        case 0x1F1E6...0x1F1FF: return .narrow  // flags are two letters
        case 0x1F3FB...0x1F3FF: return .modifier
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return .mark
        case .format: return .ignored
        case .control, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator:
            return .forbidden
        default: break
        }
        return isWide(scalar) ? .wide : .narrow
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x1100 { return false }
        if scalar.properties.isEmojiPresentation { return true }
        return wideRanges.contains { $0.contains(value) }
    }

    /// East Asian Wide and Fullwidth, without emoji (UAX #11).
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DFF,
        0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
        0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FB,
        0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}
