/// A span of time in Prometheus's notation: `1h30m`, `250ms`, `7d`.
package struct PromDuration: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package var seconds: Double { Double(milliseconds) / 1_000 }

    package static let zero = PromDuration(milliseconds: 0)

    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Units from the longest; a year is 365 days, as in Prometheus.
    static let units: [(name: String, milliseconds: Int64)] = [
        ("y", 365 * 86_400_000), ("w", 7 * 86_400_000), ("d", 86_400_000), ("h", 3_600_000),
        ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// Reads one or more `number unit` pairs, units from long to short, each once; or plain `0`.
    ///
    /// Nil for anything else: signs, fractions, spaces, an empty text, more than 292 million years.
    package init?(parsing text: some StringProtocol) {
        if text == "0" {
            self = .zero
            return
        }
        var total: Int64 = 0
        var rest = Substring(text)
        var unitsLeft = Self.units[...]
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let count = Int64(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { $0.isASCII && $0.isLetter }
            guard let index = unitsLeft.firstIndex(where: { $0.name == letters }) else {
                return nil
            }
            rest = rest.dropFirst(letters.count)
            let (span, tooLong) = count.multipliedReportingOverflow(
                by: unitsLeft[index].milliseconds)
            let (sum, tooMuch) = total.addingReportingOverflow(span)
            guard !tooLong, !tooMuch else { return nil }
            total = sum
            unitsLeft = unitsLeft[(index + 1)...]
        }
        milliseconds = total
    }

    /// The shortest exact notation; years and weeks only when nothing is left over.
    package var description: String {
        if milliseconds == 0 { return "0s" }
        var left = milliseconds.magnitude
        var text = milliseconds < 0 ? "-" : ""
        for (name, size) in Self.units {
            let unit = UInt64(size)
            let exactOnly = name == "y" || name == "w"
            guard left >= unit, !exactOnly || left % unit == 0 else { continue }
            text += "\(left / unit)\(name)"
            left %= unit
        }
        return text
    }
}
