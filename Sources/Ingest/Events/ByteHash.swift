import Glibc

/// A 64-bit hash of bytes, the same in every process and on every machine: multiply and fold, eight
/// bytes a step.
enum ByteHash {
    // Odd constants with mixed bits (fractions of the golden ratio and of √2).
    private static let first: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let second: UInt64 = 0x6A09_E667_F3BC_C909

    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = first ^ UInt64(truncatingIfNeeded: bytes.count) &* second
        var at = 0
        while at + 8 <= bytes.count {
            state = fold(state ^ bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self), first)
            at += 8
        }
        if at < bytes.count {
            var rest: UInt64 = 0
            var shift: UInt64 = 0
            while at < bytes.count {
                rest |= UInt64(bytes[at]) << shift
                shift += 8
                at += 1
            }
            state = fold(state ^ rest, second)
        }
        return fold(state, second)
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

/// Hashes of request ids, by which late labels find their request.
package enum RequestID {
    /// The hash of an id's text, never 0; an id that went through a float column (`50000.0`) counts
    /// as the whole number it was.
    package static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
        let hash = ByteHash.hash(wholeNumber(text))
        return hash == 0 ? 1 : hash
    }

    package static func hash(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
    }

    private static func wholeNumber(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard text.count > 2, text[text.count - 1] == UInt8(ascii: "0") else { return text }
        var end = text.count
        while end > 0, text[end - 1] == UInt8(ascii: "0") { end -= 1 }
        guard end > 1, text[end - 1] == UInt8(ascii: ".") else { return text }
        for byte in text[..<(end - 1)] where !(48...57).contains(byte) { return text }
        return UnsafeRawBufferPointer(rebasing: text[..<(end - 1)])
    }
}
