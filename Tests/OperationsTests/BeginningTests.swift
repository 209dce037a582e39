import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// Trouble that began long before the program was opened.
struct BeginningTests {
    private let at = EventLog.start + 100_000_000

    private func engine(_ deliveries: [Delivery]) -> Engine { .judged(deliveries, at: at) }

    private func alert(_ rule: String, _ engine: Engine) throws -> AlertStatus {
        let alerts = engine.snapshot(at: at, interest: Interest()).alerts
        return try #require(alerts.first { $0.rule == rule && $0.condition == .firing })
    }

    /// One request every two seconds from `hours` ago on, three times as slow since `slow` hours
    /// ago.
    private func log(hours: Double, slow: Double) -> EventLog {
        var log = EventLog()
        for step in 0..<Int(hours * 1_800) {
            let time = at - Int64(hours * 3_600_000) + Int64(step) * 2_000 + 1
            let isSlow = at - time <= Int64(slow * 3_600_000)
            log.add(at: time, latency: (isSlow ? 0.15 : 0.05) * (1 + Double(step % 7) / 100))
        }
        return log
    }

    @Test("An outage of hours is no new normal for whoever looks late", arguments: [3.5, 5, 10])
    func longOutage(hours: Double) throws {
        let alert = try alert("LatencyRegressed", engine([log(hours: 14, slow: hours).delivery()]))
        #expect(!alert.activeAtOrEarlier)
        let active = Double(at.milliseconds - alert.activeAt.milliseconds) / 3_600_000
        // The window's p95 crosses within the five minutes of the window.
        #expect(active <= hours && active > hours - 0.1)
    }

    @Test("A silence began when its limit passed, however long ago", arguments: [3.0, 20, 40])
    func silence(hours: Double) throws {
        let end = at - Int64(hours * 3_600_000)
        var log = EventLog()
        for second in 0..<3_600 { log.add(at: end - Int64(3_600 - second) * 1_000) }
        let alert = try alert("NoTraffic", engine([log.delivery()]))
        let due = end - 1_000 + 600_000
        #expect(alert.activeAt.milliseconds >= due.milliseconds)
        #expect(alert.activeAt.milliseconds < due.milliseconds + 30_000)
        #expect(!alert.activeAtOrEarlier)
    }

    private func stages(_ events: [StageEvent], _ plans: [StagePlan] = []) -> [Delivery] {
        var state = SourceState(
            name: "workflow.jsonl", recognisedAs: "workflow events", kind: .stages,
            location: "/w/workflow.jsonl")
        state.reach = .complete
        return [
            Delivery(batch: .stagePlans(plans), source: state),
            Delivery(batch: .stageEvents(events, replace: true), source: state),
        ]
    }

    private func event(_ status: StageEvent.Status, hoursAgo: Double) -> StageEvent {
        StageEvent(
            time: at - Int64(hoursAgo * 3_600_000), model: "churn", stage: .modelRetraining,
            status: status)
    }

    @Test("A stage failed when it failed, not when it was first looked at", arguments: [2.0, 39])
    func failedStage(hours: Double) throws {
        let alert = try alert(
            "StageFailed",
            engine(stages([event(.started, hoursAgo: 41), event(.failed, hoursAgo: hours)])))
        let failed = at - Int64(hours * 3_600_000)
        #expect(abs(alert.activeAt.milliseconds - failed.milliseconds) <= 15_000)
        #expect(!alert.activeAtOrEarlier)
    }

    @Test("A stage is overdue since its plan says so")
    func overdueStage() throws {
        var plan = StagePlan(stage: .modelRetraining)
        plan.expectedEverySeconds = 86_400
        let alert = try alert(
            "StageOverdue", engine(stages([event(.succeeded, hoursAgo: 60)], [plan])))
        let due = at - 36 * 3_600_000
        #expect(abs(alert.activeAt.milliseconds - due.milliseconds) <= 15_000)
    }

    @Test("The owner that a model's own plan names goes before a role's list of stages")
    func stageOwner() throws {
        var plan = StagePlan(stage: .modelRetraining)
        plan.model = "churn"
        plan.owner = "DevOps engineer"
        var role = TeamFacts.Role(role: "ML engineer")
        role.owns = ["stage: model retraining"]
        var team = TeamFacts(name: "Data Science")
        team.roles = [role]
        var teams = stages([])[0]
        teams.batch = .teams([team])
        let deliveries = stages([event(.failed, hoursAgo: 1)], [plan]) + [teams]
        #expect(try alert("StageFailed", engine(deliveries)).owner == "DevOps engineer")
        plan.model = nil
        let general = stages([event(.failed, hoursAgo: 1)], [plan]) + [teams]
        #expect(try alert("StageFailed", engine(general)).owner == "ML engineer")
    }

    @Test("Two of three slow versions are not every version")
    func scope() throws {
        var log = EventLog()
        for step in 0..<9_000 {
            let time = at - 9_000 * 2_000 + Int64(step) * 2_000 + 1
            let slow = at - time < 900_000 ? 0.2 : 0.05
            log.add(at: time, version: "1", latency: 0.05)
            log.add(at: time, version: "2", latency: slow)
            log.add(at: time, version: "3", latency: slow)
        }
        let headline = engine([log.delivery()]).snapshot(at: at, interest: Interest()).headline
        #expect(headline.text.hasSuffix("2 of the model's 3 versions."))
    }

    @Test(
        "What was over before anybody could have watched does not wait to be seen",
        arguments: [(0.2, true), (1, false), (20, false)])
    func longGone(hours: Double, isShown: Bool) {
        var log = EventLog()
        let end = at - Int64(hours * 3_600_000)
        for step in 0..<(26 * 1_800) {
            let time = at - 26 * 3_600_000 + Int64(step) * 2_000 + 1
            let isSlow = time <= end && time > end - 1_800_000
            log.add(at: time, latency: (isSlow ? 0.15 : 0.05) * (1 + Double(step % 7) / 100))
        }
        let snapshot = engine([log.delivery()]).snapshot(at: at, interest: Interest())
        #expect(snapshot.alerts.map(\.attention) == (isShown ? [.returned] : []))
        #expect(snapshot.headline.text.contains("was slow: p95") == isShown)
        #expect(snapshot.headline.text.hasSuffix("Nobody saw it.") == isShown)
    }
}
