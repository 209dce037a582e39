import Alerting
import Foundation
import Journal
import Telemetry
import Testing

struct JournalTests {
    @Test("a new journal is made with its directory, in WAL, and is sound by SQLite's own shell")
    func creates() throws {
        let bench = Bench()
        let journal = try bench.open()
        #expect(try bench.shell("PRAGMA journal_mode") == "wal")
        #expect(try bench.shell("PRAGMA integrity_check") == "ok")
        #expect(try bench.shell("PRAGMA user_version") == "7")
        #expect(
            try bench.shell(
                "SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema "
                    + "WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name)")
                == "attention,audit,baseline,flap,incident,look,notice,registry_move,registry_version,"
                + "rollup,silence,workspace")
        #expect(try bench.shell("SELECT identity FROM workspace") == "/srv/ml")
        #expect(journal.backlog == 0)
    }

    @Test("an incident goes from firing to its end, one row")
    func incident() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 2, activeAt: 0)], at: 2))
        #expect(
            try bench.shell("SELECT phase, active_at, fired_at, ended_at FROM incident")
                == "firing|0|120000|")
        try journal.record(evaluation([resolved(at: 9, firedAt: 2)], at: 9))
        #expect(
            try bench.shell("SELECT phase, active_at, fired_at, ended_at FROM incident")
                == "resolved|0|120000|540000")
        #expect(try bench.shell("SELECT state FROM attention") == "returned")
        #expect(try bench.shell("SELECT last_evaluation FROM workspace") == "540000")
    }

    @Test("a pending alert that never fired leaves nothing")
    func dropped() throws {
        let bench = Bench()
        let journal = try bench.open()
        let pending = instance(.pending, activeAt: 0)
        try journal.record(evaluation([step(.becamePending, at: 0, pending)], at: 0))
        #expect(try bench.shell("SELECT count(*) FROM incident") == "1")
        try journal.record(evaluation([step(.dropped, at: 1, pending)], at: 1))
        #expect(try bench.shell("SELECT count(*) FROM incident") == "0")
    }

    @Test("evaluators that see one incident merge into one row, the earliest start counting")
    func merge() throws {
        let bench = Bench()
        let (one, two) = (try bench.open(), try bench.open())
        try one.record(evaluation([fired(at: 4, activeAt: 3)], at: 4))
        try two.record(evaluation([fired(at: 5, activeAt: 1)], at: 5))
        #expect(
            try bench.shell("SELECT count(*), min(active_at), min(fired_at) FROM incident")
                == "1|60000|240000")
        try one.record(evaluation([resolved(at: 6, firedAt: 4)], at: 6))
        try two.record(evaluation([resolved(at: 6, firedAt: 5)], at: 6))
        #expect(try bench.shell("SELECT count(*), phase FROM incident") == "1|resolved")
    }

    @Test("a replay of what is known adds nothing and ends no acknowledgement")
    func replay() throws {
        let bench = Bench()
        let journal = try bench.open()
        let past = [
            evaluation([fired(at: 2)], at: 2), evaluation([resolved(at: 5, firedAt: 2)], at: 5),
        ]
        for entry in past { try journal.record(entry) }
        try journal.record(evaluation([fired(at: 10)], at: 10))
        guard case .done = try journal.perform(action(.ack(comment: nil), at: 11)) else {
            Issue.record("refused")
            return
        }
        let before = try bench.shell("SELECT * FROM incident; SELECT * FROM attention")
        for entry in past { try journal.record(entry) }
        #expect(try bench.shell("SELECT count(*) FROM incident WHERE ended_at IS NULL") == "1")
        #expect(try bench.shell("SELECT state FROM attention") == "acked")
        #expect(try bench.shell("SELECT * FROM incident; SELECT * FROM attention") == before)
    }

    @Test("an incident that came and went while nobody watched is told beside the open one")
    func missedIncident() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 10)], at: 10))
        try journal.record(evaluation([fired(at: 2)], at: 2))
        try journal.record(evaluation([resolved(at: 5, firedAt: 2)], at: 5))
        #expect(
            try bench.shell("SELECT fired_at, ended_at FROM incident ORDER BY fired_at")
                == "120000|300000\n600000|")
    }

    @Test("workspaces in one file do not see each other")
    func workspaces() throws {
        let bench = Bench()
        let (one, two) = (try bench.open(), try bench.open(workspace: "/srv/other"))
        try one.record(evaluation([fired(at: 1)], at: 1))
        #expect(try two.restored().alerts.isEmpty)
        #expect(try two.changes(since: 0) == nil)
        #expect(
            try two.perform(action(.ack(comment: nil), at: 2))
                == .refused(.unknownAlert(alertID)))
        try two.record(evaluation([fired(at: 1)], at: 1))
        #expect(try bench.shell("SELECT count(*) FROM incident WHERE ended_at IS NULL") == "2")
    }

    @Test("what is restored is what was kept")
    func restored() throws {
        let bench = Bench()
        let journal = try bench.open()
        let firing = instance(.firing(since: minutes(2)), activeAt: 0)
        try journal.record(evaluation([step(.fired, at: 2, firing)], at: 2))
        _ = try journal.perform(
            action(.snooze(.worseThan(12.5, upwards: true), comment: "batch"), at: 3))
        let state = try bench.open().restored()
        #expect(state.alerts == [AlertRecord(rule: "High", instance: firing)])
        #expect(state.lastEvaluation == minutes(2))
        let record = try #require(state.attention.first)
        #expect(record.comment?.text == "batch")
        guard case .snoozed(let snooze) = record.attention else {
            Issue.record("not snoozed")
            return
        }
        #expect(snooze.until == .worseThan(12.5, upwards: true) && snooze.by == "kim")
    }

    @Test(
        "every phase reads back as written",
        arguments: [
            AlertInstance.Phase.pending, .firing(since: .init(milliseconds: 60_000)),
            .recovering(
                firedAt: .init(milliseconds: 60_000), since: .init(milliseconds: 120_000)),
            .noData(firedAt: nil, since: .init(milliseconds: 120_000)),
            .noData(firedAt: .init(milliseconds: 60_000), since: .init(milliseconds: 120_000)),
        ])
    func phases(_ phase: AlertInstance.Phase) throws {
        let bench = Bench()
        let journal = try bench.open()
        let kept = instance(phase, activeAt: 0)
        try journal.record(evaluation([step(.lostData, at: 2, kept)], at: 2))
        #expect(try journal.restored().alerts.map(\.instance) == [kept])
    }

    @Test("earlier incidents of the same rule and subject tell how they ended")
    func past() throws {
        let bench = Bench()
        let journal = try bench.open()
        for (from, to) in [(10.0, 16.0), (30, 36), (50, 81)] {
            try journal.record(evaluation([fired(at: from)], at: from))
            if from == 50 {
                _ = try journal.perform(
                    action(.ack(comment: "rolled back"), by: "kim", at: from + 1))
            }
            try journal.record(evaluation([resolved(at: to, firedAt: from)], at: to))
        }
        _ = try journal.perform(action(.comment("cold cache"), by: "kim", at: 90))
        let quieter = labels.setting("severity", "ticket")
        let past = try journal.pastIncidents(rule: "High", labels: quieter, since: minutes(20))
        #expect(past.map(\.durationSeconds) == [31 * 60, 6 * 60])
        #expect(past.map(\.end) == [.acknowledged(by: "kim"), .byItself])
        #expect(past.first?.comment == "cold cache")
        let other = Labels(["alertname": "High", "model": "n"])
        #expect(try journal.pastIncidents(rule: "High", labels: other, since: minutes(0)).isEmpty)
    }

    @Test("a snooze that runs on says nothing about the incident after the one it was made for")
    func commentOfAnother() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 10)], at: 10))
        _ = try journal.perform(action(.snooze(.time(minutes(60)), comment: "batch"), at: 11))
        try journal.record(evaluation([resolved(at: 12, firedAt: 10)], at: 12))
        try journal.record(evaluation([fired(at: 20)], at: 20))
        try journal.record(evaluation([resolved(at: 22, firedAt: 20)], at: 22))
        #expect(
            try journal.pastIncidents(rule: "High", labels: labels, since: minutes(0))
                .map(\.comment) == [nil, "batch"])
    }

    @Test("of every rule it is counted what became of its incidents since a moment")
    func counts() throws {
        let bench = Bench()
        let journal = try bench.open()
        #expect(try journal.incidents(since: minutes(0)).isEmpty)
        for (from, to) in [(10.0, 16.0), (30, 36), (50, 81), (90, 95)] {
            try journal.record(evaluation([fired(at: from)], at: from))
            if from == 50 { _ = try journal.perform(action(.ack(comment: nil), at: from + 1)) }
            try journal.record(evaluation([resolved(at: to, firedAt: from)], at: to))
        }
        func counted(since: Double) throws -> RuleIncidents? {
            let all = try journal.incidents(since: minutes(since))
            #expect(all.count <= 1)
            return all.first
        }
        func expected(_ fired: Int, acknowledged: Int) -> RuleIncidents {
            RuleIncidents(
                rule: "High", expression: nil, fired: fired, acknowledged: acknowledged,
                clearedByItself: 2)
        }
        #expect(try counted(since: 20) == expected(3, acknowledged: 1))
        try journal.record(evaluation([fired(at: 100)], at: 100))
        #expect(try counted(since: 20) == expected(4, acknowledged: 1))
        _ = try journal.perform(action(.ack(comment: nil), at: 101))
        #expect(
            try counted(since: 20) == expected(4, acknowledged: 2),
            "an open one that somebody has in hand")
        #expect(try counted(since: 200) == nil)
        var other = fired(at: 300)
        other.expression = "v > 9"
        try journal.record(evaluation([resolved(at: 299, firedAt: 100)], at: 299))
        try journal.record(evaluation([other], at: 300))
        let apart = try journal.incidents(since: minutes(0)).map {
            "\($0.expression ?? "-") \($0.fired)"
        }
        #expect(apart.sorted() == ["- 5", "v > 9 1"], "rules of one name")
    }

    @Test("a snooze that ends is ended in the journal, once")
    func expiry() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 1)], at: 1))
        _ = try journal.perform(action(.snooze(.time(minutes(5)), comment: nil), at: 2))
        var end = RuleEvaluation()
        end.at = minutes(5)
        end.expiries = [.init(alert: alertID, at: minutes(5), value: 9)]
        try journal.record(end)
        try journal.record(end)
        #expect(try journal.audit().map(\.what) == ["snooze", "snooze ended"])
        #expect(try bench.shell("SELECT state FROM attention") == "new")
    }
}
