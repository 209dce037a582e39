import Alerting
import Foundation
import Journal
import Telemetry
import Testing

/// Several processes, or connections, at one journal.
struct JournalSharingTests {
    @Test("an acknowledgement elsewhere is seen at the next look, and only once")
    func changes() throws {
        let bench = Bench()
        let (one, two) = (try bench.open(), try bench.open())
        try one.record(evaluation([fired(at: 1)], at: 1))
        let first = try #require(try two.changes(since: 0))
        #expect(first.alerts.map(\.id) == [alertID])
        #expect(try two.changes(since: first.revision) == nil)
        _ = try one.perform(action(.ack(comment: nil), by: "sam", at: 2))
        let second = try #require(try two.changes(since: first.revision))
        #expect(second.attention.first?.attention.acknowledgement?.by == "sam")
        #expect(try two.changes(since: second.revision) == nil)
    }

    @Test("one's own writes are in the next changes at most once and end there")
    func ownWrites() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 1)], at: 1))
        let first = try #require(try journal.changes(since: 0))
        _ = try journal.perform(action(.ack(comment: nil), at: 2))
        #expect(
            try journal.changes(since: first.revision)?.revision ?? first.revision >= first.revision
        )
    }

    @Test("a book that adopts the changes shows what the other one did")
    func adopted() throws {
        let bench = Bench()
        let (mine, theirs) = (try bench.open(), try bench.open())
        let groups = try RuleFile(
            yaml: "groups: [{name: g, rules: [{alert: High, expr: '1'}]}]", file: "r.yml"
        ).groups
        var (book, other) = (AlertBook(groups: groups), AlertBook(groups: groups))
        let nothing = Nothing()
        try mine.record(book.evaluate(at: minutes(1), in: nothing))
        try theirs.record(other.evaluate(at: minutes(1), in: nothing))
        let id = try #require(book.alerts(at: minutes(1)).first?.id)
        _ = try theirs.perform(
            AlertAction(.ack(comment: "mine"), alert: id, by: "sam", at: minutes(2)))
        let changes = try #require(try mine.changes(since: 0))
        book.adopt(attention: changes.attention)
        book.adopt(alerts: changes.alerts)
        let alert = try #require(book.alerts(at: minutes(2)).first)
        #expect(alert.attention == .acked && alert.record.comment?.by == "sam")
        // The next evaluation does not take it away.
        #expect(book.evaluate(at: minutes(3), in: nothing).changed.isEmpty)
    }

    private struct Nothing: SeriesSource {
        func select(
            _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
        ) -> [SeriesSamples] { [] }
    }

    @Test("of two that acknowledge, one has done it and the other is told who")
    func twoAcks() throws {
        let bench = Bench()
        let (one, two) = (try bench.open(), try bench.open())
        try one.record(evaluation([fired(at: 1)], at: 1))
        guard case .done(_, let entry) = try one.perform(action(.ack(comment: nil), at: 2)) else {
            Issue.record("refused")
            return
        }
        #expect(entry.before == "new" && entry.after == "acked")
        #expect(
            try two.perform(action(.ack(comment: nil), by: "sam", at: 3))
                == .refused(.alreadyAcknowledged(by: "kim", at: minutes(2))))
        #expect(try one.audit().count == 1)
    }

    @Test("many writers at once lose and double nothing")
    func storm() async throws {
        let bench = Bench()
        let path = bench.path
        try bench.open().record(evaluation([fired(at: 1)], at: 1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    let journal = try Journal(
                        path: path, workspace: "/srv/ml", access: .readWrite, busySeconds: 30)
                    for round in 0..<25 {
                        _ = try journal.perform(
                            action(
                                .comment("\(writer)-\(round)"), by: "w\(writer)",
                                at: Double(2 + round)))
                    }
                }
            }
            try await group.waitForAll()
        }
        let lines = try bench.open().audit()
        #expect(lines.count == 100)
        #expect(Set(lines.compactMap(\.comment)).count == 100)
        #expect(try bench.shell("PRAGMA integrity_check") == "ok")
    }

    @Test("another process's change is noticed")
    func otherProcess() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 1)], at: 1))
        let first = try #require(try journal.changes(since: 0))
        #expect(try journal.changes(since: first.revision) == nil)
        _ = try bench.shell(
            "BEGIN; UPDATE workspace SET revision = revision + 1; "
                + "UPDATE attention SET state = 'acked', who = 'ana', at = 5, "
                + "revision = (SELECT revision FROM workspace); COMMIT")
        let second = try #require(try journal.changes(since: first.revision))
        #expect(second.attention.first?.attention.acknowledgement?.by == "ana")
    }

    @Test("silences are shared")
    func silences() throws {
        let bench = Bench()
        let (one, two) = (try bench.open(), try bench.open())
        let silence = Silence(
            id: "s1", selector: try LabelSelector(parsing: "model=~\"m|n\""), author: "kim",
            comment: "maintenance", startsAt: minutes(1), endsAt: minutes(9))
        try one.save(silence, by: "kim", at: minutes(1))
        #expect(try two.changes(since: 0)?.silences == [silence])
        #expect(try two.restored().silences == [silence])
        #expect(try two.audit().map(\.what) == ["silence"])
        var ended = silence
        ended.endsAt = minutes(4)
        var evaluation = RuleEvaluation()
        evaluation.at = minutes(4)
        evaluation.endedSilences = [ended]
        try one.record(evaluation)
        try two.record(evaluation)
        #expect(try two.restored().silences == [ended])
        let audit = try two.audit()
        #expect(audit.map(\.what) == ["silence", "unsilence"])
        #expect(audit.map(\.silence) == [silence, ended])
    }

    @Test("a silence that two end at once is ended once, and the second is told by whom")
    func silenceEndedTwice() throws {
        let bench = Bench()
        let (one, two) = (try bench.open(), try bench.open())
        var silence = Silence(
            id: "s1", selector: try LabelSelector(parsing: "model=\"m\""), author: "kim",
            comment: "", startsAt: minutes(1), endsAt: minutes(9))
        try one.save(silence, by: "kim", at: minutes(1))
        silence.endsAt = minutes(3) - 1
        #expect(try one.save(silence, by: "sam", at: minutes(3)) == nil)
        silence.endsAt = minutes(4) - 1
        #expect(
            try two.save(silence, by: "ana", at: minutes(4)) == .silenceAlreadyEnded(by: "sam"))
        #expect(try two.audit().map(\.who) == ["kim", "sam"])
        #expect(try two.restored().silences.first?.endsAt == minutes(3) - 1)
    }

    @Test("a look is one row a person, the newest counting, and no change for others")
    func looks() throws {
        let bench = Bench()
        let (one, two) = (try bench.open(), try bench.open(workspace: "/elsewhere"))
        try one.record(evaluation([fired(at: 1)], at: 1))
        let revision = try #require(try one.changes(since: 0)).revision
        #expect(try one.lastLook(of: "kim") == nil)
        try one.noteLook(of: "kim", at: minutes(5))
        try one.noteLook(of: "kim", at: minutes(4))
        #expect(try bench.open(.readOnly).lastLook(of: "kim") == minutes(5))
        #expect(try one.lastLook(of: "sam") == nil)
        #expect(try two.lastLook(of: "kim") == nil)
        #expect(try bench.open().changes(since: revision) == nil)
    }
}
