import Snapshot
import Testing

@testable import driftop

struct CivilTimeTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (1_795_403_527_123, "2026-11-23T03:12:07.123Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ])
    func writesAndReadsTheSame(milliseconds: Int64, text: String) {
        let moment = Moment(milliseconds: milliseconds)
        #expect(CivilTime.text(moment) == text)
        #expect(CivilTime.moment(text) == moment)
    }

    @Test(arguments: [
        ("2026-11-23 04:12:07+01:00", 1_795_403_527_000),
        ("2026-11-22T22:42:07.5-04:30", 1_795_403_527_500),
        ("2026-11-23t03:12:07.1239z", 1_795_403_527_123),
    ])
    func readsOffsetsAndFractions(text: String, milliseconds: Int64) {
        #expect(CivilTime.moment(text) == Moment(milliseconds: milliseconds))
    }

    @Test(arguments: [
        "", "end", "2026-11-23", "2026-11-23T03:12:07", "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T03:12:07Z and more",
        "2026-11-23T03:12:07.Z", "2026-11-23T03:12:07+1:00",
    ])
    func refusesWhatIsNoMoment(text: String) {
        #expect(CivilTime.moment(text) == nil)
    }

    @Test func everyDayOfFourCenturiesReadsBackAsItself() {
        for day in stride(from: Int64(-60_000), to: 90_000, by: 1) {
            let moment = Moment(milliseconds: day * 86_400_000 + 43_200_001)
            #expect(CivilTime.moment(CivilTime.text(moment)) == moment)
        }
    }
}
