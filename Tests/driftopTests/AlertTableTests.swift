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

    @Test("The age is the one on the screen: since it fired, pending since its condition holds")
    func age() {
        var snapshot = Fixture.full
        var alert = AlertStatus(
            id: "1", rule: "Slow", condition: .firing, attention: .new, severity: "page",
            activeAt: Moment(milliseconds: snapshot.at.milliseconds - 7 * 60_000))
        alert.firedAt = Moment(milliseconds: snapshot.at.milliseconds - 5 * 60_000)
        snapshot.alerts = [alert]
        #expect(AlertTable.text(snapshot).contains("  5 m  Slow"))
        snapshot.alerts[0].condition = .pending
        #expect(AlertTable.text(snapshot).contains("  7 m  Slow"))
    }

    @Test("Alerts of one rule and version are told apart by what they differ in")
    func telling() {
        var snapshot = Fixture.full
        snapshot.alerts = ["amount", "age"].map { feature in
            var alert = AlertStatus(
                id: feature, rule: "Feat", condition: .firing, attention: .new, severity: "ticket",
                activeAt: snapshot.at)
            alert.labels = ["model": "churn", "version": "3", "my_feature": feature]
            alert.what = "my_feat 9 > 5"
            return alert
        }
        let text = AlertTable.text(snapshot)
        #expect(text.contains("Feat  churn 3 amount  my_feat 9 > 5"), "\(text)")
        #expect(text.contains("Feat  churn 3 age "))
    }
}
