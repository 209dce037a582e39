import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// A rule tried on the kept past says what the book would have said.
struct RuleTrialTests {
    /// Three hours of traffic; a tenth fails for ten minutes, a thirtieth for another ten.
    private func engine() throws -> (Engine, Timestamp) {
        var log = EventLog()
        var lottery = Lottery(seed: 3)
        for second in stride(from: 0.0, to: 10_800, by: 0.5) {
            let share =
                switch second {
                case 4_000..<4_600: 0.1
                case 8_000..<8_600: 0.04
                default: 0.0
                }
            log.add(
                at: EventLog.start + Int64(second * 1_000),
                outcome: lottery.next() < share ? .error : .ok)
        }
        let end = EventLog.start + 10_800_000
        let rules = try RuleFile(
            yaml: """
                groups:
                - name: g
                  interval: 15s
                  rules:
                  - {alert: Errors, expr: model_error_ratio > 0.06, for: 1m}
                  - {alert: Absent, expr: absent(model_error_ratio)}
                """, file: "r.yml")
        var settings = EngineSettings()
        settings.ceiling = end
        var engine = Engine(settings: settings, book: AlertBook(groups: rules.groups), at: end)
        engine.beginBacktest()
        _ = engine.fold(log.delivery(), at: end)
        engine.beginJudging(at: end)
        _ = engine.advance(to: end)
        return (engine, end)
    }

    private func detail(
        _ engine: inout Engine, _ end: Timestamp, _ threshold: Double?
    ) throws -> RuleDetail {
        var interest = Interest()
        interest.rulePreview = RulePreview(group: "g", rule: "Errors", threshold: threshold)
        engine.tryRule(interest.rulePreview)
        while engine.advanceTrials(limit: 7) {}
        return try #require(engine.snapshot(at: end, interest: interest).rule)
    }

    @Test("with the rule's own limit it is what the book itself did")
    func present() throws {
        var (engine, end) = try engine()
        let detail = try detail(&engine, end, nil)
        let present = try #require(detail.present)
        let judged = try #require(engine.backtests().first { $0.rule == "Errors" })
        #expect(present.backtest.fired == 1)
        #expect(present.backtest.sets.first?.firings == judged.sets.first?.firings)
        #expect(present.backtest.sets.first?.worst == judged.sets.first?.worst)
        #expect(present.fraction == nil && detail.threshold?.value == 0.06)
        #expect(present.expression == "model_error_ratio > 0.06")
    }

    @Test("a lower limit fires for both spells, a higher one for neither, and all are kept")
    func others() throws {
        var (engine, end) = try engine()
        #expect(try detail(&engine, end, 0.02).tried?.backtest.fired == 2)
        #expect(try detail(&engine, end, 0.5).tried?.backtest.fired == 0)
        let all = try detail(&engine, end, nil)
        #expect(all.trials.map(\.threshold) == [0.02, 0.06, 0.5])
        #expect(all.trials.map(\.isPresent) == [false, true, false])
        #expect(engine.backtests().first?.fired == 1, "the book itself is not touched")
        for limit in 1...40 {
            engine.tryRule(.init(group: "g", rule: "Errors", threshold: Double(limit)))
        }
        #expect(engine.bench?.trials.count == TrialBench.trialLimit)
        engine.tryRule(nil)
        #expect(engine.bench == nil)
    }

    @Test("every series that is measured is known to the linter")
    func canonical() throws {
        let (engine, _) = try engine()
        let measured = Set(engine.store.index.labels.compactMap(\.metric))
        #expect(measured.count > 10)
        for name in measured { #expect(CanonicalMetric.byName[name] != nil, "\(name)") }
    }
}
