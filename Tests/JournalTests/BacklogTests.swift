import Alerting
import Journal
import Telemetry
import Testing

/// What is done while the journal cannot be written, and what becomes of it.
struct BacklogTests {
    private let alert = AlertRecord(
        rule: "High", instance: instance(.firing(since: minutes(1)), activeAt: 1))

    @Test("an action taken in memory is written when the journal comes back")
    func postponed() throws {
        let bench = Bench()
        let journal = try bench.open()
        try journal.record(evaluation([fired(at: 1)], at: 1))
        var late = JournalBacklog()
        late.add(action(.ack(comment: "mine"), at: 2), on: alert)
        late.add(evaluation([resolved(at: 3, firedAt: 1)], at: 3))
        late.add(action(.comment("it was the cache"), at: 4), on: alert)
        journal.postpone(late)
        #expect(journal.backlog == 3)
        try journal.flush()
        #expect(journal.backlog == 0)
        #expect(try journal.audit().map(\.what) == ["ack", "ack ended", "comment"])
        #expect(
            try bench.shell("SELECT phase, acked_by, comment FROM incident")
                == "resolved|kim|it was the cache")
    }

    @Test("what another did meanwhile stands, and the audit says who was refused")
    func refusedLate() throws {
        let bench = Bench()
        let (mine, theirs) = (try bench.open(), try bench.open())
        try mine.record(evaluation([fired(at: 1)], at: 1))
        let seen = try #require(try mine.changes(since: 0)).revision
        _ = try theirs.perform(action(.ack(comment: nil), by: "kim", at: 3))
        var late = JournalBacklog()
        late.add(action(.ack(comment: nil), by: "sam", at: 2), on: alert)
        mine.postpone(late)
        try mine.flush()
        let changes = try #require(try mine.changes(since: seen))
        #expect(changes.attention.first?.attention.acknowledgement?.by == "kim")
        let line = try #require(try mine.audit().last)
        #expect(line.what == "ack refused" && line.who == "sam" && line.at == minutes(2))
        #expect(line.before == "acked" && line.after == "acked")
        #expect(line.comment == "already acknowledged by kim")
    }

    @Test("what memory did is not undone by what the journal still says")
    func heldBack() throws {
        let bench = Bench()
        let (mine, theirs) = (try bench.open(), try bench.open())
        let silence = Silence(
            id: "s1", selector: try LabelSelector(parsing: "model=\"m\""), author: "kim",
            comment: "", startsAt: minutes(1), endsAt: minutes(9))
        _ = try theirs.save(silence, by: "kim", at: minutes(1))
        try mine.record(evaluation([fired(at: 1)], at: 1))
        var ended = silence
        ended.endsAt = minutes(2)
        var late = JournalBacklog()
        late.add(action(.ack(comment: nil), by: "sam", at: 2), on: alert)
        late.add(ended, by: "sam", at: minutes(2))
        mine.postpone(late)
        let early = try #require(try mine.changes(since: 0))
        #expect(early.attention.isEmpty && early.silences == [ended])
        #expect(early.revision == 0)
        // Another's comes first: once mine is refused, theirs is seen.
        _ = try theirs.perform(action(.ack(comment: nil), by: "kim", at: 3))
        let between = try mine.changes(since: early.revision)
        #expect(between?.attention.isEmpty ?? true)
        try mine.flush()
        let after = try #require(try mine.changes(since: early.revision))
        #expect(after.attention.map(\.attention.acknowledgement?.by) == ["kim"])
        #expect(after.silences == [ended] && after.revision > 0)
    }

    @Test("silences wait like actions")
    func silence() throws {
        let bench = Bench()
        let silence = Silence(
            id: "s1", selector: try LabelSelector(parsing: "model=\"m\""), author: "kim",
            comment: "planned", startsAt: minutes(1), endsAt: minutes(9))
        var late = JournalBacklog()
        late.add(silence, by: "kim", at: minutes(1))
        let journal = try bench.open()
        journal.postpone(late)
        try journal.flush()
        #expect(try journal.restored().silences == [silence])
        #expect(try journal.audit().map(\.silence) == [silence])
    }

    @Test("it is bounded: evaluations that did nothing are one, and people's doings go last")
    func bounds() {
        var late = JournalBacklog()
        for minute in 1...50 { late.add(evaluation([], at: Double(minute))) }
        #expect(late.count == 1)
        late.add(action(.ack(comment: nil), at: 51), on: nil)
        for minute in 52...(52 + JournalBacklog.limit) {
            late.add(evaluation([fired(at: Double(minute))], at: Double(minute)))
        }
        #expect(late.count == JournalBacklog.limit)
        #expect(late.dropped == 3)
        let bench = Bench()
        let journal = try? bench.open()
        journal?.postpone(late)
        #expect(journal?.dropped == 3)
    }
}
