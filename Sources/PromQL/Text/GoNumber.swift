/// Numbers as Prometheus reads and writes them.
package enum GoNumber {
    /// The shortest digits that read back as the same number, without exponent: `0.000012`, `+Inf`.
    ///
    /// Go's `FormatFloat(x, 'f', -1, 64)`.
    package static func decimal(_ value: Double) -> String {
        if let name = special(value) { return name }
        let (negative, digits, point) = shortest(value)
        var text = negative ? "-" : ""
        if point <= 0 {
            text += "0." + String(repeating: "0", count: -point) + digits
        } else if point >= digits.count {
            text += digits + String(repeating: "0", count: point - digits.count)
        } else {
            text += digits.prefix(point) + "." + digits.dropFirst(point)
        }
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// The shortest digits, with an exponent from `threshold` on: `%v` uses 21, `%g` 6.
    package static func general(_ value: Double, threshold: Int = 21) -> String {
        if let name = special(value) { return name }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        let (negative, digits, point) = shortest(value)
        let exponent = point - 1
        guard exponent < -4 || exponent >= threshold else { return decimal(value) }
        var text = negative ? "-" : ""
        text += digits.prefix(1)
        if digits.count > 1 { text += "." + digits.dropFirst() }
        let size = abs(exponent)
        text += exponent < 0 ? "e-" : "e+"
        return text + (size < 10 ? "0" : "") + String(size)
    }

    /// As OpenMetrics writes label values that are numbers: always with a point, `1.0`.
    package static func openMetrics(_ value: Double) -> String {
        let text = general(value)
        if special(value) != nil || text.contains("e") || text.contains(".") { return text }
        return text + ".0"
    }

    /// Reads decimal and hexadecimal integers, fractions, exponents, `_` between digits, and
    /// `Inf`, `NaN` in any case with an optional sign; nil for anything else.
    ///
    /// - Parameter allowsHexadecimal: `0x1f`; false where `0x5` means "0, and 5 times more".
    package static func parse(
        _ text: some StringProtocol, allowsHexadecimal: Bool = true
    ) -> Double? {
        var body = text.lowercased()
        var negative = false
        if body.hasPrefix("+") || body.hasPrefix("-") {
            negative = body.hasPrefix("-")
            body.removeFirst()
        }
        if !allowsHexadecimal, body.hasPrefix("0x") { return nil }
        guard let magnitude = magnitude(body) else { return nil }
        return negative ? -magnitude : magnitude
    }

    /// Reads a number as an expression writes it: as `parse` does, and an integer that begins with
    /// 0 is octal (`017` is 15, while `08` is 8: Go's `ParseInt` with base 0, then `ParseFloat`).
    package static func literal(
        _ text: some StringProtocol, allowsHexadecimal: Bool = true
    ) -> Double? {
        let sign = text.first.flatMap { "+-".contains($0) ? $0 : nil }
        let digits = String(text.dropFirst(sign == nil ? 0 : 1).filter { $0 != "_" })
        guard digits.count > 1, digits.first == "0", let octal = UInt64(digits, radix: 8),
            let value = parse(text, allowsHexadecimal: allowsHexadecimal), !value.isNaN
        else { return parse(text, allowsHexadecimal: allowsHexadecimal) }
        return sign == "-" ? -Double(octal) : Double(octal)
    }

    private static func magnitude(_ body: String) -> Double? {
        if body == "inf" || body == "infinity" { return .infinity }
        if body == "nan" { return .nan }
        // An underscore separates digits: never two of them, never at an end.
        if body.contains("__") || body.hasPrefix("_") || body.hasSuffix("_") { return nil }
        let plain = body.filter { $0 != "_" }
        if plain.hasPrefix("0x") {
            let digits = plain.dropFirst(2)
            guard !digits.isEmpty, digits.allSatisfy(\.isHexDigit) else { return nil }
            return UInt64(digits, radix: 16).map { Double($0) }
        }
        guard let first = plain.utf8.first, let last = plain.utf8.last,
            plain.utf8.allSatisfy({
                ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2e || $0 == 0x65 || $0 == 0x2b || $0 == 0x2d
            })
        else { return nil }
        // A second sign, or a point by itself.
        if first == 0x2b || first == 0x2d || plain == "." { return nil }
        // Swift wants digits on both sides of the point; PromQL allows `.2` and `2.`.
        var readable = plain
        if first == 0x2e { readable = "0" + readable }
        if last == 0x2e { readable += "0" }
        readable = readable.split(separator: ".e", omittingEmptySubsequences: false).joined(
            separator: ".0e")
        return Double(readable)
    }

    private static func special(_ value: Double) -> String? {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return nil
    }

    /// Sign, significant digits without zeros at either end, and where the point stands in them.
    private static func shortest(_ value: Double) -> (Bool, String, Int) {
        if value == 0 { return (value.sign == .minus, "0", 1) }
        var mantissa = value.magnitude.description
        var exponent = 0
        if let mark = mantissa.firstIndex(of: "e") {
            exponent = Int(mantissa[mantissa.index(after: mark)...]) ?? 0
            mantissa = String(mantissa[..<mark])
        }
        let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        let whole = String(parts[0])
        var digits = whole + (parts.count > 1 ? String(parts[1]) : "")
        var point = whole.count + exponent
        while digits.count > 1, digits.hasPrefix("0") {
            digits.removeFirst()
            point -= 1
        }
        while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        return (value < 0, digits, point)
    }
}
