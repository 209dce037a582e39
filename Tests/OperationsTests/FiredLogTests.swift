import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// Which alerts fired: the past played again and others' views of it add nothing.
struct FiredLogTests {
    private let labels = Labels(["alertname": "High", "model": "m", "severity": "page"])

    private func minute(_ minute: Double) -> Timestamp { Timestamp(seconds: minute * 60) }

    private func instance(_ phase: AlertInstance.Phase) -> AlertInstance {
        AlertInstance(
            labels: labels, series: Labels(["model": "m"]), annotations: ["summary": "it is high"],
            value: 9, activeAt: minute(0), phase: phase)
    }

    private func fired(_ at: Double) -> AlertTransition {
        AlertTransition(
            kind: .fired, rule: "High", at: minute(at),
            instance: instance(.firing(since: minute(at))))
    }

    private func resolved(_ at: Double, firedAt: Double) -> AlertTransition {
        AlertTransition(
            kind: .resolved, rule: "High", at: minute(at),
            instance: instance(.resolved(firedAt: minute(firedAt), at: minute(at))))
    }

    private func past(_ from: Double, _ to: Double?, by who: String? = nil) -> FiredAlert {
        var alert = FiredAlert(
            rule: "High", labels: labels, summary: "it is high", firedAt: minute(from),
            endedAt: to.map(minute))
        alert.ackedBy = who
        return alert
    }

    @Test("what fires and clears is one; again, and it is two")
    func twice() {
        var log = FiredLog()
        for step in [fired(1), resolved(4, firedAt: 1), fired(9)] { log.note(step) }
        #expect(log.alerts == [past(1, 4), past(9, nil)])
    }

    @Test("the past played again adds nothing to what the journal told")
    func replay() {
        var log = FiredLog()
        var journal = JournalledState()
        journal.lastEvaluation = minute(10)
        journal.fired = [past(1, 4, by: "kim"), past(9, nil)]
        log.restore(journal)
        for step in [fired(1), resolved(4, firedAt: 1), fired(9.25), resolved(12, firedAt: 9.25)] {
            log.note(step)
        }
        #expect(log.alerts == [past(1, 4, by: "kim"), past(9, 12)])
        #expect(log.isJournalled)
    }

    @Test("what another process saw a little later is the same incident")
    func others() {
        var log = FiredLog()
        log.note(fired(2))
        log.merge([past(2.25, nil)])
        log.note(resolved(6, firedAt: 2))
        log.merge([past(2.25, 6)])
        #expect(log.alerts == [past(2, 6)])
        // And one that nobody saw here.
        log.merge([past(20, 22)])
        #expect(log.alerts == [past(2, 6), past(20, 22)])
    }

    @Test("who had it in hand, or says so later, is part of it")
    func acknowledged() {
        var log = FiredLog()
        for step in [fired(1), resolved(4, firedAt: 1)] { log.note(step) }
        log.note(
            AttentionRecord(
                rule: "High", labels: labels,
                attention: .closed(
                    Acknowledgement(by: "ana", at: minute(5), comment: "seen", severity: "page"),
                    at: minute(4), returnedAt: minute(4))))
        #expect(log.alerts.first?.ackedBy == "ana" && log.alerts.first?.comment == "seen")
    }

    @Test("it is bounded, the oldest go")
    func bounded() {
        var log = FiredLog()
        log.merge((0..<6_000).map { past(Double($0) * 10, Double($0) * 10 + 1) })
        #expect(log.alerts.count <= 5_500 && log.alerts.last?.firedAt == minute(59_990))
    }

    @Test("a shift tells what came and went in it, not before, and what is silenced")
    func shift() throws {
        let at = EventLog.start + 100_000_000
        var log = EventLog()
        for second in 0..<3_600 { log.add(at: at - Int64(3_600 - second) * 1_000 + 500) }
        var engine = Engine.judged(log.delivery(), at: at)
        var journal = JournalledState()
        journal.lastEvaluation = at
        func gone(_ hours: Double, _ name: String) -> FiredAlert {
            let fired = at - Int64(hours * 3_600_000)
            return FiredAlert(
                rule: name, labels: Labels(["model": "m", "version": "3", "severity": "ticket"]),
                firedAt: fired, endedAt: fired + 600_000)
        }
        journal.fired = [gone(9, "Before"), gone(7, "In"), gone(0.1, "JustNow")]
        journal.silences = [
            Silence(
                id: "s", selector: try LabelSelector(parsing: "model=\"m\""), author: "kim",
                comment: "planned", startsAt: at - 1_000, endsAt: at + 3_600_000),
            Silence(
                id: "over", selector: try LabelSelector(parsing: "model=\"n\""), author: "kim",
                comment: "", startsAt: at - 2_000, endsAt: at - 1_000),
        ]
        engine.restore(journal, at: .distantFuture)
        var interest = Interest()
        interest.shiftSince = Moment(at - 8 * 3_600_000)
        let snapshot = engine.snapshot(at: at, interest: interest)
        let shift = try #require(snapshot.shift)
        #expect(shift.over.map(\.rule) == ["In"])
        #expect(shift.over.first?.subject == "m 3")
        #expect(shift.load.lastTenMinutes == 1 && shift.load.operators == 1)
        #expect(shift.load.knownSince == nil)
        #expect(snapshot.silences.map(\.id) == ["s"])
        #expect(engine.snapshot(at: at, interest: Interest()).shift == nil)
    }
}
