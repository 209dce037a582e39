package import Snapshot

/// Ages and absolute times; every absolute time is UTC and says so with `Z`.
extension Formatting {
    /// An age, rounded in the unit that suits it: `12 s`, `3 m`, `41 m`, `2 h`, `5 d`.
    package static func age(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite else { return unknown }
        return SpanWords.age(seconds)
    }

    /// An age in its two largest units: `2 d 4 h`, `3 h 12 m`, `7 m`.
    package static func span(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite else { return unknown }
        return SpanWords.span(seconds)
    }

    /// A window or a `for`, exact in its largest unit that divides it: `5 m`, `90 s`, `26 h`.
    package static func window(_ seconds: Double) -> String {
        SpanWords.exact(seconds)
    }

    /// `0.2 s` below ten seconds, else an age.
    package static func lag(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite else { return unknown }
        return seconds < 9.95 ? fixed(max(0, seconds), 1) + " s" : age(seconds)
    }

    /// `03:12:07Z`.
    package static func clock(_ moment: Moment) -> String {
        clockMinute(moment) + ":" + two(Civil(moment).second) + "Z"
    }

    /// `03:12:07`, for places whose head or neighbour says Z.
    package static func clockSecond(_ moment: Moment) -> String {
        String(clock(moment).dropLast())
    }

    /// `03:12:07.204`.
    package static func clockMillisecond(_ moment: Moment) -> String {
        let part = String(((moment.milliseconds % 1_000) + 1_000) % 1_000)
        let zeros = String(repeating: "0", count: 3 - part.count)
        return clockSecond(moment) + "." + zeros + part
    }

    /// `03:12`.
    package static func clockMinute(_ moment: Moment) -> String {
        let civil = Civil(moment)
        return two(civil.hour) + ":" + two(civil.minute)
    }

    /// `Mon`.
    package static func weekday(_ moment: Moment) -> String { Civil(moment).weekday }

    /// `Mon 03:12:07Z`.
    package static func dayClock(_ moment: Moment) -> String {
        weekday(moment) + " " + clock(moment)
    }

    /// `2026-10-30`.
    package static func date(_ moment: Moment) -> String {
        let civil = Civil(moment)
        return "\(civil.year)-\(two(civil.month))-\(two(civil.day))"
    }

    /// `10-30`.
    package static func monthDay(_ moment: Moment) -> String {
        let civil = Civil(moment)
        return "\(two(civil.month))-\(two(civil.day))"
    }

    /// `2026-10-30 09:14Z`.
    package static func dateMinute(_ moment: Moment) -> String {
        date(moment) + " " + clockMinute(moment) + "Z"
    }

    /// `2026-10-30T09:14:07Z`.
    package static func iso(_ moment: Moment) -> String {
        date(moment) + "T" + clock(moment)
    }

    /// Short and unambiguous beside `now`: `03:12:07Z` today, `Fri 18:40Z` this week, else
    /// `10-30 09:14Z`.
    package static func short(_ moment: Moment, now: Moment) -> String {
        let away = abs(now.seconds(since: moment))
        if away < 86_400, date(moment) == date(now) { return clock(moment) }
        let minute = clockMinute(moment) + "Z"
        return (away < 6 * 86_400 ? weekday(moment) : monthDay(moment)) + " " + minute
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

/// A moment's calendar fields in UTC (proleptic Gregorian).
struct Civil: Equatable {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int
    var weekday: String

    init(_ moment: Moment) {
        let seconds = Int((Double(moment.milliseconds) / 1_000).rounded(.down))
        let days = seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
        let rest = seconds - days * 86_400
        hour = rest / 3_600
        minute = rest / 60 % 60
        second = rest % 60
        // 1970-01-01 was a Thursday.
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        weekday = names[((days % 7) + 7) % 7]
        (year, month, day) = Self.date(daysSince1970: days)
    }

    /// Counts whole 400-year cycles from 0001-01-01, then walks centuries, leap cycles and years.
    private static func date(daysSince1970 days: Int) -> (Int, Int, Int) {
        // 719 162 days lie between 0001-01-01 and 1970-01-01.
        var left = days + 719_162
        let cycles = left >= 0 ? left / 146_097 : -((146_096 - left) / 146_097)
        left -= cycles * 146_097
        let centuries = min(left / 36_524, 3)
        left -= centuries * 36_524
        let fours = left / 1_461
        left -= fours * 1_461
        let years = min(left / 365, 3)
        left -= years * 365
        let year = cycles * 400 + centuries * 100 + fours * 4 + years + 1
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var month = 0
        while month < 11, left >= lengths[month] {
            left -= lengths[month]
            month += 1
        }
        return (year, month + 1, left + 1)
    }
}
