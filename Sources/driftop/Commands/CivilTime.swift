package import Snapshot

/// Times as the commands read and print them: RFC 3339, in UTC when printed.
package enum CivilTime {
    /// `2026-11-23T03:12:07.123Z`: always with milliseconds, as the JSON contract asks.
    package static func text(_ moment: Moment) -> String {
        let (days, ofDay) = floored(moment.milliseconds, 86_400_000)
        let (year, month, day) = date(daysSinceEpoch: days)
        let second = ofDay / 1_000
        return padded(year, 4) + "-" + padded(Int64(month), 2) + "-" + padded(Int64(day), 2) + "T"
            + padded(second / 3_600, 2) + ":" + padded(second / 60 % 60, 2) + ":"
            + padded(second % 60, 2) + "." + padded(ofDay % 1_000, 3) + "Z"
    }

    /// Reads RFC 3339.
    ///
    /// Date and time are parted by `T`, `t` or a space; any number of fraction digits; `Z` or an
    /// offset. A text without an offset, or of a date that does not exist, is nil.
    package static func moment(_ text: some StringProtocol) -> Moment? {
        var reader = DigitReader(text.utf8)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
            reader.take("-"), let day = reader.number(2),
            reader.take("T") || reader.take("t") || reader.take(" "),
            let hour = reader.number(2), reader.take(":"), let minute = reader.number(2),
            reader.take(":"), let second = reader.number(2),
            (1...12).contains(month), (1...daysIn(month: month, of: year)).contains(day),
            hour < 24, minute < 60, second < 61, let fraction = reader.fraction(),
            let offset = reader.offsetMinutes(), reader.atEnd
        else { return nil }
        let days = daysSinceEpoch(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset * 60
        return Moment(milliseconds: seconds * 1_000 + fraction)
    }

    private static func floored(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let remainder = value % divisor
        return remainder < 0
            ? (value / divisor - 1, remainder + divisor) : (value / divisor, remainder)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func daysIn(month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    // Years begin in March, so that the leap day is the last of its year; 146 097 days are 400
    // years.
    private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floored(shifted, 400)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func date(daysSinceEpoch: Int64) -> (year: Int64, month: Int, day: Int) {
        let (era, dayOfEra) = floored(daysSinceEpoch + 719_468, 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), Int(month), Int(day))
    }
}

/// Takes digits and signs off the front of a text.
private struct DigitReader {
    private var rest: ArraySlice<UInt8>
    init(_ bytes: some Sequence<UInt8>) { rest = ArraySlice(bytes) }
    var atEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(_ width: Int) -> Int64? {
        guard rest.count >= width, rest.prefix(width).allSatisfy({ (48...57).contains($0) })
        else { return nil }
        let value = rest.prefix(width).reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
        rest.removeFirst(width)
        return value
    }

    /// Milliseconds after the second; digits past the third are cut.
    mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        let digits = rest.prefix { (48...57).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest.removeFirst(digits.count)
        let three = (Array(digits.prefix(3)) + [48, 48, 48]).prefix(3)
        return three.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
    }

    mutating func offsetMinutes() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let sign: Int64 = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(2), take(":"), let minutes = number(2),
            hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
