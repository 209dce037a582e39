import Glibc

/// Numbers as text: exact, without allocation for all that logs usually hold.
enum DecimalNumber {
    // Powers of ten that a double holds exactly: with a mantissa below 2⁵³ one operation rounds
    // once.
    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// The number that the whole text says; nil when it is none.
    ///
    /// `nan`, `inf` and hexadecimal are none here: callers say what they make of those words.
    static func parse(_ text: UnsafeRawBufferPointer) -> Double? {
        var at = 0
        let count = text.count
        guard count > 0, count < 400 else { return nil }
        let negative = text[0] == UInt8(ascii: "-")
        if negative || text[0] == UInt8(ascii: "+") { at = 1 }
        var mantissa: UInt64 = 0
        var digits = 0
        var scale = 0
        var sawDigit = false
        var seenPoint = false
        scan: while at < count {
            let byte = text[at]
            switch byte {
            case 48...57:
                sawDigit = true
                if digits < 19 {
                    mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
                    if mantissa > 0 { digits += 1 }
                    if seenPoint { scale -= 1 }
                } else {
                    digits += 1
                    if !seenPoint { scale += 1 }
                }
            case UInt8(ascii: "."):
                if seenPoint { return nil }
                seenPoint = true
            default: break scan
            }
            at += 1
        }
        guard sawDigit else { return nil }
        if at < count {
            guard let exponent = exponent(text, from: at) else { return nil }
            scale += exponent
        }
        if digits > 19 || mantissa >= 1 << 53 || scale < -22 || scale > 22 { return slow(text) }
        let value = Double(mantissa)
        let scaled = scale < 0 ? value / powers[-scale] : value * powers[scale]
        return negative ? -scaled : scaled
    }

    private static func exponent(_ text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var at = start
        guard text[at] | 0x20 == UInt8(ascii: "e"), at + 1 < text.count else { return nil }
        at += 1
        let negative = text[at] == UInt8(ascii: "-")
        if negative || text[at] == UInt8(ascii: "+") { at += 1 }
        guard at < text.count, text.count - at < 5 else { return nil }
        var exponent = 0
        for byte in text[at...] {
            guard (48...57).contains(byte) else { return nil }
            exponent = exponent * 10 + Int(byte - 48)
        }
        return negative ? -exponent : exponent
    }

    /// The C library rounds what the short way cannot.
    private static func slow(_ text: UnsafeRawBufferPointer) -> Double? {
        withUnsafeTemporaryAllocation(byteCount: text.count + 1, alignment: 1) { room in
            room.copyMemory(from: text)
            room[text.count] = 0
            guard let base = room.baseAddress else { return nil }
            return strtod(base.assumingMemoryBound(to: CChar.self), nil)
        }
    }
}
