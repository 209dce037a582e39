import Foundation
import PromQL
import Testing

struct CivilTimeTests {
    /// Foundation's calendar is the oracle, over leap years, centuries and times before 1970.
    @Test func agreesWithTheCalendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for step in -400..<700 {
            let seconds = Int64(step) * 5_002_341 + 86_399
            let date = Date(timeIntervalSince1970: Double(seconds))
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .weekday], from: date)
            let time = CivilTime(unixSeconds: seconds)
            #expect(time.year == parts.year)
            #expect(time.month == parts.month)
            #expect(time.day == parts.day)
            #expect(time.hour == parts.hour)
            #expect(time.minute == parts.minute)
            #expect(time.dayOfWeek + 1 == parts.weekday)
            #expect(time.dayOfYear == calendar.ordinality(of: .day, in: .year, for: date))
            #expect(time.daysInMonth == calendar.range(of: .day, in: .month, for: date)?.count)
        }
    }
}
