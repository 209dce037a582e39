extension GoPrinter {
    /// One value under one verb.
    mutating func write(_ value: TemplateValue, _ verb: Unicode.Scalar) {
        if verb == "T" { return pad(value.typeName, zeros: false) }
        switch value {
        case .null:
            verb == "v" ? pad("<nil>", zeros: false) : (output += "%!\(verb)(<nil>)")
        case .bool(let flag):
            verb == "t" || verb == "v"
                ? pad(flag ? "true" : "false", zeros: false) : complain(value, verb)
        case .integer(let number): write(integer: number, verb)
        case .number(let number): write(float: number, verb)
        case .text(let text): write(text: text, of: value, verb)
        case .moment(let moment): write(text: moment.text, of: value, verb)
        case .format: complain(value, verb)
        case .list(let elements):
            open(value.typeName, "[", "{")
            for (index, element) in elements.enumerated() {
                separate(index)
                write(element, verb)
            }
            close("]", "}")
        case .map(let entries):
            open(value.typeName, "map[", "{")
            for (index, entry) in entries.sorted(by: { $0.key < $1.key }).enumerated() {
                separate(index)
                write(.text(entry.key), verb)
                output += ":"
                write(entry.value, verb)
            }
            close("]", "}")
        case .record(let record):
            open(value.typeName, "{", "{")
            for (index, field) in record.fields.enumerated() {
                separate(index)
                if directive.namesFields || directive.isSyntax { output += field.name + ":" }
                write(field.value, verb)
            }
            close("}", "}")
        }
    }

    private mutating func open(_ type: String, _ plain: String, _ syntax: String) {
        output += directive.isSyntax ? type + syntax : plain
    }
    private mutating func separate(_ index: Int) {
        if index > 0 { output += directive.isSyntax ? ", " : " " }
    }
    private mutating func close(_ plain: String, _ syntax: String) {
        output += directive.isSyntax ? syntax : plain
    }

    private mutating func write(
        text: String, of value: TemplateValue, _ verb: Unicode.Scalar
    ) {
        let cut = directive.precision.map { Self.prefix(text, $0) } ?? text
        switch verb {
        case "v" where directive.isSyntax, "q": pad(quoted(cut), zeros: false)
        case "v", "s": pad(cut, zeros: false)
        case "x", "X": pad(hexadecimal(text, isUpper: verb == "X"), zeros: false)
        default: complain(value, verb)
        }
    }

    private static func prefix(_ text: String, _ count: Int) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(count)))
    }

    /// In backquotes where that is asked for and can be, else with Go's escapes.
    private func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0 == "\t" || ($0.value >= 0x20 && $0 != "`" && $0.value != 0x7F && $0.value != 0xFEFF)
        }
        if directive.sharp, isPlain { return "`\(text)`" }
        let quoted = GoFormat.quoted(text)
        return directive.plus ? Self.ascii(quoted) : quoted
    }

    private static func ascii(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            if scalar.isASCII { return String(scalar) }
            let digits = String(scalar.value, radix: 16)
            let wide = scalar.value > 0xFFFF
            return (wide ? "\\U" : "\\u")
                + String(repeating: "0", count: max(0, (wide ? 8 : 4) - digits.count)) + digits
        }.joined()
    }

    private func hexadecimal(_ text: String, isUpper: Bool) -> String {
        let bytes = directive.precision.map { Array(text.utf8.prefix($0)) } ?? Array(text.utf8)
        let mark = directive.sharp ? (isUpper ? "0X" : "0x") : ""
        let pairs = bytes.map { byte in
            let digits = String(byte, radix: 16, uppercase: isUpper)
            return digits.count == 1 ? "0" + digits : digits
        }
        if directive.space { return pairs.map { mark + $0 }.joined(separator: " ") }
        return bytes.isEmpty ? "" : mark + pairs.joined()
    }

    /// A character by its number: `%c`, `%q` and `%U`.
    func character(_ number: Int64) -> Unicode.Scalar {
        UInt32(exactly: number).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
    }

    func quotedCharacter(_ number: Int64) -> String {
        let scalar = character(number)
        if scalar == "'" { return "'\\''" }
        if scalar == "\"" { return "'\"'" }
        let text = GoFormat.quoted(String(scalar)).dropFirst().dropLast()
        return "'\(directive.plus ? Self.ascii(String(text)) : String(text))'"
    }
}
