import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// What arrives between two instants of the grid is judged at once by rules without `for`.
struct ArrivalTests {
    private static let rules = """
        groups:
        - name: g
          rules:
          - {alert: Failing, expr: 'model_error_ratio > 0.25'}
          - {alert: Counted, expr: 'model_requests_total{outcome="error"} > 0'}
          - {alert: Slowly, expr: 'model_error_ratio > 0.25', for: 1m}
        """

    /// Ten quiet requests a minute and a half before `at`, judged up to the grid.
    private static func engine(
        at: Timestamp, settings: EngineSettings = EngineSettings()
    ) throws -> Engine {
        let groups = try RuleFile(yaml: rules, file: "rules.yml").groups
        var engine = Engine(settings: settings, book: AlertBook(groups: groups), at: at)
        var log = EventLog()
        for second in 1...5 {
            for target in ["eu-1", "eu-2"] {
                log.add(at: at - 90_000 + Int64(second) * 1_000, target: target)
            }
        }
        _ = engine.fold(log.delivery(), at: at)
        engine.beginJudging(at: at)
        _ = engine.advance(to: at)
        _ = engine.judgeArrivals(at: at + 1)
        return engine
    }

    private static func fold(
        _ outcome: Outcome, _ target: String, _ count: Int, at: Timestamp, _ engine: inout Engine
    ) {
        var log = EventLog()
        for _ in 0..<count { log.add(at: at, target: target, outcome: outcome) }
        _ = engine.fold(log.delivery(), at: at)
    }

    private static func names(
        _ evaluation: RuleEvaluation?, _ kind: AlertTransition.Kind
    ) -> [String] {
        (evaluation?.transitions ?? []).filter { $0.kind == kind }.map(\.rule).sorted()
    }

    /// An exporter writes `m.prom.17` and moves it over `m.prom`.
    @Test func `a series ends when the last source that has it no longer has it`() throws {
        let start = EventLog.start
        var engine = Engine(
            settings: EngineSettings(), book: AlertBook(groups: []), at: start)
        let labels = Labels(["__name__": "temp", "room": "a"])
        func bring(_ sample: Sample, from file: String) {
            let series = SeriesSamples(labels: labels, samples: [sample])
            _ = engine.fold(Delivery(.samples([series]), file, .metrics), at: start)
        }
        func newest() -> Sample? {
            engine.storeView.select([], after: .distantPast, through: .distantFuture)
                .first { $0.labels == labels }?.samples.last
        }
        bring(Sample(time: start, value: 15), from: "m.prom")
        bring(Sample(time: start + 5_000, value: 16), from: "m.prom.17")
        bring(.stale(at: start + 5_400), from: "m.prom.17")
        #expect(newest()?.value == 16)
        bring(.stale(at: start + 9_000), from: "m.prom")
        #expect(newest()?.isStale == true)
        bring(Sample(time: start + 12_000, value: 17), from: "m.prom.18")
        bring(Sample(time: start + 13_000, value: 17), from: "m.prom")
        bring(.stale(at: start + 13_400), from: "m.prom.18")
        #expect(newest()?.value == 17)
    }

    @Test func `fires at once, and only what waits for nothing`() throws {
        let start = EventLog.start
        var engine = try Self.engine(at: start)
        Self.fold(.error, "eu-1", 5, at: start + 3_200, &engine)
        let evaluation = engine.judgeArrivals(at: start + 3_300)
        #expect(evaluation?.at == start + 3_300)
        #expect(Self.names(evaluation, .fired) == ["Counted", "Failing"])
        #expect(engine.judgeArrivals(at: start + 3_400) == nil)
    }

    @Test func `what one deployment brought stands while another is heard`() throws {
        let start = EventLog.start
        var engine = try Self.engine(at: start)
        Self.fold(.error, "eu-1", 5, at: start + 3_200, &engine)
        _ = engine.judgeArrivals(at: start + 3_300)
        Self.fold(.ok, "eu-2", 1, at: start + 4_000, &engine)
        #expect(engine.judgeArrivals(at: start + 4_100)?.transitions.isEmpty == true)
        let grid = engine.advance(to: start + 15_000)
        #expect(grid.flatMap(\.transitions).map(\.kind) == [.becamePending])
    }

    @Test func `resolves at once as well`() throws {
        let start = EventLog.start
        var engine = try Self.engine(at: start)
        Self.fold(.error, "eu-1", 5, at: start + 3_200, &engine)
        _ = engine.judgeArrivals(at: start + 3_300)
        Self.fold(.ok, "eu-1", 50, at: start + 5_000, &engine)
        #expect(Self.names(engine.judgeArrivals(at: start + 5_100), .resolved) == ["Failing"])
    }

    private static func why(
        of rule: String, at: Timestamp, _ engine: Engine
    ) throws -> (alert: AlertStatus, why: AlertDetail) {
        var interest = Interest()
        interest.alert =
            engine.snapshot(at: at, interest: interest).alerts
            .first { $0.rule == rule }?.id
        let snapshot = engine.snapshot(at: at, interest: interest)
        return (
            try #require(snapshot.alerts.first { $0.rule == rule }), try #require(snapshot.why)
        )
    }

    @Test func `the reasons are those of the moment that was judged`() throws {
        let start = EventLog.start
        var engine = try Self.engine(at: start)
        Self.fold(.error, "eu-1", 5, at: start + 3_200, &engine)
        _ = engine.judgeArrivals(at: start + 3_300)
        let (alert, why) = try Self.why(of: "Failing", at: start + 3_300, engine)
        // Five of ten on that target.
        #expect(alert.value == 0.5)
        #expect(why.terms.first.map { "\($0.value) \($0.verdict)" } == "50 % ✓ true")
        #expect(why.chart?.values.last == 0.5)
        #expect(why.places.first?.value == 0.5)
        _ = engine.advance(to: start + 15_000)
        #expect(
            try Self.why(of: "Failing", at: start + 15_000, engine).why.chart?.values.last == 0.5)
    }

    @Test func `of what was over before the next instant they are those of when it held`() throws {
        let start = EventLog.start
        var engine = try Self.engine(at: start)
        Self.fold(.error, "eu-1", 5, at: start + 3_200, &engine)
        _ = engine.judgeArrivals(at: start + 3_300)
        Self.fold(.ok, "eu-1", 50, at: start + 5_000, &engine)
        _ = engine.judgeArrivals(at: start + 5_100)
        _ = engine.advance(to: start + 15_000)
        let (alert, why) = try Self.why(of: "Failing", at: start + 20_000, engine)
        #expect(alert.condition == .resolved)
        #expect(why.terms.first.map { "\($0.value) \($0.verdict)" } == "50 % ✓ true")
    }

    @Test func `an instant that is judged late does not take a rule back`() throws {
        let start = EventLog.start
        var engine = try Self.engine(at: start)
        Self.fold(.error, "eu-1", 5, at: start + 15_050, &engine)
        #expect(
            Self.names(engine.judgeArrivals(at: start + 15_100), .fired) == ["Counted", "Failing"])
        #expect(engine.advance(to: start + 15_000).flatMap(\.transitions).isEmpty)
    }

    @Test func `leaves nothing behind that is off the grid`() throws {
        let start = EventLog.start
        var engine = try Self.engine(at: start)
        Self.fold(.error, "eu-1", 5, at: start + 3_200, &engine)
        _ = engine.judgeArrivals(at: start + 3_300)
        let gauge = engine.deployments[0].gauges?.errorRatio
        let times = engine.store.samples(gauge, after: .distantPast, through: .distantFuture)
            .map { ($0.time - start) % 15_000 }
        #expect(!times.isEmpty)
        #expect(times.allSatisfy { $0 == 0 })
    }

    @Test func `history does not depend on when it is read`() throws {
        let start = EventLog.start
        var settings = EngineSettings()
        settings.isReplay = true
        var engine = try Self.engine(at: start, settings: settings)
        Self.fold(.error, "eu-1", 5, at: start + 3_200, &engine)
        #expect(engine.judgeArrivals(at: start + 3_300) == nil)
    }
}
