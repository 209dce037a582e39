/// Days of the proleptic Gregorian calendar.
enum CivilDay {
    /// Days since 1970-01-01; nil for a day that does not exist.
    ///
    /// Counts from 1 March, so that the leap day is a year's last and months follow one formula.
    static func number(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (1...12).contains(month), day >= 1, day <= length(year: year, month: month) else {
            return nil
        }
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        // 719 468 days lie between 0000-03-01 and 1970-01-01; 146 097 make 400 years.
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func length(year: Int64, month: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
