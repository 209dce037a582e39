/// The parts of a UTC time that the language can ask for.
package struct CivilTime: Hashable, Sendable {
    package let year: Int
    /// From 1.
    package let month: Int
    /// From 1.
    package let day: Int
    package let hour: Int
    package let minute: Int
    /// Sunday is 0.
    package let dayOfWeek: Int
    /// From 1.
    package let dayOfYear: Int

    /// - Parameter seconds: whole seconds since 1970-01-01T00:00:00Z.
    package init(unixSeconds seconds: Int64) {
        let days = Self.floorDivide(seconds, 86_400)
        let rest = seconds - days * 86_400
        hour = Int(rest / 3_600)
        minute = Int(rest % 3_600 / 60)
        dayOfWeek = Int(((days + 4) % 7 + 7) % 7)
        // Days since 0000-03-01 in eras of 400 years: leap days then fall at the end of a year.
        let shifted = days + 719_468
        let era = Self.floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let leaps = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leaps) / 365
        let fromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * fromMarch + 2) / 153
        day = Int(fromMarch - (153 * monthFromMarch + 2) / 5 + 1)
        month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1]
        dayOfYear = before + day + (month > 2 && Self.isLeap(year) ? 1 : 0)
    }

    /// How many days its month has.
    package var daysInMonth: Int {
        if month == 2 { return Self.isLeap(year) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
        value >= 0 ? value / by : -((-value + by - 1) / by)
    }
}
