internal import Foundation
internal import PromQL

/// A number as a template writes it: Go's literals without imaginary ones.
enum TemplateNumber {
    /// Whole or with a fraction, as it is written; nil for what is no number.
    static func value(of text: String) -> TemplateValue? {
        let isNegative = text.hasPrefix("-")
        let body = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
        if body.hasPrefix("_") || body.hasSuffix("_") || body.contains("__") { return nil }
        let digits = body.lowercased().filter { $0 != "_" }
        if let whole = whole(digits) {
            return Int64((isNegative ? "-" : "") + String(whole)).map { .integer($0) }
        }
        guard let number = fraction(digits) else { return nil }
        return .number(isNegative ? -number : number)
    }

    private static func whole(_ digits: String) -> UInt64? {
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
            let rest = digits.dropFirst(2)
            return rest.first?.isHexDigit == true ? UInt64(rest, radix: radix) : nil
        }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        // As in C, 017 is 15.
        return UInt64(digits, radix: digits.count > 1 && digits.hasPrefix("0") ? 8 : 10)
    }

    private static func fraction(_ digits: String) -> Double? {
        if digits.hasPrefix("0x") {
            return digits.contains("p") ? Double(digits) : nil
        }
        guard digits.contains(where: { $0 == "." || $0 == "e" }),
            digits.first.map({ $0.isNumber || $0 == "." }) == true,
            let value = GoNumber.parse(digits), value.isFinite
        else { return nil }
        return value
    }
}
