internal import Foundation

/// Numbers for people, as Prometheus's template functions write them.
enum Humanize {
    private static let small = ["m", "u", "n", "p", "f", "a", "z", "y"]

    /// `1.5k`, `20m`: SI prefixes, four significant digits.
    static func si(_ value: Double) -> String {
        if value == 0 || !value.isFinite { return GoFormat.fourDigits(value) }
        if value.magnitude < 1 { return shrunk(value) }
        return grown(value, by: 1_000, prefixes: ["k", "M", "G", "T", "P", "E", "Z", "Y"])
    }

    /// `4ki`, `1.5Gi`: powers of 1024.
    static func binary(_ value: Double) -> String {
        if value.magnitude <= 1 || !value.isFinite { return GoFormat.fourDigits(value) }
        return grown(value, by: 1_024, prefixes: ["ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"])
    }

    /// `2h 3m 0s`, `1.5s`, `20ms`.
    static func duration(_ seconds: Double) -> String {
        if !seconds.isFinite { return GoFormat.fourDigits(seconds) }
        if seconds == 0 { return "0s" }
        if seconds.magnitude < 1 { return shrunk(seconds) + "s" }
        let sign = seconds < 0 ? "-" : ""
        // Beyond this a double holds no single seconds and an integer overflows.
        guard seconds.magnitude < 9e15 else { return GoFormat.fourDigits(seconds) + "s" }
        let whole = Int64(seconds.magnitude)
        let (days, hours) = (whole / 86_400, whole / 3_600 % 24)
        let (minutes, rest) = (whole / 60 % 60, whole % 60)
        if days != 0 { return "\(sign)\(days)d \(hours)h \(minutes)m \(rest)s" }
        if hours != 0 { return "\(sign)\(hours)h \(minutes)m \(rest)s" }
        if minutes != 0 { return "\(sign)\(minutes)m \(rest)s" }
        return sign + GoFormat.fourDigits(seconds.magnitude) + "s"
    }

    static func percentage(_ ratio: Double) -> String {
        GoFormat.fourDigits(ratio * 100) + "%"
    }

    /// Seconds since 1970 as `2026-11-23 03:12:00 +0000 UTC`.
    static func timestamp(_ seconds: Double) throws -> String {
        if !seconds.isFinite { return GoFormat.fourDigits(seconds) }
        return try TemplateMoment(seconds: seconds).text
    }

    private static func shrunk(_ value: Double) -> String {
        var (value, prefix) = (value, "")
        for next in small where value.magnitude < 1 {
            prefix = next
            value *= 1_000
        }
        return GoFormat.fourDigits(value) + prefix
    }

    private static func grown(_ value: Double, by base: Double, prefixes: [String]) -> String {
        var (value, prefix) = (value, "")
        for next in prefixes where value.magnitude >= base {
            prefix = next
            value /= base
        }
        return GoFormat.fourDigits(value) + prefix
    }
}
