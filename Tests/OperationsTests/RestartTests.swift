import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// What a new process makes of the same logs and of what the one before it knew.
struct RestartTests {
    private static let end = EventLog.start + 4 * 3_600_000

    /// Two requests a second for four hours, five times as slow in the last `minutes`.
    private static func log(slow minutes: Double) -> Delivery {
        var log = EventLog()
        for half in 0..<28_800 {
            let time = EventLog.start + Int64(half) * 500
            let isSlow = end - time < Int64(minutes * 60_000)
            log.add(at: time, latency: (isSlow ? 0.5 : 0.1) + Double(half % 10) / 1_000)
        }
        return log.delivery()
    }

    @Test(
        "a restart in an outage knows the same usual, and the alert goes on",
        arguments: [1.5, 6, 40] as [Double])
    func outage(minutes: Double) throws {
        let log = Self.log(slow: minutes)
        let first = Engine.live([log], at: Self.end - 15_000)
        let before = first.snapshot(at: Self.end - 15_000, interest: Interest())
        let second = Engine.live([log], at: Self.end, after: first.journalledState)
        let after = second.snapshot(at: Self.end, interest: Interest())
        let usual = try #require(after.models.first?.versions.first?.baselineSeconds)
        #expect(abs(usual - 0.109) < 0.003)
        let alert = try #require(before.alerts.first { $0.rule == "LatencyRegressed" })
        let same = try #require(after.alerts.first { $0.id == alert.id })
        #expect(same.activeAt == alert.activeAt && same.firedAt == alert.firedAt)
        #expect(same.condition == alert.condition && same.onsetAt == alert.onsetAt)
    }

    @Test("an outage that is over does not become the usual by a restart")
    func over() throws {
        var log = EventLog()
        for half in 0..<28_800 {
            let time = EventLog.start + Int64(half) * 500
            // Ninety minutes slow, over for ten.
            let before = Double(Self.end - time) / 60_000
            log.add(
                at: time,
                latency: (before > 10 && before < 100 ? 0.5 : 0.1) + Double(half % 10) / 1_000)
        }
        let first = Engine.live([log.delivery()], at: Self.end - 15_000)
        let second = Engine.live([log.delivery()], at: Self.end, after: first.journalledState)
        for engine in [first, second] {
            let snapshot = engine.snapshot(at: Self.end, interest: Interest())
            let usual = try #require(snapshot.models.first?.versions.first?.baselineSeconds)
            #expect(abs(usual - 0.109) < 0.003)
        }
    }

    /// Four hours of answers, every other of which is wrong, and the rule that tells.
    private static func wrong() throws -> (EventLog, [RuleGroup]) {
        var log = EventLog()
        for second in 0..<14_400 {
            log.add(
                at: EventLog.start + Int64(second) * 1_000, prediction: .number(1),
                label: .number(second % 2 == 0 ? 1 : 0))
        }
        let rules = """
            groups:
            - name: g
              rules:
              - {alert: Wrong, expr: 'model_quality{metric="accuracy"} < 0.9'}
            """
        return (log, try RuleFile(yaml: rules, file: "r.yml").groups)
    }

    @Test("what more labels than are kept leave unjudged is said", arguments: [false, true])
    func unjudgedQuality(isRestart: Bool) throws {
        let (log, groups) = try Self.wrong()
        var engine = Engine(
            settings: EngineSettings(), book: AlertBook(groups: groups), at: Self.end)
        // 1 500 stay, 25 minutes; the newest 500 are known for the last 16 of these.
        engine.labels.keptTotal = 0
        _ = engine.fold(log.delivery(), at: Self.end)
        let began = Self.end - 9_000_000
        if isRestart {
            let labels = Labels([
                "alertname": "Wrong", "model": "fraud", "version": "7", "metric": "accuracy",
            ])
            var journal = JournalledState()
            journal.alerts = [
                AlertRecord(
                    rule: "Wrong",
                    instance: AlertInstance(
                        labels: labels, series: labels.removing(["alertname"]), value: 0.5,
                        activeAt: began, phase: .firing(since: began)))
            ]
            journal.lastEvaluation = Self.end - 3_600_000
            engine.restore(journal, at: Self.end)
        }
        engine.beginJudging(at: Self.end)
        _ = engine.advance(to: Self.end)
        var interest = Interest()
        interest.alert = engine.snapshot(at: Self.end, interest: interest).alerts.first?.id
        let snapshot = engine.snapshot(at: Self.end, interest: interest)
        let alert = try #require(snapshot.alerts.first)
        #expect(alert.activeAtOrEarlier != isRestart)
        let notes = try #require(snapshot.why).scopeNotes.filter { $0.hasPrefix("Not judged") }
        #expect(notes.count == (isRestart ? 1 : 0))
        if isRestart {
            #expect(alert.activeAt == Moment(began))
        } else {
            #expect(abs(Timestamp(alert.activeAt) - (Self.end - 1_000_000)) <= 120_000)
        }
    }

    @Test("a restart after an hour does not take an alarm about quality for over")
    func quality() throws {
        let (log, groups) = try Self.wrong()
        func engine(at: Timestamp, after journal: JournalledState? = nil) -> (
            Engine, [AlertTransition]
        ) {
            var settings = EngineSettings()
            settings.ceiling = at
            var engine = Engine(settings: settings, book: AlertBook(groups: groups), at: at)
            _ = engine.fold(log.delivery(), at: at)
            if let journal { engine.restore(journal, at: at) }
            engine.beginJudging(at: at)
            let evaluations = engine.advance(to: at)
            return (engine, evaluations.flatMap(\.transitions))
        }
        let (first, begun) = engine(at: Self.end - 3_600_000)
        #expect(begun.map(\.kind) == [.becamePending, .fired])
        let (second, gone) = engine(at: Self.end, after: first.journalledState)
        #expect(gone.isEmpty)
        #expect(second.snapshot(at: Self.end, interest: Interest()).alerts.map(\.value) == [0.5])
    }

    /// Two files of one metric with no past, one written long ago and one a moment ago.
    private static func files(
        written: Timestamp, after journal: JournalledState? = nil, at: Timestamp
    ) throws -> Engine {
        let rules = """
            groups:
            - name: g
              interval: 15s
              rules:
              - {alert: Long, expr: queue > 5}
              - {alert: None, expr: absent(nothing)}
            """
        let groups = try RuleFile(yaml: rules, file: "r.yml").groups
        var engine = Engine(settings: EngineSettings(), book: AlertBook(groups: groups), at: at)
        for (host, time) in [("a", end - 120_000), ("b", written)] {
            let labels = Labels(["__name__": "queue", "host": host])
            let series = SeriesSamples(labels: labels, samples: [Sample(time: time, value: 9)])
            _ = engine.fold(Delivery(.samples([series]), "\(host).prom", .metrics), at: at)
        }
        if let journal { engine.restore(journal, at: at) }
        engine.beginJudging(at: at)
        _ = engine.advance(to: at)
        return engine
    }

    @Test("a metrics file written just after an instant does not say what was in it then")
    func writtenAfterTheInstant() throws {
        let first = try Self.files(written: Self.end - 100, at: Self.end)
        let before = first.snapshot(at: Self.end, interest: Interest()).alerts
        #expect(before.filter { $0.rule == "Long" }.map(\.condition) == [.firing, .firing])
        // The next start is on an instant; the file was written between it and now.
        let restart = Self.end + 15_000
        var second = try Self.files(
            written: restart + 400, after: first.journalledState, at: restart)
        #expect(second.advance(to: restart + 900).flatMap(\.transitions).isEmpty)
        let after = second.snapshot(at: restart, interest: Interest()).alerts
        #expect(after.filter { $0.rule == "Long" }.map(\.condition) == [.firing, .firing])
        #expect(after.map(\.firedAt) == before.map(\.firedAt))
        var interest = Interest()
        interest.alert = try #require(after.first { $0.labels["host"] == "b" }).id
        let why = try #require(second.snapshot(at: restart, interest: interest).why)
        #expect(why.terms.first?.value == "9" && why.chart?.values.last == 9)
        // Whoever watches goes on being told what is missing.
        #expect(after.contains { $0.rule == "None" && $0.condition == .firing })
    }
}
