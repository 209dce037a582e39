import Telemetry
import Testing

@testable import Alerting

/// Moments that nobody watched, of series that have no past of their own: a metrics file.
struct UnwatchedPastTests {
    private static let rules = """
        groups:
        - name: g
          interval: 1m
          rules:
          - {record: doubled, expr: 2 * queue}
          - {alert: Long, expr: queue > 5, for: 5m}
          - {alert: Doubled, expr: doubled > 10}
          - {alert: None, expr: absent(queue)}
          - {alert: Never, expr: absent(nothing)}
          - {alert: Unless, expr: model_error_ratio > 0.5 unless on () maintenance == 1}
          - {alert: Errors, expr: model_error_ratio > 0.5}
        """
    private func fresh() throws -> AlertBook { AlertBook(groups: try groups(Self.rules)) }

    /// The queue is 9 in every minute from `start` on; the log knows of errors all the time.
    private func source(from start: Int, through end: Int) -> MemorySource {
        var source = MemorySource()
        for minute in 0...end {
            if minute >= start { source.add("queue", ["host": "a"], at: Double(minute), 9) }
            source.add("model_error_ratio", ["model": "m"], at: Double(minute), 1)
        }
        return source
    }

    private func firstSample(_ minute: Double) -> (String) -> Timestamp? {
        { $0 == "queue" ? minutes(minute) : nil }
    }

    @Test("before its first sample a series was neither absent nor there")
    func unknown() throws {
        var book = try fresh()
        let source = source(from: 60, through: 62)
        let judged = ["Errors", "Never", "Unless"]
        for minute in 0...59 {
            let evaluation = book.evaluate(
                at: minutes(Double(minute)), in: source, firstSample: firstSample(60))
            #expect(evaluation.transitions.allSatisfy { judged.contains($0.rule) })
        }
        #expect(book.letter("Errors") == "F")
        // What nobody has brought was not there.
        #expect(book.letter("None") == "." && book.letter("Never") == "F")
        #expect(book.letter("Unless") == "F")
        // From the first sample on the past is known, of what is recorded from it too.
        _ = book.evaluate(at: minutes(60), in: source, firstSample: firstSample(60))
        #expect(book.letter("Long") == "P" && book.letter("Doubled") == "F")
        // Whoever watches sees that a series is not there.
        _ = book.evaluate(at: minutes(61), in: source)
        #expect(book.letter("None") == "." && book.letter("Never") == "F")
    }

    /// What a journal would hold after minutes 0 … `last`, the queue long in all of them.
    private func journal(last: Int) throws -> JournalledState {
        var book = try fresh()
        let source = source(from: 0, through: last)
        for minute in 0...last { _ = book.evaluate(at: minutes(Double(minute)), in: source) }
        var state = JournalledState()
        state.alerts = book.records
        state.lastEvaluation = minutes(Double(last))
        return state
    }

    @Test("a restart keeps a firing alert whose series has no past, and its times")
    func firing() throws {
        var book = try fresh()
        book.restore(try journal(last: 7))
        let source = source(from: 12, through: 14)
        for minute in 2...11 {
            let evaluation = book.evaluate(
                at: minutes(Double(minute)), in: source, firstSample: firstSample(12))
            #expect(evaluation.transitions.allSatisfy { ["Errors", "Unless"].contains($0.rule) })
            #expect(book.letter("Long") == "F" && book.letter("Doubled") == "F")
        }
        let evaluation = book.evaluate(at: minutes(12), in: source)
        #expect(evaluation.transitions.allSatisfy { $0.rule == "Never" })
        let alert = try #require(book.alerts(at: minutes(12)).first { $0.rule == "Long" })
        #expect(alert.instance.activeAt == minutes(0))
        #expect(alert.instance.firedAt == minutes(5))
    }

    @Test("the time in between does not count as `for`")
    func pending() throws {
        var book = try fresh()
        book.restore(try journal(last: 2))
        let source = source(from: 30, through: 40)
        for minute in 0...29 {
            _ = book.evaluate(
                at: minutes(Double(minute)), in: source, firstSample: firstSample(30))
        }
        #expect(book.letter("Long") == "P")
        // Two of five minutes had passed at minute 2, the third passes at 30.
        var letters = ""
        for minute in 30...33 {
            _ = book.evaluate(at: minutes(Double(minute)), in: source)
            letters.append(book.letter("Long"))
        }
        #expect(letters == "PPFF")
    }
}
