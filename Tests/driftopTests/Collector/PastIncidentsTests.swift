import Alerting
import Snapshot
import Telemetry
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

    @Test func `the journal is asked again when the incident has moved on`() {
        var past = PastIncidents()
        var asked = 0
        func fill(activeAt: Int64, phase: AlertInstance.Phase, at seconds: Int64) {
            let instance = AlertInstance(
                labels: .empty, series: .empty, value: 1,
                activeAt: Timestamp(milliseconds: activeAt), phase: phase)
            let record = AlertRecord(rule: "A", instance: instance)
            var picture = SystemSnapshot(
                at: Moment(milliseconds: seconds * 1_000), windowSeconds: 300)
            picture.why = AlertDetail(id: record.id)
            past.fill(&picture, record: record) { _, _ in
                asked += 1
                return []
            }
        }
        fill(activeAt: 0, phase: .firing(since: Timestamp(milliseconds: 0)), at: 1)
        fill(activeAt: 0, phase: .firing(since: Timestamp(milliseconds: 0)), at: 2)
        #expect(asked == 1)
        let end = Timestamp(milliseconds: 3_000)
        fill(activeAt: 0, phase: .resolved(firedAt: Timestamp(milliseconds: 0), at: end), at: 3)
        #expect(asked == 2)
        fill(activeAt: 4_000, phase: .firing(since: Timestamp(milliseconds: 4_000)), at: 4)
        #expect(asked == 3)
    }

    @Test func `without a past there is nothing to say`() {
        #expect(PastIncidents.brief([]) == nil)
        #expect(PastIncidents.lesson([], soFar: nil).isEmpty)
    }
}
