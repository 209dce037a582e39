internal import Snapshot

/// Figures as words, for sentences the engine makes: headline, reasons, WHAT columns.
enum Words {
    /// Three significant digits without an exponent: `214`, `2.31`, `0.048`; whole, with its
    /// thousands apart, from a thousand up.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "—" : (value > 0 ? "∞" : "−∞") }
        let size = abs(value)
        if size >= 999.5, size < 1e15 { return grouped(Int(value.rounded())) }
        let digits =
            switch size {
            case 0: 0
            case 100...: 0
            case 10...: 1
            case 1...: 2
            case 0.1...: 3
            case 0.01...: 4
            default: 5
            }
        var text = fixed(value, digits)
        if text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text
    }

    /// A ratio as a percentage: `4.1 %`.
    static func percent(_ ratio: Double) -> String {
        let value = ratio * 100
        return (value >= 10 ? fixed(value, 0) : fixed(value, 1)) + " %"
    }

    /// `50 000`: thousands apart.
    static func grouped(_ count: Int) -> String {
        var digits = String(abs(count))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (count < 0 ? "−" : "") + ([digits] + groups).joined(separator: " ")
    }

    /// Seconds as `214 ms` or `1.2 s`.
    static func latency(_ seconds: Double) -> String {
        seconds < 1 ? number(seconds * 1_000) + " ms" : number(seconds) + " s"
    }

    /// `2.3`: one digit behind the point.
    static func times(_ ratio: Double) -> String { fixed(ratio, 1) }

    /// Rounds half away from zero at `digits` places.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 1e15 else { return String(value) }
        let whole = Int64(scaled / scale)
        let sign = value < 0 && scaled > 0 ? "−" : ""
        guard digits > 0 else { return sign + String(Int64(scaled)) }
        let part = String(Int64(scaled) - whole * Int64(scale))
        return sign + "\(whole)." + String(repeating: "0", count: digits - part.count) + part
    }

    /// `03:05:10Z`.
    static func clock(_ milliseconds: Int64) -> String {
        let day = ((milliseconds / 1_000) % 86_400 + 86_400) % 86_400
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(day / 3_600)):\(two(day / 60 % 60)):\(two(day % 60))"
    }

    /// The same of another day with that day: `Fri 03:05`.
    static func clock(_ moment: Moment, now: Moment) -> String {
        let day: Int64 = 86_400_000
        return moment.milliseconds / day == now.milliseconds / day
            ? clock(moment.milliseconds) : TeamStatus.clock(moment, now: now)
    }
}
