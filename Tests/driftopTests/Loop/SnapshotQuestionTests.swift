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
}
