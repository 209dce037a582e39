import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// What a registry's word ends, and what it does not.
struct RetirementTests {
    private static let end = EventLog.start + 4 * 3_600_000

    /// Version 7 fails until half an hour before the end and then says nothing, or goes on failing;
    /// version 6 serves all along.
    private static func log(goesOn: Bool, hasSeven: Bool = true) -> Delivery {
        var log = EventLog()
        for second in 0..<14_400 {
            let time = EventLog.start + Int64(second) * 1_000
            log.add(at: time, version: "6")
            guard hasSeven, goesOn || end - time > 1_800_000 else { continue }
            log.add(at: time, outcome: second > 11_000 && second % 3 == 0 ? .error : .ok)
        }
        return log.delivery()
    }

    private static func retired(_ fill: (inout VersionFacts) -> Void) -> Delivery {
        var facts = ModelFacts(name: "fraud")
        var version = VersionFacts(model: "fraud", version: "7")
        fill(&version)
        facts.versions = [version]
        return Delivery(.registry([facts]), "registry.yaml", .registry)
    }

    private static func alerts(
        _ deliveries: [Delivery], after journal: JournalledState? = nil
    ) -> (engine: Engine, conditions: [String: AlertStatus.Condition]) {
        let engine = Engine.live(deliveries, at: end, after: journal)
        let alerts = engine.snapshot(at: end, interest: Interest()).alerts
        return (
            engine, Dictionary(alerts.map { ($0.rule, $0.condition) }) { first, _ in first }
        )
    }

    @Test("a version that fell silent while it failed stays, until a registry retires it")
    func retirement() {
        let log = Self.log(goesOn: false)
        let unknown = Self.alerts([log]).conditions
        #expect(unknown["ErrorsHigh"] == .noData && unknown["NoTraffic"] == .firing)
        let facts: [(inout VersionFacts) -> Void] = [
            { $0.role = "retired" }, { $0.stage = "Archived" },
            { $0.tags["status"] = "rolled_back" }, { $0.aliases = ["archived"] },
        ]
        for fill in facts {
            let known = Self.alerts([log, Self.retired(fill)]).conditions
            #expect(known["ErrorsHigh"] ?? .resolved == .resolved)
            #expect(known["NoTraffic"] ?? .resolved == .resolved)
        }
        let serves = Self.alerts([log, Self.retired { $0.role = "champion" }]).conditions
        #expect(serves["ErrorsHigh"] == .noData && serves["NoTraffic"] == .firing)
    }

    @Test("what goes on failing fires, whatever a registry says")
    func stillServing() {
        let found = Self.alerts([Self.log(goesOn: true), Self.retired { $0.role = "retired" }])
        #expect(found.conditions["ErrorsHigh"] == .firing)
    }

    @Test(
        "a log that was rotated away ends nothing; a registry does also then",
        arguments: [true, false])
    func rotated(isRetired: Bool) {
        let before = Self.alerts([Self.log(goesOn: false)]).engine.journalledState
        var deliveries = [Self.log(goesOn: false, hasSeven: false)]
        if isRetired { deliveries.append(Self.retired { $0.role = "retired" }) }
        var engine = Self.alerts(deliveries, after: before).engine
        let later = Self.end + 60_000
        _ = engine.advance(to: later)
        let alerts = engine.snapshot(at: later, interest: Interest()).alerts
        for rule in ["ErrorsHigh", "NoTraffic"] {
            let alert = alerts.first { $0.rule == rule && $0.subject?.version == "7" }
            #expect(alert?.condition == (isRetired ? .resolved : .noData), "\(rule)")
        }
    }

    @Test("of what a registry ended the time without data does not count as trouble")
    func sentence() throws {
        var engine = Self.alerts([Self.log(goesOn: false)]).engine
        _ = engine.fold(Self.retired { $0.role = "retired" }, at: Self.end)
        let later = Self.end + 60_000
        _ = engine.advance(to: later)
        let snapshot = engine.snapshot(at: later, interest: Interest())
        let alert = try #require(snapshot.alerts.first { $0.rule == "ErrorsHigh" })
        #expect(alert.condition == .resolved)
        // The last request was half an hour before, its window's end five minutes later.
        let lost = try #require(alert.dataEndedAt)
        #expect(abs(Timestamp(lost) - (Self.end - 1_500_000)) <= 15_000)
        let words = engine.sentence(alert, at: later, snapshot)
        #expect(words.contains("to \(TeamStatus.clock(lost, now: snapshot.at)),"), "\(words)")
        #expect(words.contains("; then no data, over "), "\(words)")
    }
}
