/// Lengths of time in words, the same in every sentence and column.
package enum SpanWords {
    /// An age, rounded in the unit that suits it: `12 s`, `3 m`, `41 m`, `2 h`, `5 d`.
    package static func age(_ seconds: Double) -> String {
        let value = min(max(0, seconds.isNaN ? 0 : seconds), 1e12)
        if value < 59.5 { return "\(Int(value.rounded())) s" }
        if value < 3_570 { return "\(Int((value / 60).rounded())) m" }
        if value < 47.5 * 3_600 { return "\(Int((value / 3_600).rounded())) h" }
        return "\(Int((value / 86_400).rounded())) d"
    }

    /// A length in its two largest units, rounded down: `2 d 4 h`, `3 h 12 m`, `7 m`.
    package static func span(_ seconds: Double) -> String {
        let whole = Int64(min(max(0, seconds.isNaN ? 0 : seconds), 1e12))
        let parts: [(Int64, String)] = [
            (whole / 86_400, "d"), (whole / 3_600 % 24, "h"), (whole / 60 % 60, "m"),
            (whole % 60, "s"),
        ]
        guard let first = parts.firstIndex(where: { $0.0 > 0 }) else { return "0 s" }
        // Seconds beside minutes would make the text move every second for nothing.
        let last = first >= 2 ? first : first + 1
        return parts[first...last].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            .joined(separator: " ")
    }

    /// A window or a `for`, exact in its largest unit that divides it: `5 m`, `90 s`, `26 h`.
    package static func exact(_ seconds: Double) -> String {
        let whole = Int64(max(0, seconds.isFinite ? seconds : 0).rounded())
        for (size, unit) in [(86_400, "d"), (3_600, "h"), (60, "m")] as [(Int64, String)]
        where whole >= size && whole % size == 0 {
            return "\(whole / size) \(unit)"
        }
        return "\(whole) s"
    }
}
