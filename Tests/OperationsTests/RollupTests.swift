import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// A Thursday, 12:00 UTC.
private let noon = Timestamp(milliseconds: 1_763_640_000_000)
private let hour: Int64 = 3_600_000
private let key = DeploymentKey(model: "fraud", version: "7", target: nil)

/// One event every ten seconds from `from` hours before noon, latencies 1 … 100 ms in a fixed mix.
private func traffic(
    from: Double, to: Double = 0, version: String = "7", errorEvery: Int = 0,
    into log: inout EventLog
) {
    let count = Int((from - to) * 360)
    for number in 0..<count {
        log.add(
            at: noon - Int64(from * 3_600_000) + Int64(number + 1) * 10_000, version: version,
            latency: Double(number * 37 % 100 + 1) / 1_000,
            outcome: errorEvery > 0 && number % errorEvery == 0 ? .error : .ok,
            prediction: .number(number % 4 == 0 ? 1 : 0))
    }
}

private func engine(_ log: EventLog, at: Timestamp = noon) -> Engine {
    return Engine.judged(log.delivery(), at: at)
}

private func interest() -> Interest {
    var interest = Interest()
    interest.subject = VersionID(model: "fraud", version: "7")
    return interest
}

@Test("An hour that is over holds exact counts and the hour's own quantiles")
func closedHour() throws {
    var log = EventLog()
    traffic(from: 3, errorEvery: 20, into: &log)
    var engine = engine(log)
    let hours = engine.takeClosedHours()
    // The first event lies ten seconds after 09:00, which was watched from before.
    #expect(hours.map(\.end) == [noon - 2 * hour, noon - hour, noon])
    let last = try #require(hours.last).measures
    #expect(last[.requests] == 360)
    #expect(last[.requestsPerSecond] == 0.1)
    #expect(last[.errorRatio] == 0.05)
    // numpy.quantile([(n * 37 % 100 + 1) for n in range(720, 1080)], q, method="inverted_cdf")
    #expect(abs(try #require(last[.p50]) - 0.050) < 0.0005)
    #expect(abs(try #require(last[.p95]) - 0.095) < 0.00095)
    #expect(abs(try #require(last[.p99]) - 0.100) < 0.001)
    #expect(last[.says("1")] == 0.25)
    #expect(engine.takeClosedHours().isEmpty)
}

@Test("An hour that was not watched from its beginning is shown and not kept")
func brokenHour() throws {
    var log = EventLog()
    traffic(from: 1.5, into: &log)
    var engine = engine(log)
    #expect(engine.takeClosedHours().map(\.end) == [noon])
    let strip = try #require(
        engine.snapshot(at: noon, interest: interest()).subject?.strips["req/s"])
    #expect(strip.values.suffix(3).map { $0 == nil } == [true, false, false])
}

@Test("Kept hours and memory make one strip, six hours a bucket from midnight")
func week() throws {
    var log = EventLog()
    traffic(from: 3, into: &log)
    var engine = engine(log)
    engine.restore(
        (4..<100).map { back in
            Rollup(
                model: "fraud", version: "7", end: noon - Int64(back) * hour,
                measures: [
                    .requests: 720, .requestsPerSecond: 0.2, .p95: 0.05, .drift("amount"): 0.5,
                ])
        })
    let snapshot = engine.snapshot(at: noon, interest: interest())
    let subject = try #require(snapshot.subject)
    let strip = try #require(subject.strips["req/s"])
    #expect(Timestamp(milliseconds: strip.end.milliseconds) == noon)
    #expect(strip.start.seconds(since: Moment(milliseconds: noon.milliseconds)) == -540_000)
    // Three hours of each in the last bucket; hours 4 … 99 back before it, nothing beyond.
    #expect(abs(try #require(strip.values[24]) - 0.14) < 1e-6)
    #expect(abs(try #require(strip.values[23]) - 0.2) < 1e-6)
    #expect(strip.values.prefix(8).allSatisfy { $0 == nil })
    #expect(strip.values.dropFirst(9).allSatisfy { $0 != nil })
    // The oldest hour known begins 100 hours back, and it may have served before.
    #expect(subject.stripsReach?.milliseconds == (noon - 100 * hour).milliseconds)
    let version = try #require(snapshot.models.first?.versions.first)
    #expect(version.servingSince?.milliseconds == (noon - 100 * hour).milliseconds)
    #expect(version.servingSinceOrEarlier)
}

@Test("Of two sights of one hour the one that saw more is believed, part by part")
func merging() {
    var kept = Rollup(
        model: "m", version: nil, end: noon,
        measures: [.requests: 100, .p95: 0.1, .labels: 40, .quality("f1"): 0.5])
    kept.merge(
        Rollup(
            model: "m", version: nil, end: noon,
            measures: [.requests: 60, .p95: 0.9, .labels: 80, .quality("f1"): 0.7]))
    #expect(
        kept.measures == [.requests: 100, .p95: 0.1, .labels: 80, .quality("f1"): 0.7])
    var book = RollupBook()
    for requests in [100.0, 60] {
        book.add(
            Rollup(
                model: "fraud", version: "7", end: noon,
                measures: [.requests: requests, .p95: requests]))
    }
    let slot = RollupBook.grid.slot(of: noon)
    #expect(book.hours(of: .p95, key, in: slot...slot).map(\.value) == [100])
}

@Test("Every measure finds back from its name")
func names() {
    let measures: [Rollup.Measure] = [
        .requests, .requestsPerSecond, .errorRatio, .p50, .p95, .p99, .labels,
        .drift("two words"), .says(""), .quality("roc_auc"),
    ]
    #expect(measures.map { Rollup.Measure(name: $0.name) } == measures)
    #expect(Rollup.Measure(name: "p101") == nil)
}

@Test("The axis is the story's: Tuesday midnight to Monday 06:00")
func axis() {
    // 2026-11-23T03:12:07Z
    let at = Timestamp(milliseconds: 1_795_403_527_000)
    let axis = StripAxis(at: at, points: 25, oldest: at - 8 * 24 * hour)
    #expect(axis.end.milliseconds == 1_795_413_600_000)
    #expect(axis.start.milliseconds == 1_794_873_600_000)
    #expect(axis.bucket(of: at) == 24)
    #expect(axis.bucket(of: axis.start) == nil)
    #expect(StripAxis(at: at, points: 25, oldest: at - 5 * hour).bucketMilliseconds == hour)
}

@Test("Hours older than eight days are forgotten")
func pruning() {
    var book = RollupBook()
    for back in [0, 191, 192, 300] {
        book.add(
            Rollup(
                model: "fraud", version: "7", end: noon - Int64(back) * hour,
                measures: [.requests: 1]))
    }
    book.prune(at: noon)
    let slot = RollupBook.grid.slot(of: noon)
    #expect(book.hours(of: .requests, key, in: (slot - 400)...slot).count == 3)
    book.prune(at: noon + 9 * 24 * hour)
    #expect(book.first == nil)
}

@Test("A feature that kept hours saw beyond its limit has been so since then")
func keptOnset() throws {
    var log = EventLog()
    var table = ReferenceTable(location: "/data/reference.csv")
    var amounts = ReferenceTable.Column()
    amounts.numbers = (0..<10_000).map { Double($0 % 100) }
    table.columns = ["amount": amounts]
    for number in 0..<10_800 {
        log.add(
            at: noon - 3 * hour + Int64(number + 1) * 1_000,
            features: ["amount": .number(Double(number % 100) * 2)])
    }
    var engine = Engine.judged(
        Delivery(.reference(table), "reference.csv", .reference), log.delivery(), at: noon)
    let before = try #require(engine.snapshot(at: noon, interest: interest()).alerts.first)
    #expect(before.rule == "FeatureDrift")
    #expect(before.activeAtOrEarlier)
    // Beyond it since ten hours ago, within it before; nobody watched two hours between.
    engine.restore(
        [5, 6, 7, 8, 9, 10, 11].map { back in
            Rollup(
                model: "fraud", version: "7", end: noon - Int64(back) * hour,
                measures: [.requests: 10, .drift("amount"): back < 10 ? 1.5 : 0.5])
        })
    let alert = try #require(engine.snapshot(at: noon, interest: interest()).alerts.first)
    #expect(alert.onsetAt?.milliseconds == (noon - 10 * hour).milliseconds)
    #expect(!alert.activeAtOrEarlier)
}
