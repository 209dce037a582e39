internal import Foundation

extension GoFormat {
    /// Go's `fmt.Sprintf`: flags `-+# 0`, width, precision; verbs `v d s q f F e E g G t x X c`.
    ///
    /// Mistakes print as Go prints them: `%!d(string=x)`, `%!d(MISSING)`, `%!(EXTRA …)`.
    static func printf(_ format: String, _ values: [TemplateValue]) -> String {
        var result = ""
        var rest = format[...]
        var next = 0
        while let character = rest.popFirst() {
            guard character == "%" else {
                result.append(character)
                continue
            }
            var verb = Verb(&rest)
            guard let letter = rest.popFirst() else {
                result += "%!(NOVERB)"
                break
            }
            if letter == "%" {
                result += "%"
                continue
            }
            verb.letter = letter
            if next < values.count {
                result += verb.text(values[next])
                next += 1
            } else {
                result += "%!\(letter)(MISSING)"
            }
        }
        if next < values.count {
            let extra = values[next...].map { "\(Verb.typeName($0))=\(text($0))" }
            result += "%!(EXTRA " + extra.joined(separator: ", ") + ")"
        }
        return result
    }
}

/// One directive of a format.
private struct Verb {
    private var flags: Set<Character> = []
    private var width = 0
    private var precision: Int?
    var letter: Character = "v"

    /// Width and precision beyond this are cut, so that no template fills the memory.
    private static let widest = 1_000

    init(_ rest: inout Substring) {
        while let flag = rest.first, "-+# 0".contains(flag) { flags.insert(rest.removeFirst()) }
        width = Self.number(&rest) ?? 0
        if rest.first == "." {
            rest.removeFirst()
            precision = Self.number(&rest) ?? 0
        }
    }

    private static func number(_ rest: inout Substring) -> Int? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        return digits.isEmpty ? nil : min(Int(digits.prefix(9)) ?? 0, widest)
    }

    func text(_ value: TemplateValue) -> String {
        let body: String? =
            switch letter {
            case "v": plain(value)
            case "s": string(value)
            case "q": string(value).map(GoFormat.quoted)
            case "t": if case .bool(let flag) = value { flag ? "true" : "false" } else { nil }
            case "d", "x", "X", "c", "o", "b": whole(value)
            case "f", "F", "e", "E", "g", "G": float(value)
            default: nil
            }
        guard let body else {
            return "%!\(letter)(\(Self.typeName(value))=\(GoFormat.text(value)))"
        }
        return padded(body, numeric: Self.isNumeric(value))
    }

    private func plain(_ value: TemplateValue) -> String {
        if case .number(let number) = value, let precision {
            return String(format: "%.\(precision)g", number)
        }
        let text = GoFormat.text(value)
        return Self.isNumeric(value) ? signed(text) : text
    }

    private func string(_ value: TemplateValue) -> String? {
        switch value {
        case .text(let text): precision.map { String(text.prefix($0)) } ?? text
        case .list, .map, .record, .moment: GoFormat.text(value)
        case .null, .bool, .integer, .number, .format: nil
        }
    }

    private func whole(_ value: TemplateValue) -> String? {
        if case .text(let text) = value, letter == "x" || letter == "X" {
            return text.utf8.map { String(format: letter == "x" ? "%02x" : "%02X", $0) }.joined()
        }
        guard case .integer(let number) = value else { return nil }
        switch letter {
        case "x": return signed(String(number, radix: 16))
        case "X": return signed(String(number, radix: 16, uppercase: true))
        case "o": return signed(String(number, radix: 8))
        case "b": return signed(String(number, radix: 2))
        case "c": return UInt32(exactly: number).flatMap(Unicode.Scalar.init).map { String($0) }
        default: return signed(String(number))
        }
    }

    private func float(_ value: TemplateValue) -> String? {
        guard case .number(let number) = value else { return nil }
        if number.isNaN || number.isInfinite { return GoFormat.shortest(number) }
        if letter == "g" || letter == "G", precision == nil {
            let text = GoFormat.shortest(number)
            return signed(letter == "G" ? text.uppercased() : text)
        }
        return signed(String(format: "%.\(precision ?? 6)\(letter)", number))
    }

    private func signed(_ text: String) -> String {
        if text.hasPrefix("-") || text.hasPrefix("+") { return text }
        if flags.contains("+") { return "+" + text }
        return flags.contains(" ") ? " " + text : text
    }

    private func padded(_ body: String, numeric: Bool) -> String {
        let missing = width - body.count
        guard missing > 0 else { return body }
        if flags.contains("-") { return body + String(repeating: " ", count: missing) }
        guard flags.contains("0"), numeric else {
            return String(repeating: " ", count: missing) + body
        }
        let sign = body.prefix { "+- ".contains($0) }
        return sign + String(repeating: "0", count: missing) + body.dropFirst(sign.count)
    }

    private static func isNumeric(_ value: TemplateValue) -> Bool {
        switch value {
        case .integer, .number: true
        case .null, .bool, .text, .list, .map, .record, .moment, .format: false
        }
    }

    /// Go's name of the type, for messages.
    static func typeName(_ value: TemplateValue) -> String {
        switch value {
        case .null: "<nil>"
        case .bool: "bool"
        case .integer: "int"
        case .number: "float64"
        case .text: "string"
        case .list: "promql.Vector"
        case .map: "map[string]string"
        case .record: "sample"
        case .moment: "time.Time"
        case .format: "func"
        }
    }
}
