/// Figures as the screens show them; the unit stands once in the head of the column.
///
/// Unknown is `—` everywhere, never 0. No function reads a locale: frames are the same everywhere.
package enum Formatting {
    /// What stands where nothing was measured.
    package static let unknown = "—"

    /// `value` with exactly `decimals` digits after the point; `∞`, `−∞` and `—` when not finite.
    package static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard !value.isNaN else { return unknown }
        guard value.isFinite else { return value < 0 ? "−∞" : "∞" }
        var scale = 1.0
        for _ in 0..<max(0, decimals) { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        // Above 2^53 neighbouring doubles are whole numbers apart: digits after it say nothing.
        guard scaled < 9_007_199_254_740_992 else { return exponent(value) }
        let whole = Int64(scaled) / Int64(scale)
        let sign = value < 0 && scaled > 0 ? "−" : ""
        guard decimals > 0 else { return sign + String(whole) }
        let fraction = String(Int64(scaled) % Int64(scale))
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return "\(sign)\(whole).\(zeros)\(fraction)"
    }

    /// Three significant digits: `1.70`, `41.2`, `371`, `12.4 k`, `0.04`.
    package static func figure(_ value: Double?) -> String {
        guard let value, !value.isNaN else { return unknown }
        let size = abs(value)
        if size == 0 { return "0" }
        if size < 0.000_5 { return exponent(value) }
        if size < 0.995 { return trimmed(fixed(value, size < 0.1 ? 3 : 2)) }
        if size < 9.995 { return fixed(value, 2) }
        if size < 99.95 { return fixed(value, 1) }
        if size < 999.5 { return fixed(value, 0) }
        return thousands(value)
    }

    /// Milliseconds from seconds, whole from ten up: `214`, `15`, `8.0`, `0.42`.
    package static func milliseconds(_ seconds: Double?) -> String {
        guard let seconds, !seconds.isNaN else { return unknown }
        let value = seconds * 1_000
        if abs(value) >= 99_950 { return thousands(value) }
        if abs(value) >= 9.95 { return fixed(value, 0) }
        return fixed(value, abs(value) >= 0.995 ? 1 : 2)
    }

    /// Milliseconds with three significant digits for detail views: `15.0`, `8.02`, `214`.
    package static func preciseMilliseconds(_ seconds: Double?) -> String {
        figure(seconds.map { $0 * 1_000 })
    }

    /// A ratio in percent with one decimal, without its sign: `0.3`, `100`.
    package static func percent(_ ratio: Double?) -> String {
        guard let ratio, !ratio.isNaN else { return unknown }
        let value = ratio * 100
        return abs(value) >= 99.95 ? fixed(value, 0) : fixed(value, 1)
    }

    /// A ratio in whole percent; below one percent but not zero `<1`.
    package static func wholePercent(_ ratio: Double?) -> String {
        guard let ratio, !ratio.isNaN else { return unknown }
        if ratio > 0, ratio < 0.005 { return "<1" }
        return fixed(ratio * 100, 0)
    }

    /// A multiple with one decimal: `2.3`, from a hundred up whole.
    package static func multiple(_ value: Double?) -> String {
        guard let value, !value.isNaN else { return unknown }
        if abs(value) >= 99_950 { return thousands(value) }
        return fixed(value, abs(value) >= 99.95 ? 0 : 1)
    }

    /// A quality figure without its leading zero: `.93`, `2.1`, `−.05`, `412`.
    package static func quality(_ value: Double?, decimals: Int = 2) -> String {
        guard let value, !value.isNaN else { return unknown }
        let size = abs(value)
        if size >= 9_999.5 { return thousands(value).filter { $0 != " " } }
        if size >= 99.95 { return fixed(value, 0) }
        let text = fixed(value, size >= 0.995 ? decimals - 1 : decimals)
        if text.hasPrefix("0.") { return String(text.dropFirst()) }
        if text.hasPrefix("−0.") { return "−" + text.dropFirst(2) }
        return text
    }

    /// A count, short: `87`, `999`, `12.4 k`, `279 k`, `1.20 M`.
    package static func count(_ value: Int64?) -> String {
        guard let value else { return unknown }
        return value.magnitude < 1_000 ? String(value) : thousands(Double(value))
    }

    /// A count in full with its digits in threes: `12 360`.
    package static func grouped(_ value: Int64) -> String {
        var digits = String(value.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(digits, at: 0)
        return (value < 0 ? "−" : "") + groups.joined(separator: " ")
    }

    /// Bytes in decimal units: `412 B`, `4.1 MB`, `38 MB`.
    package static func bytes(_ value: Int64) -> String {
        let units = ["B", "kB", "MB", "GB", "TB", "PB"]
        var amount = Double(max(0, value))
        var unit = 0
        while amount >= 999.5, unit < units.count - 1 {
            amount /= 1_000
            unit += 1
        }
        return fixed(amount, unit == 0 || amount >= 9.95 ? 0 : 1) + " " + units[unit]
    }

    /// A text with the sign always shown: `+6.2`, `−.070`.
    package static func signed(_ text: String) -> String {
        text.hasPrefix("−") || text == unknown ? text : "+" + text
    }

    private static func thousands(_ value: Double) -> String {
        let units = ["", " k", " M", " G", " T", " P"]
        var amount = abs(value)
        var unit = 0
        while amount >= 999.5, unit < units.count - 1 {
            amount /= 1_000
            unit += 1
        }
        guard amount < 999.5 else { return exponent(value) }
        let decimals = amount < 9.995 ? 2 : amount < 99.95 ? 1 : 0
        return (value < 0 ? "−" : "") + fixed(amount, decimals) + units[unit]
    }

    private static func exponent(_ value: Double) -> String {
        guard value.isFinite else { return value < 0 ? "−∞" : "∞" }
        var mantissa = abs(value)
        var power = 0
        while mantissa >= 9.95 {
            mantissa /= 10
            power += 1
        }
        while mantissa > 0, mantissa < 0.995 {
            mantissa *= 10
            power -= 1
        }
        let digits = "\(Int((mantissa * 10).rounded()) / 10).\(Int((mantissa * 10).rounded()) % 10)"
        return "\(value < 0 ? "−" : "")\(digits)e\(power < 0 ? "−" : "")\(abs(power))"
    }

    private static func trimmed(_ text: String) -> String {
        var result = Substring(text)
        while result.hasSuffix("0"), result.contains(".") { result.removeLast() }
        return String(result.hasSuffix(".") ? result.dropLast() : result)
    }
}
