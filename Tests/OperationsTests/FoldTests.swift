import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// An engine that has read one log to a fixed moment.
private func engine(
    _ log: EventLog, at: Timestamp, window: Double = 300, groups: [RuleGroup] = []
) -> Engine {
    .judged(log.delivery(), at: at, rules: groups, window: window)
}

private func interest(_ window: Double = 300) -> Interest {
    var interest = Interest()
    interest.windowSeconds = window
    return interest
}

@Test("Counts in the window are exact at any moment, to the millisecond", arguments: 1...8)
func exactCounts(seed: Int) throws {
    var lottery = Lottery(seed: UInt64(seed))
    var log = EventLog()
    var events: [(time: Timestamp, latency: Double, failed: Bool, version: String)] = []
    for _ in 0..<4_000 {
        let time = EventLog.start + Int64(lottery.next() * 900_000)
        let latency = 0.01 + lottery.next() * 0.5
        let failed = lottery.next() < 0.07
        let version = lottery.next() < 0.3 ? "8" : "7"
        events.append((time, latency, failed, version))
        log.add(at: time, version: version, latency: latency, outcome: failed ? .error : .ok)
    }
    let at = EventLog.start + 800_123
    let window = [60.0, 300, 420][seed % 3]
    let snapshot = engine(log, at: at, window: window).snapshot(
        at: at, interest: interest(window))
    let model = try #require(snapshot.models.first)
    for version in ["7", "8"] {
        let inside = events.filter {
            $0.version == version && $0.time <= at && $0.time > at - Int64(window * 1_000)
        }
        let status = try #require(model.versions.first { $0.id.version == version })
        #expect(status.requests == Int64(inside.count))
        #expect(status.errors == Int64(inside.filter(\.failed).count))
        let sorted = inside.map(\.latency).sorted()
        let latency = try #require(status.latency)
        for (value, quantile) in [(latency.p50, 0.5), (latency.p95, 0.95), (latency.p99, 0.99)] {
            let rank = max(1, Int((quantile * Double(sorted.count)).rounded(.up)))
            let exact = sorted[rank - 1]
            #expect(abs(value - exact) <= exact * 0.01 + 1e-12)
        }
        #expect(latency.max == sorted.last)
        let newest = events.filter { $0.version == version && $0.time <= at }.map(\.time).max()
        #expect(status.lastSeenAt?.milliseconds == newest?.milliseconds)
    }
}

@Test("A log cut into blocks and read newest first counts the same")
func blocksInAnyOrder() {
    var lottery = Lottery(seed: 5)
    var whole = EventLog()
    var blocks = [EventLog(), EventLog(), EventLog(), EventLog()]
    for step in 0..<4_000 {
        let time = EventLog.start + Int64(step) * 200 + Int64(lottery.next() * 900)
        whole.add(at: time, latency: lottery.next(), features: ["amount": .number(lottery.next())])
        let value = whole.batch.features[whole.batch.features.count - 1].value
        blocks[step / 1_000].add(
            at: time, latency: whole.batch.rows[step].latencySeconds, features: ["amount": value])
    }
    let at = EventLog.start + 800_000
    let expected = engine(whole, at: at).snapshot(at: at, interest: interest())
    // A reader has one symbol table for its file; blocks of one table share symbols.
    let other = Engine.judged(blocks.reversed().map { $0.delivery() }, at: at, rules: [])
    let got = other.snapshot(at: at, interest: interest())
    #expect(got.models == expected.models)
}

@Test("Unknown stays unknown: no latency, no outcome, no version")
func unknownStaysUnknown() throws {
    var log = EventLog()
    for step in 0..<100 {
        log.add(
            at: EventLog.start + Int64(step) * 1_000, version: nil, target: nil, latency: .nan,
            outcome: .unknown)
    }
    let at = EventLog.start + 100_000
    let snapshot = engine(log, at: at).snapshot(at: at, interest: interest())
    let version = try #require(snapshot.models.first?.versions.first)
    #expect(version.id.version == nil)
    #expect(version.latency == nil)
    #expect(version.errors == nil)
    #expect(version.errorRatio == nil)
    #expect(version.baselineSeconds == nil)
    #expect(version.requests == 100)
    #expect(version.quality.isEmpty)
}

@Test("Deployments beyond the bound are counted and said, not kept")
func deploymentBound() {
    var log = EventLog()
    for index in 0..<1_050 {
        log.add(at: EventLog.start, model: "m\(index)")
    }
    let at = EventLog.start + 1_000
    let snapshot = engine(log, at: at).snapshot(at: at, interest: interest())
    #expect(snapshot.models.count == 1_000)
    #expect(snapshot.liveness.warnings == ["50 deployments beyond 1000 not shown"])
}

@Test("Counters lose nothing: rate over the presented samples is the events' own rate")
func countersLoseNothing() throws {
    var log = EventLog()
    for step in 0..<1_200 {
        log.add(at: EventLog.start + Int64(step) * 500 + 250, latency: 0.12)
    }
    let at = EventLog.start + 600_000
    let engine = engine(log, at: at)
    let total = engine.storeView.select(
        [
            LabelMatcher(Labels.metricName, .equal, "model_requests_total"),
            LabelMatcher("outcome", .equal, "ok"),
        ], after: .distantPast, through: at)
    let samples = try #require(total.first?.samples)
    #expect(samples.first?.value == 0)
    #expect(samples.last?.value == 1_200)
    #expect(zip(samples, samples.dropFirst()).allSatisfy { $0.value <= $1.value })
    let buckets = engine.storeView.select(
        [
            LabelMatcher(Labels.metricName, .equal, "model_request_duration_seconds_bucket"),
            LabelMatcher("le", .equal, "0.15"),
        ], after: .distantPast, through: at)
    #expect(buckets.first?.samples.last?.value == 1_200)
}

@Test("A quiet feature is judged by its newest values, whichever end of the log is read first")
func quietFeatureKeepsItsNewest() throws {
    var lottery = Lottery(seed: 9)
    var column = ReferenceTable.Column()
    for _ in 0..<5_000 { column.numbers.append(lottery.next()) }
    var table = ReferenceTable(location: "/reference.csv")
    table.columns = ["amount": column, "y_pred_proba": column, ReferenceTable.scoreKey: column]
    table.rows = 5_000
    // One value in nine minutes for 40 days; the last 600 have moved.
    var blocks = [EventLog(), EventLog()]
    for step in 0..<6_400 {
        let moved = step >= 5_800 ? 0.6 : 0
        blocks[step / 3_200].add(
            at: EventLog.start + Int64(step) * 540_000,
            features: ["amount": .number(lottery.next() + moved)], score: lottery.next())
    }
    let at = EventLog.start + 6_399 * 540_000
    for order in [[0, 1], [1, 0]] {
        let engine = Engine.judged(
            [Delivery(.reference(table), "reference.csv", .reference)]
                + order.map { blocks[$0].delivery() }, at: at, rules: [])
        let snapshot = engine.snapshot(at: at, interest: interest())
        let drift = try #require(snapshot.models.first?.versions.first?.drift)
        #expect(drift.map(\.feature).sorted() == ["amount", "y_pred_proba"])
        #expect(drift.first { $0.feature == "amount" }?.currentCount == 500)
        #expect(drift.filter(\.drifted).map(\.feature) == ["amount"])
    }
}

@Test("A feature without a reference is counted, its drift unknown")
func featureWithoutReference() throws {
    var log = EventLog()
    for step in 0..<200 {
        log.add(
            at: EventLog.start + Int64(step) * 1_000,
            features: ["amount": step % 4 == 0 ? .null : .number(1)])
    }
    let at = EventLog.start + 199_000
    let snapshot = engine(log, at: at).snapshot(at: at, interest: interest())
    let drift = try #require(snapshot.models.first?.versions.first?.drift.first)
    #expect(drift.value == nil)
    #expect(drift.currentCount == 150)
    #expect(drift.nullRatio == 0.25)
}
