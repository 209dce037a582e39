import Snapshot
import Testing

/// The fixture agrees with itself and with the figures drawn on the four screens.
@Suite struct StoryTests {
    @Test func `the canary passes its limit when its alert says so and ends at 214 ms`() throws {
        let before = try #require(Story.canaryMilliseconds(Story.time(23, 3, 5, 5)))
        let after = try #require(Story.canaryMilliseconds(Story.time(23, 3, 5, 15)))
        #expect(before < 138 && after > 138)
        let last = try #require(Story.canaryMilliseconds(Story.at))
        #expect(abs(last - 214) < 0.001)
        let minute = try #require(Story.canaryMilliseconds(Story.time(23, 3, 11, 7)))
        #expect(abs(last - minute - 9) < 0.5)
        #expect(Story.canaryMilliseconds(Story.time(23, 3, 1, 3)) == nil)
    }

    @Test func `counts in the headline are those of the alerts`() {
        for snapshot in [Story.incident, Story.calm, Story.manyAlerts] {
            #expect(snapshot.headline.needYou == snapshot.alerts.count { $0.needsSomebody })
            #expect(
                snapshot.headline.inHand
                    == snapshot.alerts.count {
                        $0.attention == .acked || $0.attention == .snoozed
                    })
        }
    }

    @Test func `seven versions serve 697 requests a second without the mirrored ones`() {
        let versions = Story.incident.models.flatMap(\.versions)
        #expect(versions.count == 7)
        let rate = versions.filter { $0.role != "shadow" }
            .compactMap(\.requestsPerSecond).reduce(0, +)
        #expect(rate.rounded() == 697)
    }

    @Test func `twelve roles stand in four teams and seven stages in every workflow`() {
        #expect(Story.teams.flatMap(\.roles).count == 12)
        #expect(Story.workflow.allSatisfy { $0.stages.count == 7 })
    }
}
