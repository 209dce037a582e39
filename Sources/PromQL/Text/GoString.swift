/// Strings as Prometheus quotes and unquotes them (Go's rules).
package enum GoString {
    /// In double quotes, with escapes for what is not printable and for bytes that are not UTF-8.
    package static func quoted(_ bytes: some Sequence<UInt8>) -> String {
        var text = "\""
        var decoder = UTF8()
        var iterator = Array(bytes).makeIterator()
        var consumed: [UInt8] = []
        // Decoding scalar by scalar keeps the bytes of a broken sequence apart for `\x`.
        let all = Array(bytes)
        var offset = 0
        loop: while true {
            switch decoder.decode(&iterator) {
            case .emptyInput: break loop
            case .scalarValue(let scalar):
                offset += UTF8.width(scalar)
                text += escaped(scalar)
            case .error:
                consumed = [all[offset]]
                offset += 1
                for byte in consumed { text += "\\x" + hex(UInt32(byte), digits: 2) }
                decoder = UTF8()
                iterator = Array(all[offset...]).makeIterator()
            }
        }
        return text + "\""
    }

    /// In double quotes, with escapes for what is not printable.
    package static func quoted(_ text: String) -> String { quoted(text.utf8) }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\u{07}": return "\\a"
        case "\u{08}": return "\\b"
        case "\u{0C}": return "\\f"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\u{0B}": return "\\v"
        default: break
        }
        if scalar.value < 0x20 || scalar.value == 0x7f {
            return "\\x" + hex(scalar.value, digits: 2)
        }
        if scalar.value >= 0x80, !isPrintable(scalar) {
            return scalar.value < 0x1_0000
                ? "\\u" + hex(scalar.value, digits: 4) : "\\U" + hex(scalar.value, digits: 8)
        }
        return String(Character(scalar))
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator, .spaceSeparator:
            return false
        default: return true
        }
    }

    private static func hex(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// The bytes a quoted literal stands for: `"…"` and `'…'` with escapes, `` `…` `` as it is.
    ///
    /// - Throws: what is wrong, in words.
    package static func unquoted(_ literal: ArraySlice<UInt8>) throws(GoStringProblem) -> [UInt8] {
        guard literal.count >= 2, let quote = literal.first, literal.last == quote,
            quote == 0x22 || quote == 0x27 || quote == 0x60
        else { throw GoStringProblem("string is not quoted") }
        let body = literal.dropFirst().dropLast()
        if quote == 0x60 { return body.filter { $0 != 0x0d } }
        var result: [UInt8] = []
        var rest = body
        while let byte = rest.popFirst() {
            if byte == quote { throw GoStringProblem("quote inside a string must be escaped") }
            if byte == 0x0a { throw GoStringProblem("newline in a quoted string") }
            if byte == 0x5c {
                try appendEscape(from: &rest, quote: quote, to: &result)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static func appendEscape(
        from rest: inout ArraySlice<UInt8>, quote: UInt8, to result: inout [UInt8]
    ) throws(GoStringProblem) {
        guard let kind = rest.popFirst() else { throw GoStringProblem("escape at end of string") }
        switch Character(Unicode.Scalar(kind)) {
        case "a": result.append(0x07)
        case "b": result.append(0x08)
        case "f": result.append(0x0c)
        case "n": result.append(0x0a)
        case "r": result.append(0x0d)
        case "t": result.append(0x09)
        case "v": result.append(0x0b)
        case "\\": result.append(0x5c)
        case "\"" where quote == 0x22, "'" where quote == 0x27: result.append(kind)
        case "x": result.append(UInt8(truncatingIfNeeded: try number(&rest, 2, 16)))
        case "u": try appendScalar(number(&rest, 4, 16), to: &result)
        case "U": try appendScalar(number(&rest, 8, 16), to: &result)
        case "0"..."7":
            rest = [kind] + rest
            let value = try number(&rest, 3, 8)
            guard value < 256 else { throw GoStringProblem("octal escape above 255") }
            result.append(UInt8(value))
        default:
            throw GoStringProblem("unknown escape sequence \\\(Character(Unicode.Scalar(kind)))")
        }
    }

    private static func number(
        _ rest: inout ArraySlice<UInt8>, _ digits: Int, _ radix: Int
    ) throws(GoStringProblem) -> UInt32 {
        let text = String(decoding: rest.prefix(digits), as: UTF8.self)
        guard text.utf8.count == digits, let value = UInt32(text, radix: radix) else {
            throw GoStringProblem("escape needs \(digits) digits")
        }
        rest = rest.dropFirst(digits)
        return value
    }

    private static func appendScalar(
        _ value: UInt32, to result: inout [UInt8]
    ) throws(GoStringProblem) {
        guard let scalar = Unicode.Scalar(value) else {
            throw GoStringProblem("escape is not a Unicode code point")
        }
        result.append(contentsOf: Array(String(Character(scalar)).utf8))
    }
}

/// What is wrong with a quoted string.
package struct GoStringProblem: Error, Hashable, Sendable {
    package let message: String
    package init(_ message: String) { self.message = message }
}
