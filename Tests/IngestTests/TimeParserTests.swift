import Foundation
import Ingest
import Telemetry
import Testing

@Suite struct TimeParserTests {
    @Test(arguments: [
        ("2026-11-23T10:00:00Z", 1_795_428_000_000),
        ("2026-11-23T10:00:00.1Z", 1_795_428_000_100),
        ("2026-11-23t10:00:00.123456789z", 1_795_428_000_124),
        ("2026-11-23T10:00:00.123000000Z", 1_795_428_000_123),
        ("2026-11-23T12:00:00+02:00", 1_795_428_000_000),
        ("2026-11-23T04:30:00.5-0530", 1_795_428_000_500),
        ("2026-11-23 10:00:00 UTC", 1_795_428_000_000),
        ("2026-11-23T10:00:00+00", 1_795_428_000_000),
        ("2026-11-23 11:00:00", 1_795_428_000_000),
        ("2026-11-23 11:00:00,999", 1_795_428_000_999),
        ("2026/11/23 11:00:00.5", 1_795_428_000_500),
        ("2026-11-22", 1_795_302_000_000),
        ("23/Nov/2026:10:00:07 +0000", 1_795_428_007_000),
        ("[23/Nov/2026:11:00:07 +0100]", 1_795_428_007_000),
        ("1795428000", 1_795_428_000_000),
        ("1795428000.5", 1_795_428_000_500),
        ("1795428000.1230001", 1_795_428_000_124),
        ("1795428000123", 1_795_428_000_123),
        ("1795428000123.4", 1_795_428_000_124),
        ("1795428000123000", 1_795_428_000_123),
        ("1795428000123001", 1_795_428_000_124),
        ("1795428000123000000", 1_795_428_000_123),
        ("1795428000123000001", 1_795_428_000_124),
        ("1.795428e9", 1_795_428_000_000),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000),
    ])
    func reads(text: String, milliseconds: Int64) {
        // A zone one hour east in winter.
        let zone = TimeZone(identifier: "Europe/Zurich") ?? .current
        var parser = TimeParser(zone: ZoneOffsets(zone))
        #expect(parser.parse(text) == Timestamp(milliseconds: milliseconds))
    }

    @Test(arguments: [
        "", "now", "2026-02-29T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T10:60:00Z",
        "2026-11-23T10:00:00.Z", "2026-11-23T10:00:00X", "2026-11-23T10:00:00+1",
        "2026-11-23T10:00", "23/Foo/2026:10:00:07 +0000", "-5", "1e300", "12x",
    ])
    func refuses(text: String) {
        var parser = TimeParser()
        #expect(parser.parse(text) == nil)
    }

    @Test func followsTheZoneThroughAClockChange() {
        let zone = TimeZone(identifier: "Europe/Zurich") ?? .current
        var parser = TimeParser(zone: ZoneOffsets(zone))
        let summer = parser.parse("2026-10-25 01:59:59")
        let twice = parser.parse("2026-10-25 02:30:00")
        let winter = parser.parse("2026-10-25 03:00:00")
        #expect(summer == parser.parse("2026-10-24T23:59:59Z"))
        #expect(twice == parser.parse("2026-10-25T00:30:00Z"))
        #expect(winter == parser.parse("2026-10-25T02:00:00Z"))
    }

    @Test func agreesWithFoundationOnEveryDay() {
        var parser = TimeParser()
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "UTC") ?? .current
        for day in stride(from: 0, to: 40_000, by: 13) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let text = String(
                format: "%04d-%02d-%02dT00:00:00Z", parts.year ?? 0, parts.month ?? 0,
                parts.day ?? 0)
            #expect(parser.parse(text)?.milliseconds == Int64(day) * 86_400_000)
        }
    }
}
