import Snapshot
import Testing

@testable import driftop

struct SnapshotQuestionTests {
    private static let id = VersionID(model: "fraud-detector", version: "8")

    private func snapshot(lastSeenAt: Moment?) -> SystemSnapshot {
        var version = VersionStatus(id: Self.id)
        version.lastSeenAt = lastSeenAt
        var model = ModelStatus(name: Self.id.model)
        model.versions = [version]
        var snapshot = SystemSnapshot(at: Fixture.at, windowSeconds: 300)
        snapshot.models = [model]
        return snapshot
    }

    private var wish: Interest {
        var wish = Interest()
        wish.windowSeconds = 300
        wish.subject = Self.id
        return wish
    }

    @Test func chartsOfAVersionWithTrafficAreWaitedFor() {
        #expect(!snapshot(lastSeenAt: Fixture.at).answers(wish))
    }

    @Test func aVersionOfTheRegistryAloneHasNoneToWaitFor() {
        #expect(snapshot(lastSeenAt: nil).answers(wish))
    }

    @Test func theRequestsOfAnotherTargetAreNoAnswer() {
        var wish = wish
        wish.wantsRequests = true
        wish.target = "eu-1"
        var snapshot = snapshot(lastSeenAt: Fixture.at)
        let nothing = ChartSeries(name: "", start: Fixture.at, end: Fixture.at, values: [])
        snapshot.subject = SubjectDetail(
            subject: SubjectDetail.Charts(
                id: Self.id, p50: nothing, p95: nothing, p99: nothing, requestsPerSecond: nothing,
                errorRatio: nothing))
        var list = RequestList(id: Self.id)
        snapshot.requests = list
        #expect(!snapshot.answers(wish))
        list.target = "eu-1"
        snapshot.requests = list
        #expect(snapshot.answers(wish))
    }
}
