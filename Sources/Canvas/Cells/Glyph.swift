/// What stands in one cell: a base scalar, at most two marks over it, and its width.
///
/// Packed into 64 bits (three scalars of 21 bits and a bit for "wide"), so that rows compare as
/// plain memory. Further marks are dropped: stacks of them would grow over other rows.
package struct Glyph: Hashable, Sendable {
    private var bits: UInt64

    private init(bits: UInt64) { self.bits = bits }

    /// The base alone; `scalar` must be known to be drawable.
    init(base scalar: UInt32, isWide: Bool) {
        bits = UInt64(scalar) | (isWide ? Self.wideBit : 0)
    }

    /// A printable ASCII byte.
    init(ascii byte: UInt8) { bits = UInt64(byte) }

    /// The first glyph of `character`, or the replacement for what must not reach a terminal.
    package init(_ character: Character) {
        if character == Cell.continuation {
            self = .continuation
            return
        }
        var reader = GlyphReader(String(character))
        self = reader.next() ?? .blank
    }

    private static let wideBit: UInt64 = 1 << 63

    /// An empty cell.
    package static let blank = Glyph(ascii: 0x20)
    /// The right half of a wide glyph.
    package static let continuation = Glyph(bits: 0)
    /// Stands for whatever must not reach a terminal.
    package static let replacement = Glyph(base: 0xFFFD, isWide: false)

    /// Two columns wide.
    package var isWide: Bool { bits & Self.wideBit != 0 }
    /// The right half of a wide glyph.
    package var isContinuation: Bool { bits == 0 }
    /// Columns taken: 1 or 2; 0 for a continuation.
    package var columns: Int { isContinuation ? 0 : (isWide ? 2 : 1) }
    /// The base scalar's value.
    package var base: UInt32 { UInt32(truncatingIfNeeded: bits & 0x1F_FFFF) }
    /// The first mark's value, 0 when there is none.
    package var firstMark: UInt32 { UInt32(truncatingIfNeeded: (bits >> 21) & 0x1F_FFFF) }
    /// The second mark's value, 0 when there is none.
    package var secondMark: UInt32 { UInt32(truncatingIfNeeded: (bits >> 42) & 0x1F_FFFF) }
    /// A printable ASCII character without marks.
    package var isASCII: Bool { bits < 0x7F && bits >= 0x20 }

    /// Puts a mark over the glyph; the third and later ones are dropped.
    mutating func combine(_ mark: UInt32) {
        if firstMark == 0 {
            bits |= UInt64(mark) << 21
        } else if secondMark == 0 {
            bits |= UInt64(mark) << 42
        }
    }

    /// Appends the glyph's scalars; nothing for a continuation.
    package func write(to text: inout String) {
        if isContinuation { return }
        for value in [base, firstMark, secondMark] where value != 0 {
            if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
        }
    }

    /// The glyph as a character.
    package var character: Character {
        if isContinuation { return Cell.continuation }
        if isASCII { return Character(Unicode.Scalar(UInt8(bits))) }
        var text = ""
        write(to: &text)
        return text.first ?? " "
    }
}
