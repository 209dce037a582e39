import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// What keeps an alert quiet is told with it.
struct HushTests {
    private func snapshot(_ silences: [Silence]) throws -> SystemSnapshot {
        let groups = try RuleFile(
            yaml: """
                groups:
                - name: g
                  rules:
                  - alert: Down
                    expr: load > 9
                    ops: {inhibit: {alerts: 'alertname="Slow"', equal: [model]}}
                  - {alert: Slow, expr: load > 5}
                """, file: "r.yml"
        ).groups
        let at = ReasonTests.noon
        var settings = EngineSettings()
        settings.ceiling = at
        var engine = Engine(settings: settings, book: AlertBook(groups: groups), at: at)
        var state = SourceState(
            name: "m.prom", recognisedAs: "metrics", kind: .metrics, location: "/m.prom")
        state.reach = .complete
        let series = ["a", "b"].map { model in
            ReasonTests.series(["__name__": "load", "model": model]) { _ in model == "a" ? 10 : 7 }
        }
        _ = engine.fold(Delivery(batch: .samples(series), source: state), at: at)
        for silence in silences { engine.adopt(silence) }
        engine.beginJudging(at: at)
        _ = engine.advance(to: at)
        return engine.snapshot(at: at, interest: Interest())
    }

    @Test("who silenced it and until when, or what it follows from")
    func told() throws {
        let at = ReasonTests.noon
        let silence = { (hours: Int64, who: String) throws in
            Silence(
                id: who, selector: try LabelSelector(parsing: "model=\"b\""), author: who,
                comment: "\(who) knows", startsAt: at - 7_200_000,
                endsAt: at + hours * 3_600_000)
        }
        let alerts = try snapshot([silence(1, "kim"), silence(3, "sam")]).alerts
        let hushes = Dictionary(
            uniqueKeysWithValues: alerts.map { ("\($0.rule) \($0.labels["model"] ?? "")", $0.hush) }
        )
        #expect(hushes["Down a"] == .some(nil))
        #expect(hushes["Slow a"] == AlertStatus.Hush(by: "Down a"))
        #expect(
            hushes["Slow b"]
                == AlertStatus.Hush(
                    by: "sam", until: Moment(at + 10_800_000), comment: "sam knows"))
    }
}
