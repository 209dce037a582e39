import Alerting
import Journal
import Telemetry
import Testing

/// A book and a journal through stops, starts and replays of the past.
struct RestartTests {
    /// Beyond the limit in minutes 1 … 14 and from 17 on.
    private struct Load: SeriesSource {
        func select(
            _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
        ) -> [SeriesSamples] {
            let labels = Labels(["__name__": "load", "model": "m"])
            guard matchers.allSatisfy({ $0.accepts(labels) }) else { return [] }
            let minute = through.milliseconds / 60_000
            let value: Double = (1...14).contains(minute) || minute >= 17 ? 9 : 1
            return [
                SeriesSamples(labels: labels, samples: [Sample(time: through, value: value)])
            ]
        }
    }

    private func started(_ journal: Journal) throws -> AlertBook {
        let yaml = """
            groups:
            - name: g
              interval: 1m
              rules: [{alert: High, expr: load > 5, for: 2m, labels: {severity: page}}]
            """
        return try bookStarted(on: journal, yaml)
    }

    private func run(
        _ book: inout AlertBook, _ journal: Journal, _ span: ClosedRange<Int>
    ) throws -> [AlertTransition.Kind] {
        try evaluate(&book, journal, span, in: Load())
    }

    private func rows(_ bench: Bench) throws -> String {
        try bench.shell(
            "SELECT active_at / 60000, fired_at / 60000, ended_at / 60000, acked_by FROM incident "
                + "ORDER BY active_at; SELECT state, followed / 60000 FROM attention; "
                + "SELECT what FROM audit ORDER BY id")
    }

    @Test("an incident goes through a restart, ends, begins anew, and replays change nothing")
    func restart() throws {
        let bench = Bench()
        do {
            let journal = try bench.open()
            var book = try started(journal)
            #expect(try run(&book, journal, 0...5) == [.becamePending, .fired])
            let id = try #require(book.alerts(at: minutes(5)).first?.id)
            _ = try journal.perform(
                AlertAction(.ack(comment: nil), alert: id, by: "kim", at: minutes(5)))
            #expect(try run(&book, journal, 6...10) == [])
        }
        // Nobody watched from 11 on; at 20 the history from 8 on is replayed.
        let journal = try bench.open()
        var book = try started(journal)
        #expect(
            try run(&book, journal, 8...20) == [.resolved, .becamePending, .fired])
        let alert = try #require(book.alerts(at: minutes(20)).first)
        #expect(alert.attention == .new && alert.instance.activeAt == minutes(17))
        let expected = "1|3|15|kim\n17|19||\nnew|19\nack\nack ended"
        #expect(try rows(bench) == expected)

        // Another one starts and replays everything from the beginning.
        let third = try bench.open()
        var replayed = try started(third)
        _ = try run(&replayed, third, 0...20)
        #expect(try rows(bench) == expected)
        let shown = try #require(replayed.alerts(at: minutes(20)).first)
        #expect(shown.attention == .new && shown.instance.firedAt == minutes(19))
    }

    @Test("down time without history counts neither for `for` nor as an end")
    func noHistory() throws {
        let bench = Bench()
        let journal = try bench.open()
        var book = try started(journal)
        _ = try run(&book, journal, 0...1)
        let later = try bench.open()
        var second = try started(later)
        // Seen first at minute 1; what runs at 30 and 31 counts as minutes 2 and 3.
        #expect(try run(&second, later, 30...31) == [.fired])
        #expect(second.alerts(at: minutes(31)).first?.instance.firedAt == minutes(31))
    }
}
