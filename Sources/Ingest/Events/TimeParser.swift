package import Telemetry

/// Times as logs write them, rounded up to the millisecond.
///
/// RFC 3339 with any offset and fraction; `YYYY-MM-DD HH:MM:SS[.,]fff` in the parser's zone;
/// seconds, milli-, micro- or nanoseconds since 1970 by magnitude; the web servers'
/// `23/Nov/2026:08:00:07 +0000`.
package struct TimeParser {
    private var zone: ZoneOffsets
    // Lines of one log share their day: its ten characters and its start are kept.
    private var dayText: (UInt64, UInt16) = (0, 0)
    private var dayStart: Int64 = 0

    package init(zone: ZoneOffsets = ZoneOffsets()) { self.zone = zone }

    package mutating func parse(_ text: String) -> Timestamp? {
        var text = text
        return text.withUTF8 { parse(UnsafeRawBufferPointer($0)) }
    }

    package mutating func parse(_ text: UnsafeRawBufferPointer) -> Timestamp? {
        if text.count >= 19, text[4] == text[7], let time = calendarTime(text) { return time }
        if text.count == 10, text[4] == UInt8(ascii: "-"), let day = day(text) {
            return Timestamp(milliseconds: zone.utc(fromLocal: day))
        }
        if let time = EpochTime.parse(text) { return time }
        return webServerTime(text)
    }

    private mutating func calendarTime(_ text: UnsafeRawBufferPointer) -> Timestamp? {
        guard let day = day(text) else { return nil }
        let separator = text[10]
        guard separator == 0x54 || separator == 0x74 || separator == 0x20 else { return nil }
        guard let clock = Self.clock(text, 11) else { return nil }
        var at = 19
        guard let fraction = Self.fraction(text, &at) else { return nil }
        let local = day + clock + fraction
        if at == text.count { return Timestamp(milliseconds: zone.utc(fromLocal: local)) }
        guard let offset = Self.offset(text, at) else { return nil }
        return Timestamp(milliseconds: local - offset)
    }

    /// The start of the day in milliseconds, as if it were UTC.
    private mutating func day(_ text: UnsafeRawBufferPointer) -> Int64? {
        let key = (
            text.loadUnaligned(as: UInt64.self),
            text.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        )
        if key == dayText { return dayStart }
        guard text[4] == text[7], text[4] == UInt8(ascii: "-") || text[4] == UInt8(ascii: "/"),
            let century = Self.two(text, 0), let years = Self.two(text, 2),
            let month = Self.two(text, 5), let day = Self.two(text, 8),
            let days = CivilDay.number(year: century * 100 + years, month: month, day: day)
        else { return nil }
        dayText = key
        dayStart = days * 86_400_000
        return dayStart
    }

    /// `23/Nov/2026:08:00:07 +0000`, with or without brackets.
    private func webServerTime(_ whole: UnsafeRawBufferPointer) -> Timestamp? {
        var text = whole
        if text.count == 28, text[0] == UInt8(ascii: "["), text[27] == UInt8(ascii: "]") {
            text = UnsafeRawBufferPointer(rebasing: text[1..<27])
        }
        guard text.count == 26, text[2] == 0x2F, text[6] == 0x2F, text[11] == 0x3A,
            let day = Self.two(text, 0), let month = Self.month(text, 3),
            let century = Self.two(text, 7), let years = Self.two(text, 9),
            let days = CivilDay.number(year: century * 100 + years, month: month, day: day),
            let clock = Self.clock(text, 12), let offset = Self.offset(text, 20)
        else { return nil }
        return Timestamp(milliseconds: days * 86_400_000 + clock - offset)
    }

    private static func month(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int64? {
        let names = "janfebmaraprmayjunjulaugsepoctnovdec".utf8
        let word = text[at..<(at + 3)].map { $0 | 0x20 }
        for month in 0..<12 where word.elementsEqual(names.dropFirst(month * 3).prefix(3)) {
            return Int64(month + 1)
        }
        return nil
    }

    private static func two(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int64? {
        let tens = text[at] &- 48
        let ones = text[at + 1] &- 48
        return tens < 10 && ones < 10 ? Int64(tens) * 10 + Int64(ones) : nil
    }

    /// `HH:MM:SS` in milliseconds; second 60 is the leap second.
    private static func clock(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int64? {
        guard let hour = two(text, at), let minute = two(text, at + 3),
            let second = two(text, at + 6), text[at + 2] == 0x3A, text[at + 5] == 0x3A,
            hour < 24, minute < 60, second <= 60
        else { return nil }
        return (hour * 3_600 + minute * 60 + second) * 1_000
    }

    /// Digits behind a point or comma, up to the next millisecond.
    private static func fraction(_ text: UnsafeRawBufferPointer, _ at: inout Int) -> Int64? {
        guard at < text.count, text[at] == 0x2E || text[at] == 0x2C else { return 0 }
        at += 1
        var milliseconds: Int64 = 0
        var place: Int64 = 100
        var digits = 0
        var rest = false
        while at < text.count, (48...57).contains(text[at]) {
            let digit = Int64(text[at] - 48)
            if place > 0 { milliseconds += digit * place } else if digit > 0 { rest = true }
            place /= 10
            digits += 1
            at += 1
        }
        return digits > 0 ? milliseconds + (rest ? 1 : 0) : nil
    }

    /// `Z`, `+01:00`, `+0100`, `+01`, ` UTC`: milliseconds east of Greenwich.
    private static func offset(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int64? {
        var at = start
        if text[at] == 0x20 { at += 1 }
        let left = text.count - at
        guard left > 0 else { return nil }
        if left == 1, text[at] | 0x20 == UInt8(ascii: "z") { return 0 }
        if left == 3, text[at] == 0x55, text[at + 1] == 0x54, text[at + 2] == 0x43 { return 0 }
        let sign = text[at]
        guard sign == 0x2B || sign == 0x2D, left >= 3, let hours = two(text, at + 1) else {
            return nil
        }
        var minutes: Int64 = 0
        if left > 3 {
            let colon = text[at + 3] == 0x3A ? 1 : 0
            guard left == 5 + colon, let found = two(text, at + 3 + colon) else { return nil }
            minutes = found
        }
        guard hours < 24, minutes < 60 else { return nil }
        let milliseconds = (hours * 60 + minutes) * 60_000
        return sign == 0x2D ? -milliseconds : milliseconds
    }
}
