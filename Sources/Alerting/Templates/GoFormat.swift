internal import Foundation
internal import PromQL

/// Text as Go's `fmt` prints it: rule files are written with its verbs in mind.
enum GoFormat {
    /// `%v` of a float64: shortest digits, an exponent below 1e-4 and from 1e6.
    static func shortest(_ value: Double) -> String {
        if let special = special(value) { return special }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        let (digits, exponent) = decimal(value.magnitude)
        let sign = value < 0 ? "-" : ""
        if exponent < -4 || exponent >= 6 {
            let mantissa = digits.count > 1 ? "\(digits.prefix(1)).\(digits.dropFirst())" : digits
            let magnitude = abs(exponent)
            return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")\(magnitude < 10 ? "0" : "")"
                + "\(magnitude)"
        }
        return sign + plain(digits: digits, exponent: exponent)
    }

    /// Digits `d₀d₁…` and the power of ten of `d₀`.
    private static func decimal(_ value: Double) -> (digits: String, exponent: Int) {
        // Swift prints the shortest digits that read back as the same number, as Go does.
        let text = "\(value)".lowercased()
        let parts = text.split(separator: "e")
        let power = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = String(halves[0])
        let fraction = halves.count > 1 ? String(halves[1]) : ""
        let all = whole + fraction
        let leading = all.prefix { $0 == "0" }.count
        var digits = String(all.dropFirst(leading))
        while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        return (digits, power + whole.count - 1 - leading)
    }

    private static func plain(digits: String, exponent: Int) -> String {
        if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
        if digits.count <= exponent + 1 {
            return digits + String(repeating: "0", count: exponent + 1 - digits.count)
        }
        let point = digits.index(digits.startIndex, offsetBy: exponent + 1)
        return "\(digits[..<point]).\(digits[point...])"
    }

    private static func special(_ value: Double) -> String? {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return nil
    }

    /// `%.4g`, as every humanizing function prints.
    static func fourDigits(_ value: Double) -> String {
        special(value) ?? String(format: "%.4g", value)
    }

    /// `%v` of any value; maps sorted by key.
    static func text(_ value: TemplateValue) -> String {
        switch value {
        case .null: "<nil>"
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let number): shortest(number)
        case .text(let text): text
        case .moment(let moment): moment.text
        case .format: "Format"
        case .list(let values): "[" + values.map(text).joined(separator: " ") + "]"
        case .record(let record):
            "{" + record.fields.map { text($0.value) }.joined(separator: " ") + "}"
        case .map(let entries):
            "map["
                + entries.sorted { $0.key < $1.key }.map { "\($0.key):\(text($0.value))" }
                .joined(separator: " ") + "]"
        }
    }

    /// Go's `strconv.Quote`.
    static func quoted(_ text: String) -> String { GoString.quoted(text) }
}
