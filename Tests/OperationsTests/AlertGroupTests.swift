import Snapshot
import Testing

@testable import Operations

/// Which alerts are one row.
struct AlertGroupTests {
    private func alert(
        _ model: String, _ feature: String, rule: String = "FeatureDrift", minute: Int64 = 0,
        _ condition: AlertStatus.Condition = .firing, _ attention: AlertStatus.Attention = .new,
        severity: String = "ticket"
    ) -> AlertStatus {
        var alert = AlertStatus(
            id: "\(rule) \(model) \(feature)", rule: rule, condition: condition,
            attention: attention, severity: severity,
            activeAt: Moment(milliseconds: minute * 60_000))
        alert.labels = ["model": model, "version": "3", "feature": feature]
        return alert
    }

    /// The sizes of the rows, largest first.
    private func rows(_ alerts: [AlertStatus]) -> [Int] {
        var alerts = alerts
        AlertStatus.group(&alerts)
        return AlertStatus.rows(alerts).map { max(1, $0.members.count) }.sorted(by: >)
    }

    @Test("three features of one version are one row, two are two")
    func alike() {
        #expect(rows(["a", "b", "c"].map { alert("churn", $0) }) == [3])
        #expect(rows(["a", "b"].map { alert("churn", $0) }) == [1, 1])
    }

    @Test("forty features that broke together are one row; models an hour apart are not")
    func together() {
        func broken(_ models: Int, minutesApart: Int64) -> [AlertStatus] {
            (0..<models).flatMap { model in
                (0..<8).map {
                    alert("m\(model)", "f\($0)", minute: Int64(model) * minutesApart)
                }
            }
        }
        #expect(rows(broken(5, minutesApart: 2)) == [40])
        #expect(rows(broken(2, minutesApart: 2)) == [16])
        #expect(rows(broken(4, minutesApart: 60)) == [8, 8, 8, 8])
        #expect(rows(broken(5, minutesApart: 60)) == [8, 8, 8, 8, 8])
    }

    @Test("another rule, severity, condition or what returned is another row")
    func apart() {
        let drift = ["a", "b", "c"].map { alert("churn", $0) }
        let nulls = ["a", "b", "c"].map { alert("churn", $0, rule: "FeatureNulls") }
        let pages = ["d", "e", "f"].map { alert("churn", $0, severity: "page") }
        let pending = ["g", "h", "i"].map { alert("churn", $0, .pending) }
        let returned = ["j", "k", "l"].map { alert("churn", $0, .resolved, .returned) }
        let errors = ["a", "b", "c"].map { model in
            var alert = alert(model, "", rule: "ErrorsHigh")
            alert.labels["feature"] = nil
            return alert
        }
        #expect(rows(drift + errors + pages + pending + returned) == [3, 3, 3, 3, 1, 1, 1])
        // Features that are null and drift at once have one cause.
        #expect(rows(drift + nulls + pages + pending + returned) == [6, 3, 3, 3])
    }

    @Test("what somebody has in hand stays in the row; what is over is a row of its own")
    func attention() {
        let mixed = [
            alert("churn", "a"), alert("churn", "b", .firing, .acked),
            alert("churn", "c", .recovering, .snoozed),
        ]
        #expect(rows(mixed) == [3])
        let over = ["d", "e", "f"].map { alert("churn", $0, .resolved, .acked) }
        #expect(rows(mixed + over) == [3, 3])
    }

    @Test("the key stays while alerts come and go")
    func key() {
        var few = ["a", "b", "c"].map { alert("churn", $0) }
        var more = ["b", "c", "d", "e"].map { alert("churn", $0, minute: 9) }
        AlertStatus.group(&few)
        AlertStatus.group(&more)
        #expect(few[0].group != nil && few[0].group == more[0].group)
    }
}
