import Snapshot
import Testing

@testable import driftop

@Suite struct PastIncidentsTests {
    private static func past(_ minutes: Double, alone: Bool) -> AlertDetail.Past {
        AlertDetail.Past(
            activeAt: Moment(milliseconds: 0), seconds: minutes * 60, wasByItself: alone,
            words: "")
    }

    @Test(arguments: [
        (
            [(6.0, true), (6.2, true), (31, false)],
            "5 m so far; the two that went by themselves took 6 m",
            "Was so 3 × in 30 d: twice gone by itself in 6 m."
        ),
        (
            [(31.0, false)], "5 m so far; none went by itself",
            "Was so 1 × in 30 d, never gone by itself."
        ),
        (
            [(4.0, true), (9, true), (150, true)],
            "5 m so far; the three that went by themselves took 4 m to 2 h",
            "Was so 3 × in 30 d: 3 × gone by itself in 4 m to 2 h."
        ),
    ])
    func `what came before is summed up in a line`(
        _ rows: [(Double, Bool)], _ lesson: String, _ brief: String
    ) {
        let past = rows.map { Self.past($0.0, alone: $0.1) }
        #expect(PastIncidents.lesson(past, soFar: 300) == lesson)
        #expect(PastIncidents.brief(past) == brief)
    }

    @Test func `without a past there is nothing to say`() {
        #expect(PastIncidents.brief([]) == nil)
        #expect(PastIncidents.lesson([], soFar: nil).isEmpty)
    }
}
