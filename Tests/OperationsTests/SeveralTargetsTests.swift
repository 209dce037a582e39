import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// A version that serves on several targets is one row and one chart.
struct SeveralTargetsTests {
    @Test("Charts show all targets together, as the row does")
    func chartsOverTargets() throws {
        var log = EventLog()
        // Two targets: 4 and 1 requests a second, 0.1 s and 0.9 s; the slow one fails each time.
        for second in 0..<1_200 {
            let time = EventLog.start + Int64(second) * 1_000 + 500
            for part in 0..<4 { log.add(at: time + Int64(part), target: "eu-1", latency: 0.1) }
            log.add(at: time + 9, target: "us-1", latency: 0.9, outcome: .error)
        }
        let at = EventLog.start + 1_200_000
        let engine = Engine.judged(log.delivery(), at: at, rules: [])
        var interest = Interest()
        interest.subject = VersionID(model: "fraud", version: "7")
        let snapshot = engine.snapshot(at: at, interest: interest)
        let charts = try #require(snapshot.subject?.subject)
        #expect(charts.requestsPerSecond.values.last == 5)
        #expect(charts.errorRatio.values.last == 0.2)
        let p50 = try #require(charts.p50.values.last ?? nil)
        let p95 = try #require(charts.p95.values.last ?? nil)
        #expect(abs(p50 - 0.1) <= 0.001)
        #expect(abs(p95 - 0.9) <= 0.009)
        let version = try #require(snapshot.models.first?.versions.first)
        #expect(version.requestsPerSecond == 5)
        let spark = try #require(version.latencySparkline.last ?? nil)
        #expect(abs(spark - 0.9) <= 0.009)
    }

    @Test("As usual is as usual, however different the targets are")
    func usualOverTargets() throws {
        var log = EventLog()
        // A slow small target and a fast busy one: the busy one's own baseline would say 9 times.
        for step in 0..<5_400 {
            let time = EventLog.start + Int64(step) * 2_000 + 500
            for part in 0..<4 { log.add(at: time + Int64(part), target: "eu-1", latency: 0.1) }
            log.add(at: time + 9, target: "us-1", latency: 0.9)
        }
        let at = EventLog.start + 5_400 * 2_000
        let engine = Engine.judged(log.delivery(), at: at, rules: [])
        let snapshot = engine.snapshot(at: at, interest: Interest())
        let version = try #require(snapshot.models.first?.versions.first)
        let times = try #require(version.timesUsual)
        #expect(abs(times - 1) < 0.02)
        #expect(version.baselineOf == "own")
    }
}
