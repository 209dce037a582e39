internal import Foundation
internal import PromQL

/// A moment inside a template, in UTC: what `toTime` gives.
package struct TemplateMoment: Hashable, Sendable {
    private let milliseconds: Int64
    private let civil: CivilTime
    private let second: Int
    private let millisecond: Int

    init(milliseconds: Int64) {
        self.milliseconds = milliseconds
        var (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        if rest < 0 { (seconds, rest) = (seconds - 1, rest + 1_000) }
        civil = CivilTime(unixSeconds: seconds)
        second = Int((seconds % 60 + 60) % 60)
        millisecond = Int(rest)
    }

    /// Seconds since 1970; nanoseconds in 64 bits reach the year 2262.
    init(seconds: Double) throws {
        guard seconds.isFinite else { throw TemplateFault("is NaN or Inf") }
        guard seconds.magnitude < 9.2e9 else {
            throw TemplateFault("\(GoFormat.shortest(seconds)) is beyond the times there are")
        }
        self.init(milliseconds: Int64(seconds * 1e9) / 1_000_000)
    }

    /// `2015-06-23 13:19:44.128 +0000 UTC`.
    var text: String { text(layout: "2006-01-02 15:04:05.999 -0700 MST") }

    /// The methods people use of Go's `time.Time`.
    func field(_ name: String) throws -> TemplateValue {
        switch name {
        case "Year": return .integer(Int64(civil.year))
        case "Month": return .text(Self.months[civil.month - 1])
        case "Day": return .integer(Int64(civil.day))
        case "Hour": return .integer(Int64(civil.hour))
        case "Minute": return .integer(Int64(civil.minute))
        case "Second": return .integer(Int64(second))
        case "Weekday": return .text(Self.weekdays[civil.dayOfWeek])
        case "Unix": return .integer(Int64((Double(milliseconds) / 1_000).rounded(.down)))
        case "UTC": return .moment(self)
        case "Format": return .format(self)
        default: throw TemplateFault("can't evaluate field \(name) in type *time.Time")
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    private static let weekdays = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]

    /// What the parts of Go's reference time stand for; longer ones come before their beginnings.
    private static let parts = [
        "January", "Jan", "Monday", "Mon", "MST", "2006", "-07:00", "-0700", "Z07:00", ".000",
        ".999", "01", "02", "03", "04", "05", "06", "15", "PM", "pm", "_2", "1", "2", "3", "4",
        "5",
    ]

    /// As Go's `Format`: the layout is the reference time, written as the result is to look.
    func text(layout: String) -> String {
        var result = ""
        var rest = layout[...]
        while let character = rest.first {
            if let part = Self.parts.first(where: { rest.hasPrefix($0) }) {
                result += text(part: part)
                rest = rest.dropFirst(part.count)
            } else {
                result.append(character)
                rest.removeFirst()
            }
        }
        return result
    }

    private func text(part: String) -> String {
        let half = civil.hour % 12 == 0 ? 12 : civil.hour % 12
        switch part {
        case "January": return Self.months[civil.month - 1]
        case "Jan": return String(Self.months[civil.month - 1].prefix(3))
        case "Monday": return Self.weekdays[civil.dayOfWeek]
        case "Mon": return String(Self.weekdays[civil.dayOfWeek].prefix(3))
        case "MST": return "UTC"
        case "2006": return String(format: "%04d", civil.year)
        case "06": return String(format: "%02d", civil.year % 100)
        case "-07:00": return "+00:00"
        case "-0700": return "+0000"
        case "Z07:00": return "Z"
        case ".000": return String(format: ".%03d", millisecond)
        case ".999":
            if millisecond == 0 { return "" }
            var digits = String(format: "%03d", millisecond)
            while digits.hasSuffix("0") { digits.removeLast() }
            return "." + digits
        case "01": return String(format: "%02d", civil.month)
        case "02": return String(format: "%02d", civil.day)
        case "_2": return String(format: "%2d", civil.day)
        case "15": return String(format: "%02d", civil.hour)
        case "03": return String(format: "%02d", half)
        case "04": return String(format: "%02d", civil.minute)
        case "05": return String(format: "%02d", second)
        case "PM": return civil.hour < 12 ? "AM" : "PM"
        case "pm": return civil.hour < 12 ? "am" : "pm"
        case "1": return String(civil.month)
        case "2": return String(civil.day)
        case "3": return String(half)
        case "4": return String(civil.minute)
        default: return String(second)
        }
    }
}

extension GoFormat {
    /// A length of time as Go prints it: `1h30m0s`, `1.5s`, `20ms`.
    static func duration(_ seconds: Double) throws -> String {
        guard seconds.isFinite, seconds.magnitude < 9.2e9 else {
            throw TemplateFault("\(shortest(seconds)) is no length of time")
        }
        let nanoseconds = Int64(seconds * 1e9)
        let magnitude = nanoseconds.magnitude
        let sign = nanoseconds < 0 ? "-" : ""
        if magnitude == 0 { return "0s" }
        for (unit, size) in [("ns", 1), ("µs", 1_000), ("ms", 1_000_000)] as [(String, UInt64)]
        where magnitude < size * 1_000 {
            return sign + shortest(Double(magnitude) / Double(size)) + unit
        }
        let whole = magnitude / 1_000_000_000
        let fraction = String(magnitude % 1_000_000_000 + 1_000_000_000).dropFirst()
        let digits = String(fraction.reversed().drop { $0 == "0" }.reversed())
        let last = "\(whole % 60)" + (digits.isEmpty ? "" : "." + digits) + "s"
        if whole < 60 { return sign + last }
        let minutes = "\(whole / 60 % 60)m"
        return sign + (whole < 3_600 ? "" : "\(whole / 3_600)h") + minutes + last
    }
}
