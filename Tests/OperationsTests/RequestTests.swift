import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// One request as the test knows it; its number is its place in the log.
private struct Asked {
    var time: Timestamp
    var latency: Double
    var outcome: Outcome
    var number: Int64
}

@Suite struct RequestTests {
    private static let id = VersionID(model: "fraud", version: "7")
    private static let start = EventLog.start

    private static var interest: Interest {
        var interest = Interest()
        interest.subject = id
        interest.wantsRequests = true
        return interest
    }

    /// Random requests over `seconds`, in the order of their times.
    private static func asked(_ count: Int, seconds: Double, seed: UInt64) -> [Asked] {
        var lottery = Lottery(seed: seed)
        let times = (0..<count).map { _ in start + Int64(lottery.next() * seconds * 1_000) }
        return times.sorted().enumerated().map { number, time in
            let outcome: Outcome = lottery.next() < 0.02 ? .error : .ok
            return Asked(
                time: time, latency: 0.01 + lottery.next(), outcome: outcome,
                number: Int64(number))
        }
    }

    /// The list at `at` of an engine that took the requests in deliveries of these sizes.
    private static func list(
        _ deliveries: [[Asked]], at: Timestamp, ceiling: Bool = true, window: Double = 300
    ) throws -> RequestList {
        var settings = EngineSettings()
        settings.ceiling = ceiling ? at : nil
        settings.windowSeconds = window
        var engine = Engine(settings: settings, book: AlertBook(groups: []), at: at)
        for delivery in deliveries {
            var log = EventLog()
            for request in delivery {
                log.add(at: request.time, latency: request.latency, outcome: request.outcome)
                log.place(LinePlace(file: 3, offset: request.number, length: 281))
            }
            _ = engine.fold(log.delivery(), at: at)
        }
        engine.beginJudging(at: at)
        _ = engine.advance(to: at)
        var interest = interest
        interest.windowSeconds = window
        return try #require(engine.snapshot(at: at, interest: interest).requests)
    }

    @Test("The slowest of the window are exactly those, as far as the list goes", arguments: 1...6)
    func slowest(seed: Int) throws {
        let all = Self.asked(20_000, seconds: 900, seed: UInt64(seed))
        let at = Self.start + 851_234
        let list = try Self.list([all], at: at)
        let expected = all.filter { $0.time <= at && $0.time > at - 300_000 }
            .sorted { ($0.latency, $0.number) > ($1.latency, $1.number) }
        #expect(list.slowest.count >= 8)
        #expect(
            list.slowest.map(\.place.offset)
                == expected.prefix(list.slowest.count).map(\.number))
        #expect(list.since == Moment(milliseconds: at.milliseconds - 300_000))
        let first = try #require(list.slowest.first)
        #expect(
            first.place
                == RequestList.Place(
                    source: "events.jsonl", file: 3, offset: expected[0].number, length: 281))
    }

    @Test("Live, where minutes and window do not fit, the list begins where its minute does")
    func live() throws {
        let all = Self.asked(9_000, seconds: 900, seed: 11)
        let at = Self.start + 851_000
        let list = try Self.list([all], at: at, ceiling: false)
        // The window begins at 551 s, its minute after 540 s.
        let since = Self.start + 540_000
        #expect(list.since == Moment(milliseconds: since.milliseconds))
        let expected = all.filter { $0.time <= at && $0.time > since }
            .sorted { ($0.latency, $0.number) > ($1.latency, $1.number) }
        #expect(list.slowest.count >= 8)
        #expect(
            list.slowest.map(\.place.offset)
                == expected.prefix(list.slowest.count).map(\.number))
    }

    @Test("Of each minute the newest eight failures are kept, newest first")
    func failed() throws {
        let all = Self.asked(9_000, seconds: 300, seed: 5)
        let at = Self.start + 300_000
        let list = try Self.list([all], at: at)
        let expected = (0..<5).reversed().flatMap { minute in
            all.filter {
                $0.outcome == .error && ($0.time - Self.start - 1) / 60_000 == Int64(minute)
            }.suffix(8).reversed()
        }
        #expect(expected.count == 40)
        #expect(list.failed.map(\.place.offset) == expected.map(\.number))
        #expect(list.failed.allSatisfy { $0.failed })
    }

    @Test("History that arrives newest block first leaves the same list")
    func backwards() throws {
        let all = Self.asked(9_000, seconds: 600, seed: 3)
        let at = Self.start + 600_000
        let blocks = stride(from: 0, to: all.count, by: 700).map {
            Array(all[$0..<min(all.count, $0 + 700)])
        }
        let there = try Self.list([all], at: at)
        let back = try Self.list(blocks.reversed(), at: at)
        #expect(there == back)
    }

    @Test("Equal latencies are kept newest first; without one a request is kept only if it failed")
    func ties() throws {
        let at = Self.start + 60_000
        let equal = (0..<20).map {
            Asked(time: Self.start + 1 + 1_000 * Int64($0), latency: 0.25, outcome: .ok, number: $0)
        }
        let mute = (20..<23).map {
            Asked(time: at, latency: .nan, outcome: $0 == 21 ? .error : .ok, number: $0)
        }
        let list = try Self.list([equal + mute], at: at)
        #expect(list.slowest.map(\.place.offset) == (12..<20).reversed())
        #expect(list.failed.map(\.place.offset) == [21])
        #expect(list.failed.first?.latencySeconds == nil)
    }

    @Test("What is kept is bounded: sixty slots of 40 bytes a request, whatever the window")
    func bounds() throws {
        #expect(MemoryLayout<KeptRequest>.stride == 40)
        var settings = EngineSettings()
        settings.windowSeconds = 86_400
        let at = Self.start + 86_400_000
        var engine = Engine(settings: settings, book: AlertBook(groups: []), at: at)
        let all = Self.asked(40_000, seconds: 86_400, seed: 9)
        var log = EventLog()
        for request in all { log.add(at: request.time, latency: request.latency) }
        _ = engine.fold(log.delivery(), at: at)
        engine.beginJudging(at: at)
        _ = engine.advance(to: at)
        let kept = engine.versions[0].requests.places[0].log
        #expect(kept.recent.count <= 62 && kept.past.count <= 2)
        #expect(kept.recent.values.allSatisfy { $0.slowest.count <= 8 })
        var interest = Self.interest
        interest.windowSeconds = 86_400
        let list = try #require(engine.snapshot(at: at, interest: interest).requests)
        #expect(list.slotSeconds == 1_440)
        let slowest = all.filter { $0.time <= at }.map(\.latency).sorted(by: >)
        #expect(
            list.slowest.compactMap(\.latencySeconds)
                == Array(slowest.prefix(list.slowest.count)))
    }

    @Test(
        "A longer window chosen on the screen has its slowest too, thinned behind the hour",
        arguments: [3_600.0, 7_200, 21_600, 43_200])
    func longWindows(seconds: Double) throws {
        let all = Self.asked(20_000, seconds: 9 * 3_600, seed: 21)
        let at = Self.start + 9 * 3_600_000
        let settled = at - 1_800_000
        var engine = Engine(settings: EngineSettings(), book: AlertBook(groups: []), at: settled)
        func fold(_ part: [Asked], _ now: Timestamp) {
            var log = EventLog()
            for request in part {
                log.add(at: request.time, latency: request.latency, outcome: request.outcome)
                log.place(LinePlace(offset: request.number, length: 1))
            }
            _ = engine.fold(log.delivery(), at: now)
        }
        // History newest first, then judged and pruned, then half an hour goes by.
        let known = all.filter { $0.time <= settled }
        fold(Array(known[9_000...]), settled)
        fold(Array(known[..<9_000]), settled)
        engine.beginJudging(at: settled)
        _ = engine.advance(to: settled)
        fold(all.filter { $0.time > settled }, at)
        _ = engine.advance(to: at)
        let kept = engine.versions[0].requests.places[0].log
        #expect(kept.recent.count <= 62 && kept.past.count <= 66)
        var interest = Self.interest
        interest.windowSeconds = seconds
        let list = try #require(engine.snapshot(at: at, interest: interest).requests)
        let since = try #require(list.since)
        #expect(since.milliseconds <= at.milliseconds - Int64(seconds * 1_000))
        #expect(at.milliseconds - since.milliseconds < Int64(seconds * 1_000) + 1_440_000)
        let expected = all.filter { $0.time.milliseconds > since.milliseconds }
            .sorted { ($0.latency, $0.number) > ($1.latency, $1.number) }
        #expect(list.slowest.count >= 8)
        #expect(
            list.slowest.map(\.place.offset)
                == expected.prefix(list.slowest.count).map(\.number))
        let failed = all.filter {
            $0.outcome == .error && $0.time.milliseconds > since.milliseconds
        }
        #expect(
            list.failed.prefix(8).map(\.place.offset) == failed.suffix(8).reversed().map(\.number))
    }

    @Test("Of one target only its own are listed, though another's are slower", arguments: [1, 2])
    func target(seed: Int) throws {
        let here = Self.asked(2_000, seconds: 290, seed: UInt64(seed))
        var log = EventLog()
        for (number, request) in here.enumerated() {
            log.add(
                at: request.time, target: "eu-1", latency: request.latency,
                outcome: request.outcome, features: ["items": .number(Double(number % 7))])
            log.place(LinePlace(offset: request.number, length: 1))
            log.add(
                at: request.time, target: "us-1", latency: request.latency + 5, outcome: .error,
                features: ["items": .number(Double(number % 7))])
            log.place(LinePlace(offset: 10_000 + request.number, length: 1))
        }
        let at = Self.start + 300_000
        let engine = Engine.judged(log.delivery(), at: at, rules: [])
        var interest = Self.interest
        interest.target = "eu-1"
        let own = try #require(engine.snapshot(at: at, interest: interest).requests)
        let slowest = here.sorted { ($0.latency, $0.number) > ($1.latency, $1.number) }
        #expect(own.target == "eu-1")
        #expect(own.slowest.count >= 8)
        #expect(
            own.slowest.map(\.place.offset) == slowest.prefix(own.slowest.count).map(\.number))
        #expect(!own.failed.isEmpty && own.failed.allSatisfy { $0.place.offset < 10_000 })
        // Every request of the other one failed: of all of them "the failed" would be half.
        #expect(own.commonSlow.hasPrefix("the slowest 5 % have nothing in common"))
        let all = try #require(engine.snapshot(at: at, interest: Self.interest).requests)
        #expect(all.slowest.allSatisfy { $0.place.offset >= 10_000 })
        interest.target = "ap-1"
        #expect(engine.snapshot(at: at, interest: interest).requests?.slowest.isEmpty == true)
    }

    @Test("A version that logged nothing has an empty list, and nobody is kept waiting")
    func nothing() throws {
        var interest = Self.interest
        interest.subject = VersionID(model: "other", version: nil)
        let engine = Engine(
            settings: EngineSettings(), book: AlertBook(groups: []), at: Self.start)
        let list = try #require(engine.snapshot(at: Self.start, interest: interest).requests)
        #expect(list.slowest.isEmpty && list.failed.isEmpty)
        interest.wantsRequests = false
        #expect(engine.snapshot(at: Self.start, interest: interest).requests == nil)
    }
}

extension EventLog {
    /// Says where the newest row stands.
    mutating func place(_ place: LinePlace) { batch.rows[batch.rows.count - 1].line = place }
}
