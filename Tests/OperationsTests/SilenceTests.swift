import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// Alarms about what is not there.
struct SilenceTests {
    private func engine(at: Timestamp, _ deliveries: [Delivery]) -> Engine {
        .judged(deliveries, at: at)
    }

    private func firing(_ engine: Engine, at: Timestamp) -> Set<String> {
        let alerts = engine.snapshot(at: at, interest: .init()).alerts
        return Set(alerts.filter { $0.condition == .firing }.map(\.rule))
    }

    private func hour(endingAt end: Timestamp) -> EventLog {
        var log = EventLog()
        for second in 0..<3_600 { log.add(at: end - Int64(3_600 - second) * 1_000 + 500) }
        return log
    }

    @Test(
        "Silence is held until traffic returns, however long it lasts",
        arguments: [1.0, 4.5, 5, 7, 25])
    func longSilence(hours: Double) {
        let at = EventLog.start + 100_000_000
        let log = hour(endingAt: at - Int64(hours * 3_600_000))
        // Another version keeps the file growing.
        var other = EventLog()
        for minute in 0..<600 { other.add(at: at - Int64(minute) * 60_000, version: "8") }
        let engine = engine(
            at: at, [log.delivery(), other.delivery(name: "other.jsonl")])
        #expect(firing(engine, at: at) == ["NoTraffic", "SourceStale"])
    }

    @Test(
        "A rotated part is not a stale source",
        arguments: [
            "events.jsonl.1", "events.jsonl.2026-11-22", "events.jsonl-20261122", "events.1.jsonl",
            "events-2026-11-22.jsonl", "events.jsonl.old", "events_2026-11-22T10.jsonl",
        ])
    func rotatedParts(name: String) {
        let at = EventLog.start + 100_000_000
        let parts = [
            hour(endingAt: at).delivery(),
            hour(endingAt: at - 3_600_000).delivery(name: name),
        ]
        #expect(firing(engine(at: at, parts), at: at).isEmpty)
    }

    @Test("Logs of two hosts are two logs")
    func twoHosts() {
        let at = EventLog.start + 100_000_000
        let parts = [
            hour(endingAt: at).delivery(name: "eu1.jsonl"),
            hour(endingAt: at - 3_600_000).delivery(name: "eu2.jsonl"),
        ]
        #expect(firing(engine(at: at, parts), at: at) == ["SourceStale"])
    }

    @Test("A rotated part whose log is gone is not stale either")
    func loneRotatedPart() {
        let at = EventLog.start + 100_000_000
        var part = hour(endingAt: at - 3_600_000).delivery(name: "events.jsonl.1")
        part.source.condition = .stale
        #expect(firing(engine(at: at, [part]), at: at) == ["NoTraffic"])
    }
}
