import Snapshot
import Testing

@testable import driftop

struct AlertTableTests {
    @Test(
        "What names no model is about its series, else about nothing",
        arguments: [("us-1", "us-1"), ("", "—")])
    func subject(words: String, shown: String) throws {
        var snapshot = Fixture.full
        var alert = AlertStatus(
            id: "1", rule: "TargetFails", condition: .firing, attention: .new, severity: "page",
            activeAt: snapshot.at)
        alert.seriesWords = words
        alert.what = "20 % > 5 %"
        snapshot.alerts = [alert]
        #expect(AlertTable.text(snapshot).contains("  TargetFails  \(shown)  20 % > 5 %"))
    }
}
