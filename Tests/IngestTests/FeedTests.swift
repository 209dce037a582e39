import Foundation
import Ingest
import Synchronization
import Telemetry
import Testing

@Suite struct FeedTests {
    private let horizon = Horizon(
        window: .distantPast, history: .distantPast, wanted: .distantPast)

    /// Collects deliveries and wakes whoever waits for them.
    private actor Sink {
        private(set) var records: Int64 = 0
        private var waiters: [(Int64, CheckedContinuation<Void, Never>)] = []

        func take(_ delivery: Delivery) {
            if case .events(let batch) = delivery.batch { records += Int64(batch.rows.count) }
            waiters.removeAll { wanted, waiter in
                guard records >= wanted else { return false }
                waiter.resume()
                return true
            }
        }

        func reaches(_ count: Int64) async {
            if records >= count { return }
            await withCheckedContinuation { waiters.append((count, $0)) }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func readsEverySourceAndWakesWithItsFile() async throws {
        let directory = try ScratchDirectory()
        let line = "{\"ts\":1,\"latency_ms\":1}\n"
        try directory.write("a.jsonl", String(repeating: line, count: 5_000))
        try directory.write("b.jsonl", String(repeating: line, count: 10) + "broken\n")
        try directory.write("team.yaml", "teams: 5\n")
        var workspace = Workspace(arguments: [directory.url.path])
        let found = workspace.scan()
        let sink = Sink()
        let horizon = horizon
        let now = Timestamp(milliseconds: 1_795_428_000_000)
        let feed = Feed(horizon: horizon, clock: { now }) { delivery in
            await sink.take(delivery)
            return horizon
        }
        feed.add(found, factory: SourceFactory(settings: ScanSettings(), found: found))
        await sink.reaches(5_010)
        while !feed.isIdle { await Task.yield() }
        feed.poll(now: now)
        #expect(feed.isIdle)
        try directory.append("a.jsonl", line + line)
        #expect(feed.poll(now: now) <= now + Feed.interval)
        await sink.reaches(5_012)
        feed.stop()
        #expect(await sink.records == 5_012)
    }

    @Test func hintsTellOfGrowthAndOfNewFiles() throws {
        let directory = try ScratchDirectory()
        let hints = FileHints()
        guard hints.descriptor >= 0 else { return }
        hints.watch([directory.url.path])
        #expect(!hints.drain())
        try directory.write("a", "1")
        #expect(hints.drain())
        #expect(!hints.drain())
        try directory.append("a", "2")
        #expect(hints.drain())
    }
}
