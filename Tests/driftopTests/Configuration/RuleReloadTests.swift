import Foundation
import Snapshot
import Telemetry
import Testing

@testable import driftop

/// Rule files that change while the dashboard runs.
struct RuleReloadTests {
    private func write(_ scratch: borrowing Scratch, rules: String) throws {
        try scratch.write("ml/rules/own.yml", "groups:\n- name: g\n  rules:\n" + rules)
    }

    private func observed(_ scratch: borrowing Scratch) throws -> Observation {
        let now = Collector.now()
        let lines = (0..<120).map { index in
            let seconds = now.milliseconds / 1_000 - 240 + Int64(index * 2)
            return #"{"ts":\#(seconds),"model":"churn","version":"3","latency_ms":900}"# + "\n"
        }
        try scratch.write("ml/events.jsonl", lines.joined())
        try scratch.write("ml/driftop.yaml", "rules: [rules/*.yml]\n")
        let setup = try Setup(
            arguments: ["ml"], file: nil, current: scratch.path,
            environment: ["HOME": scratch.path + "/home"])
        let observation = Observation(plan: try ObservationPlan(setup, time: .live), now: now)
        while observation.read(now: now) {}
        _ = observation.judge(now: now)
        return observation
    }

    private static let slow =
        "  - {alert: Slow, expr: 'model_latency_seconds{quantile=\"0.5\"} > 0.5'}\n"

    @Test("an edited file has new rules at the next look, and the alerts of the old ones stay")
    func edited() throws {
        let scratch = try Scratch()
        try write(scratch, rules: Self.slow)
        let observation = try observed(scratch)
        let now = Collector.now()
        let alert = try #require(observation.picture(now: now).alerts.first { $0.rule == "Slow" })
        #expect(!observation.rereadRules(now: now))
        try write(
            scratch,
            rules: Self.slow.replacing("> 0.5", with: "> 0.25") + "  - {alert: B, expr: 1}\n")
        #expect(observation.rereadRules(now: now))
        let later = now + 15_000
        _ = observation.judge(now: later)
        let alerts = observation.picture(now: later).alerts
        #expect(alerts.first { $0.rule == "Slow" }?.firedAt == alert.firedAt)
        #expect(alerts.contains { $0.rule == "B" })
    }

    @Test("a slip keeps the rules there were and is said; put right, it is said no more")
    func faulty() throws {
        let scratch = try Scratch()
        try write(scratch, rules: Self.slow)
        let observation = try observed(scratch)
        let now = Collector.now()
        try write(scratch, rules: Self.slow + "  - {alert: B, exprr: 1}\n")
        #expect(observation.rereadRules(now: now))
        let picture = observation.picture(now: now)
        #expect(picture.alerts.contains { $0.rule == "Slow" })
        let warning = try #require(picture.liveness.warnings.first)
        #expect(warning.contains("own.yml:5:") && warning.contains("exprr"), "\(warning)")
        try write(scratch, rules: Self.slow + "  - {alert: B, expr: 1}\n")
        #expect(observation.rereadRules(now: now))
        #expect(observation.picture(now: now).liveness.warnings.isEmpty)
    }

    @Test("a file that is empty for a moment ends no alert")
    func emptied() throws {
        let scratch = try Scratch()
        try write(scratch, rules: Self.slow)
        let observation = try observed(scratch)
        let now = Collector.now()
        try scratch.write("ml/rules/own.yml", "")
        #expect(observation.rereadRules(now: now))
        let picture = observation.picture(now: now)
        #expect(picture.alerts.contains { $0.rule == "Slow" })
        #expect(picture.liveness.warnings.first?.contains("own.yml: empty") == true)
        try write(scratch, rules: Self.slow)
        #expect(observation.rereadRules(now: now))
        #expect(observation.picture(now: now).liveness.warnings.isEmpty)
    }

    @Test("a file that comes or goes under a pattern is a change")
    func pattern() throws {
        let scratch = try Scratch()
        try write(scratch, rules: Self.slow)
        let observation = try observed(scratch)
        let now = Collector.now()
        try scratch.write("ml/rules/more.yml", "groups: [{name: h, rules: [{alert: B, expr: 1}]}]")
        #expect(observation.rereadRules(now: now))
        #expect(observation.picture(now: now).rules.contains { $0.name == "B" })
        try FileManager.default.removeItem(atPath: scratch.path + "/ml/rules/more.yml")
        #expect(observation.rereadRules(now: now))
        #expect(!observation.picture(now: now).rules.contains { $0.name == "B" })
    }
}
