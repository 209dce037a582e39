import CSimdjson
import Glibc

/// One value of a row before it means anything; valid while its line is.
struct RawValue {
    enum Kind {
        case null, bool, number, text
        /// A CSV cell: text that may be any of the others.
        case cell
        /// An array or object; the text begins at its bracket and goes to the line's end.
        case container
    }
    var kind: Kind
    var number: Double
    /// The text, or the number as written; empty for null and bool.
    var text: UnsafeRawBufferPointer

    static var missing: RawValue {
        RawValue(kind: .null, number: .nan, text: UnsafeRawBufferPointer(start: nil, count: 0))
    }

    init(kind: Kind, number: Double, text: UnsafeRawBufferPointer) {
        self.kind = kind
        self.number = number
        self.text = text
    }

    init(_ field: CSJField) {
        number = field.number
        text = UnsafeRawBufferPointer(start: field.text, count: Int(field.length))
        switch field.type {
        case CSJ_NULL: kind = .null
        case CSJ_BOOL: kind = .bool
        case CSJ_STRING: kind = .text
        case CSJ_CONTAINER: kind = .container
        default: kind = .number
        }
    }

    init(cell: CSVRecord.Cell) {
        self.init(kind: .cell, number: .nan, text: cell.bytes)
    }

    /// Null, empty text, or one of the words that data frames write for nothing.
    var isNull: Bool {
        switch kind {
        case .null: true
        case .bool, .container: false
        case .number: number.isNaN
        case .text: text.isEmpty || (text.count <= 4 && Self.isNotANumber(text))
        case .cell: text.isEmpty || (text.count <= 4 && Self.isNothing(text))
        }
    }

    /// The value as a number: also numeric text; nil when it is none.
    var numeric: Double? {
        switch kind {
        case .null, .bool, .container: nil
        case .number: number
        case .text, .cell: DecimalNumber.parse(text) ?? Self.infinity(text)
        }
    }

    /// `true` or `false` in any case.
    var bool: Bool? {
        switch kind {
        case .bool: number != 0
        case .null, .number, .container: nil
        case .text, .cell: Self.truth(text)
        }
    }

    /// `[…]`, not `{…}`.
    var isArray: Bool { kind == .container && text.first == UInt8(ascii: "[") }

    /// `[]` or `{}`.
    var isEmptyContainer: Bool {
        guard kind == .container else { return false }
        let next = text.dropFirst().first { $0 != 0x20 && $0 != 0x09 }
        return next == (isArray ? UInt8(ascii: "]") : UInt8(ascii: "}"))
    }

    static func matches(_ text: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
        guard text.count == word.utf8CodeUnitCount, let base = text.baseAddress else {
            return false
        }
        return strncasecmp(
            base.assumingMemoryBound(to: CChar.self),
            UnsafeRawPointer(word.utf8Start).assumingMemoryBound(to: CChar.self), text.count) == 0
    }

    private static func isNotANumber(_ text: UnsafeRawBufferPointer) -> Bool {
        text.count == 3 && matches(text, "nan")
    }

    private static func isNothing(_ text: UnsafeRawBufferPointer) -> Bool {
        switch text.count {
        // Not `NA` nor `None`: those are Namibia and a category somewhere.
        case 3: matches(text, "nan")
        case 4: matches(text, "null") || matches(text, "<NA>")
        default: false
        }
    }

    private static func truth(_ text: UnsafeRawBufferPointer) -> Bool? {
        switch text.count {
        case 4: matches(text, "true") ? true : nil
        case 5: matches(text, "false") ? false : nil
        default: nil
        }
    }

    private static func infinity(_ text: UnsafeRawBufferPointer) -> Double? {
        guard text.count <= 9, text.count >= 3, let first = text.first else { return nil }
        let signed = first == 0x2D || first == 0x2B
        let word = signed ? UnsafeRawBufferPointer(rebasing: text[1...]) : text
        guard matches(word, "inf") || matches(word, "infinity") else { return nil }
        return first == 0x2D ? -.infinity : .infinity
    }
}
