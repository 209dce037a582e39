import Alerting
import Journal
import Telemetry
import Testing

/// Who tells of a page, when several could.
struct NoticeTests {
    private func ring(
        _ reason: RuleEvaluation.Ring.Reason = .fired, since: Double? = nil
    ) -> RuleEvaluation.Ring {
        var evaluation = RuleEvaluation()
        evaluation.rings.append(
            .init(
                alert: alertID, severity: .page, reason: reason,
                since: since.map { minutes($0) }))
        return evaluation.rings[0]
    }

    @Test("of two that see the same incident, each at its own instant, one tells")
    func once() throws {
        let bench = Bench()
        let (one, two) = (try bench.open(), try bench.open())
        try one.record(evaluation([fired(at: 1)], at: 1))
        try two.record(evaluation([fired(at: 2)], at: 2))
        #expect(try one.claim(ring(), at: minutes(2)))
        #expect(try !two.claim(ring(), at: minutes(2)))
        #expect(try !bench.open().claim(ring(), at: minutes(9)))
    }

    @Test("the next incident, and each end of a snooze, is told anew")
    func anew() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 1)], at: 1))
        #expect(try journal.claim(ring(), at: minutes(1)))
        #expect(try journal.claim(ring(.snoozeEnded, since: 3), at: minutes(5)))
        #expect(try !journal.claim(ring(.snoozeEnded, since: 3), at: minutes(5)))
        #expect(try journal.claim(ring(.snoozeEnded, since: 6), at: minutes(9)))
        try journal.record(evaluation([resolved(at: 10, firedAt: 1)], at: 10))
        try journal.record(evaluation([fired(at: 20)], at: 20))
        #expect(try journal.claim(ring(), at: minutes(20)))
    }

    @Test("who was told when a silence ended is not told later that it had fired")
    func silenceThenFired() throws {
        let journal = try Bench().open()
        try journal.record(evaluation([fired(at: 1)], at: 1))
        #expect(try journal.claim(ring(.silenceEnded, since: 5), at: minutes(5)))
        #expect(try !journal.claim(ring(), at: minutes(9)))
    }

    @Test("the end of an inhibition is told once by all, and again when it ends again")
    func inhibition() throws {
        let bench = Bench()
        let one = try bench.open()
        let two = try bench.open()
        try one.record(evaluation([fired(at: 1)], at: 1))
        #expect(try one.claim(ring(.silenceEnded), at: minutes(3)))
        #expect(try two.isClaimed(ring(.silenceEnded), at: minutes(3.2)))
        #expect(try !two.claim(ring(.silenceEnded), at: minutes(3.2)))
        #expect(try two.claim(ring(.silenceEnded), at: minutes(9)))
    }

    @Test("what fires in the place of a row that is gone is told")
    func reusedRow() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 1)], at: 1))
        #expect(try journal.claim(ring(), at: minutes(1)))
        // A reload asked for a longer `for`, and before that had passed it was over.
        let pending = instance(.pending, activeAt: 1)
        try journal.record(evaluation([step(.backToPending, at: 2, pending)], at: 2))
        try journal.record(evaluation([step(.dropped, at: 3, pending)], at: 3))
        #expect(try bench.shell("SELECT count(*) FROM incident WHERE ended_at IS NULL") == "0")
        try journal.record(evaluation([fired(at: 20)], at: 20))
        #expect(try journal.claim(ring(), at: minutes(20)))
    }

    @Test("who told is forgotten with the incidents")
    func pruned() throws {
        let bench = Bench()
        let journal = try bench.open()
        _ = try journal.claim(ring(since: 1), at: minutes(1))
        _ = try journal.claim(ring(since: 2), at: minutes(401 * 24 * 60))
        #expect(try bench.shell("SELECT count(*) FROM notice") == "1")
    }
}
