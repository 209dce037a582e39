import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// Windows chosen on the screen that are longer than the configured one.
struct LongWindowTests {
    /// One request every three seconds for nine hours; each tenth fails, latencies rise and fall.
    private static func log(from: Int, to: Int) -> EventLog {
        var log = EventLog()
        for step in from..<to {
            log.add(
                at: EventLog.start + Int64(step) * 3_000 + 1_234,
                latency: 0.05 + Double(step * 7_919 % 1_000) / 1_000,
                outcome: step % 10 == 0 ? .error : .ok)
        }
        return log
    }
    private static let steps = 9 * 1_200

    private func interest(_ seconds: Double) -> Interest {
        var interest = Interest()
        interest.windowSeconds = seconds
        return interest
    }

    /// Live: history first, then caught up and pruned, then the clock goes on for half an hour.
    private func engine(at: Timestamp) -> Engine {
        let settled = at - 1_800_000
        var engine = Engine(
            settings: EngineSettings(), book: AlertBook(groups: []), at: settled)
        let known = Int((settled - EventLog.start) / 3_000)
        _ = engine.fold(Self.log(from: 0, to: known).delivery(), at: settled)
        engine.beginJudging(at: settled)
        _ = engine.advance(to: settled)
        _ = engine.fold(Self.log(from: known, to: Self.steps).delivery(), at: at)
        _ = engine.advance(to: at)
        return engine
    }

    @Test(
        "A window longer than the configured one holds every request once",
        arguments: [900.0, 3_600, 4_200, 7_200, 21_600], [0, 7_000] as [Int64])
    func longWindows(seconds: Double, offset: Int64) throws {
        // Also when the fine slots begin between two edges of the grid.
        let at = EventLog.start + Int64(Self.steps) * 3_000 - offset
        let engine = engine(at: at)
        let status = try #require(
            engine.snapshot(at: at, interest: interest(seconds)).models.first?.versions.first)
        let requests = try #require(status.requests)
        let rate = try #require(status.requestsPerSecond)
        // The left edge is a slot's: the rate tells how long the window really is.
        let covered = Double(requests) / rate
        let slot = seconds > 3_600 ? 600.0 : 15
        #expect(covered <= seconds && covered > seconds - slot)
        let begin = at - Int64((covered * 1_000).rounded())
        let inside = (0..<Self.steps).filter {
            let time = EventLog.start + Int64($0) * 3_000 + 1_234
            return time > begin && time <= at
        }
        #expect(requests == Int64(inside.count))
        #expect(status.errors == Int64(inside.count { $0 % 10 == 0 }))
        let sorted = inside.map { 0.05 + Double($0 * 7_919 % 1_000) / 1_000 }.sorted()
        let exact = sorted[Int((0.95 * Double(sorted.count)).rounded(.up)) - 1]
        #expect(abs(try #require(status.latency).p95 - exact) <= 0.01 * exact)
    }

    @Test("A longer window has the sources read back that far, and no further than is kept")
    func horizon() {
        let at = EventLog.start + 100_000_000
        var engine = Engine(settings: EngineSettings(), book: AlertBook(groups: []), at: at)
        let usual = engine.horizon(at: at)
        engine.cover(windowSeconds: 300)
        #expect(engine.horizon(at: at) == usual)
        engine.cover(windowSeconds: 43_200)
        #expect(engine.horizon(at: at).window <= at - 43_200_000)
        #expect(engine.horizon(at: at).history <= engine.horizon(at: at).window)
        engine.cover(windowSeconds: 100 * 86_400)
        #expect(engine.horizon(at: at).window >= at - 27 * 3_600_000)
    }
}
