import Dashboard
import Snapshot
import Testing

struct FormattingTests {
    @Test(
        "figures have three significant digits",
        arguments: [
            (0.0, "0"), (1.7, "1.70"), (41.24, "41.2"), (371.4, "371"), (9.996, "10.0"),
            (99.96, "100"), (999.6, "1.00 k"), (12_360, "12.4 k"), (279_000, "279 k"),
            (1_200_000, "1.20 M"), (0.042, "0.042"), (0.5, "0.5"), (-41.24, "−41.2"),
            (0.000_012, "1.2e−5"), (.infinity, "∞"), (.nan, "—"),
        ] as [(Double, String)])
    func figure(_ value: Double, _ text: String) {
        #expect(Formatting.figure(value) == text)
        #expect(Formatting.figure(nil) == "—")
    }

    @Test(
        "milliseconds are whole from ten up",
        arguments: [(0.2141, "214"), (0.015, "15"), (0.008, "8.0"), (0.000_42, "0.42")]
            as [(Double, String)])
    func milliseconds(_ seconds: Double, _ text: String) {
        #expect(Formatting.milliseconds(seconds) == text)
    }

    @Test("percent, multiples and quality are as the screens show them")
    func shares() {
        #expect(Formatting.percent(0.003) == "0.3")
        #expect(Formatting.percent(1) == "100")
        #expect(Formatting.percent(nil) == "—")
        #expect(Formatting.wholePercent(0.1) == "10")
        #expect(Formatting.wholePercent(0.002) == "<1")
        #expect(Formatting.multiple(2.326) == "2.3")
        #expect(Formatting.quality(0.93) == ".93")
        #expect(Formatting.quality(-0.049, decimals: 3) == "−.049")
        #expect(Formatting.quality(2.1) == "2.1")
        #expect(Formatting.quality(0.999) == "1.0")
        #expect(Formatting.signed(".07") == "+.07")
    }

    @Test("counts and bytes")
    func counts() {
        #expect(Formatting.count(999) == "999")
        #expect(Formatting.count(279_318) == "279 k")
        #expect(Formatting.grouped(12_360) == "12 360")
        #expect(Formatting.grouped(-1_234_567) == "−1 234 567")
        #expect(Formatting.bytes(412) == "412 B")
        #expect(Formatting.bytes(4_100_000) == "4.1 MB")
        #expect(Formatting.bytes(38_000_000) == "38 MB")
    }

    @Test(
        "ages are rounded in one unit",
        arguments: [
            (12.0, "12 s"), (59.6, "1 m"), (297, "5 m"), (2_467, "41 m"), (3_575, "1 h"),
            (7_200, "2 h"), (169_200, "47 h"), (172_800, "2 d"), (691_200, "8 d"),
        ] as [(Double, String)])
    func ages(_ seconds: Double, _ text: String) { #expect(Formatting.age(seconds) == text) }

    @Test("spans and windows")
    func spans() {
        #expect(Formatting.span(2 * 86_400 + 4 * 3_600 + 59) == "2 d 4 h")
        #expect(Formatting.span(417) == "6 m")
        #expect(Formatting.span(12) == "12 s")
        #expect(Formatting.window(300) == "5 m")
        #expect(Formatting.window(90) == "90 s")
        #expect(Formatting.lag(0.21) == "0.2 s")
        #expect(Formatting.lag(840) == "14 m")
    }

    @Test(
        "absolute times are UTC, also before 1970 and in leap years",
        arguments: [
            (1_795_403_527_000, "2026-11-23T03:12:07Z", "Mon"), (0, "1970-01-01T00:00:00Z", "Thu"),
            (-1_000, "1969-12-31T23:59:59Z", "Wed"),
            (951_782_400_000, "2000-02-29T00:00:00Z", "Tue"),
            (4_107_542_399_000, "2100-02-28T23:59:59Z", "Sun"),
        ] as [(Int64, String, String)])
    func absolute(_ milliseconds: Int64, _ iso: String, _ weekday: String) {
        let moment = Moment(milliseconds: milliseconds)
        #expect(Formatting.iso(moment) == iso)
        #expect(Formatting.weekday(moment) == weekday)
    }

    @Test("a time is as short as it can be beside now")
    func short() {
        let now = Moment(milliseconds: 1_795_403_527_000)
        func ago(_ seconds: Int64) -> Moment {
            Moment(milliseconds: now.milliseconds - seconds * 1_000)
        }
        #expect(Formatting.short(ago(417), now: now) == "03:05:10Z")
        #expect(Formatting.short(ago(86_400 * 2), now: now) == "Sat 03:12Z")
        #expect(Formatting.short(ago(86_400 * 24), now: now) == "10-30 03:12Z")
        #expect(Formatting.clockMillisecond(ago(0)) == "03:12:07.000")
    }
}
