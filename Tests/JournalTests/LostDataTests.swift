import Alerting
import Journal
import Telemetry
import Testing

/// An alert that fired, lost its data and came back, with a journal and a restart in between.
struct LostDataTests {
    /// A value each minute; nil where the series is gone.
    private struct Load: SeriesSource {
        var values: [Double?]

        func select(
            _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
        ) -> [SeriesSamples] {
            let labels = Labels(["__name__": "load", "model": "m"])
            let minute = Int(through.milliseconds / 60_000)
            guard matchers.allSatisfy({ $0.accepts(labels) }), values.indices.contains(minute),
                let value = values[minute]
            else { return [] }
            return [
                SeriesSamples(labels: labels, samples: [Sample(time: through, value: value)])
            ]
        }
    }

    private let values: [Double?] = [9, 9, 9, nil, nil, 9, 1, 1, 9, 9, 9]

    private func started(_ journal: Journal) throws -> AlertBook {
        let yaml = """
            groups:
            - name: g
              interval: 1m
              rules:
              - alert: High
                expr: load > 5
                for: 2m
                labels: {severity: page}
                ops: {route: SRE}
            """
        return try bookStarted(on: journal, yaml)
    }

    private func run(
        _ book: inout AlertBook, _ journal: Journal, _ span: ClosedRange<Int>
    ) throws -> [AlertTransition.Kind] {
        try evaluate(&book, journal, span, in: Load(values: values))
    }

    private func incidents(_ bench: Bench) throws -> String {
        try bench.shell(
            "SELECT phase, fired_at / 60000, ended_at / 60000, acked_by FROM incident ORDER BY id")
    }

    @Test(
        "back, bad and then good: the incident is over, also over a restart",
        arguments: [true, false])
    func over(restarts: Bool) throws {
        let bench = Bench()
        var journal = try bench.open()
        var book = try started(journal)
        #expect(
            try run(&book, journal, 0...5) == [.becamePending, .fired, .lostData, .becamePending])
        let alert = try #require(book.alerts(at: minutes(5)).first)
        #expect(alert.condition == .pending && alert.instance.firedAt == nil)
        if restarts {
            journal = try bench.open()
            book = try started(journal)
            _ = book.evaluate(at: minutes(5), in: Load(values: values))
            #expect(book.alerts(at: minutes(5)).first?.instance == alert.instance)
        }
        #expect(try run(&book, journal, 6...7) == [.resolved])
        #expect(book.alerts(at: minutes(7)).first?.attention == .returned)
        #expect(try incidents(bench) == "resolved|2|6|")
    }

    @Test("an acknowledgement ends with it, and the next one is told and unattended")
    func next() throws {
        let bench = Bench()
        let journal = try bench.open()
        var book = try started(journal)
        _ = try run(&book, journal, 0...2)
        let id = try #require(book.alerts(at: minutes(2)).first?.id)
        let ring = RuleEvaluation.Ring(alert: id, severity: .page, reason: .fired)
        #expect(try journal.claim(ring, at: minutes(2)))
        let acknowledgement = AlertAction(.ack(comment: nil), alert: id, by: "kim", at: minutes(2))
        _ = try book.apply(acknowledgement)
        _ = try journal.perform(acknowledgement)
        _ = try run(&book, journal, 3...10)
        let alert = try #require(book.alerts(at: minutes(10)).first)
        #expect(alert.condition == .firing && alert.attention == .new)
        #expect(try journal.audit().map(\.what) == ["ack", "ack ended"])
        #expect(try incidents(bench) == "resolved|2|6|kim\nfiring|10||")
        #expect(try journal.claim(ring, at: minutes(10)))
    }
}
