import Alerting
import Journal
import Telemetry
import Testing

/// What was journalled while the clock was ahead.
struct ClockSetBackTests {
    @Test("attention and incidents lie in the past again, a snooze with its length")
    func setBack() throws {
        let bench = Bench()
        let journal = try bench.open()
        // The clock is an hour ahead: minute 2 is minute 62.
        try journal.record(evaluation([fired(at: 62, activeAt: 60)], at: 62))
        _ = try journal.perform(action(.snooze(.time(minutes(73)), comment: "batch"), at: 63))
        #expect(try journal.claim(ring, at: minutes(63)))
        try journal.setBack(to: minutes(4))
        #expect(
            try bench.shell("SELECT active_at / 60000, fired_at / 60000, ended_at FROM incident")
                == "2|4|")
        #expect(
            try bench.shell("SELECT at / 60000, until / 60000, note_at / 60000 FROM attention")
                == "4|14|4")
        #expect(try bench.shell("SELECT last_evaluation / 60000 FROM workspace") == "4")
        #expect(try journal.notices(since: minutes(4)) == 0)
        #expect(try !journal.claim(ring, at: minutes(5)), "it was told")
        // What memory makes of the same is the same.
        let kept = try journal.restored()
        #expect(kept.known(at: minutes(4)) == kept)
    }

    @Test("the incident ends, the next one is nobody's and is told")
    func next() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 62)], at: 62))
        _ = try journal.perform(action(.ack(comment: nil), at: 63))
        #expect(try journal.claim(ring, at: minutes(63)))
        try journal.setBack(to: minutes(4))
        try journal.record(evaluation([resolved(at: 6, firedAt: 3)], at: 6))
        #expect(try bench.shell("SELECT state FROM attention") == "closed")
        try journal.record(evaluation([fired(at: 9)], at: 9))
        #expect(try bench.shell("SELECT state FROM attention") == "new")
        #expect(try bench.shell("SELECT count(*) FROM incident WHERE ended_at IS NULL") == "1")
        #expect(try journal.claim(ring, at: minutes(9)))
    }

    @Test("a silence that had begun has, with its length; a planned one stays")
    func silences() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 62)], at: 62))
        for (start, end) in [(61.0, 90.0), (120, 180)] {
            let silence = Silence(
                try LabelSelector(parsing: "model=\"m\""), by: "kim", comment: "",
                startsAt: minutes(start), endsAt: minutes(end), saidAt: minutes(start))
            _ = try journal.save(silence, by: "kim", at: minutes(61))
        }
        let before = try journal.restored()
        try journal.setBack(to: minutes(4))
        #expect(
            try bench.shell("SELECT starts_at / 60000, ends_at / 60000 FROM silence ORDER BY 1")
                == "4|33\n120|180")
        let moved = before.known(at: minutes(4)).silences.map(\.endsAt).sorted()
        #expect(moved == [minutes(33), minutes(180)])
    }

    @Test("what lies in the past already stays as it is")
    func past() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 2)], at: 2))
        _ = try journal.perform(action(.ack(comment: nil), at: 3))
        let rows = "SELECT * FROM incident; SELECT state, at, followed FROM attention"
        let before = try bench.shell(rows)
        try journal.setBack(to: minutes(4))
        #expect(try bench.shell(rows) == before)
    }

    private var ring: RuleEvaluation.Ring {
        RuleEvaluation.Ring(alert: alertID, severity: .page, reason: .fired)
    }
}
