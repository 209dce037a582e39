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

    private static let ranges = """
        groups:
        - name: g
          interval: 1m
          rules:
          - {record: average, expr: 'avg_over_time(queue[5m])'}
          - {alert: Range, expr: 'avg_over_time(queue[5m]) > 5'}
          - {alert: Waits, expr: 'avg_over_time(queue[5m]) > 5', for: 20m}
          - {alert: Deviates, expr: 'queue >= 1 * average and average > 5'}
          - {alert: Offset, expr: 'queue - (queue offset 2m) > -1 and (queue offset 2m) > 5'}
          - {alert: Recorded, expr: 'max_over_time(average[3m]) > 5'}
          - {alert: Instant, expr: queue > 5}
        """

    /// Nine until minute 10, when the process ended; then `after`.
    private func restarted(_ after: Double) throws -> (book: AlertBook, source: MemorySource) {
        let groups = try groups(Self.ranges)
        var first = AlertBook(groups: groups)
        let before = source(from: 0, through: 10)
        for minute in 0...10 { _ = first.evaluate(at: minutes(Double(minute)), in: before) }
        var state = JournalledState()
        state.alerts = first.records
        state.lastEvaluation = minutes(10)
        var book = AlertBook(groups: groups)
        book.restore(state)
        var source = MemorySource()
        for minute in 11...40 { source.add("queue", ["host": "a"], at: Double(minute), after) }
        return (book, source)
    }

    @Test(
        "a range that is not filled yet does not clear what a restart brought", arguments: [1, 9])
    func range(after: Double) throws {
        var (book, source) = try restarted(after)
        var letters: [String: String] = [:]
        for minute in 11...20 {
            let evaluation = book.evaluate(
                at: minutes(Double(minute)), in: source, firstSample: { _ in minutes(11) },
                pastless: ["queue": minutes(11)])
            #expect(evaluation.faults.isEmpty)
            if minute < 16 {
                _ = book.evaluateImmediately(
                    at: minutes(Double(minute) + 0.5), in: source, pastless: ["queue": minutes(11)])
            }
            for rule in ["Range", "Waits", "Recorded", "Instant", "Deviates", "Offset"] {
                letters[rule, default: ""].append(book.letter(rule))
            }
        }
        if after > 5 {
            #expect(letters.values.allSatisfy { $0.allSatisfy { "PF".contains($0) } })
            #expect(letters["Waits"] == "PPPPPPPPPF")
        } else {
            #expect(letters["Range"] == "FFFFF.....")
            #expect(letters["Waits"] == "PPPPP.....")
            // What is recorded is known five minutes after the queue, its range three later.
            #expect(letters["Recorded"] == "FFFFFFFF..")
            #expect(letters["Offset"] == "FF........")
            #expect(letters["Deviates"] == "FFFFF.....")
            #expect(letters["Instant"] == "..........")
        }
    }

    @Test("what fires first after a restart clears as in Prometheus")
    func newAlert() throws {
        var (book, _) = try restarted(9)
        var source = MemorySource()
        for minute in 11...40 {
            source.add("queue", ["host": "a"], at: Double(minute), 9)
            source.add("queue", ["host": "b"], at: Double(minute), minute < 12 ? 9 : 0)
        }
        for minute in 11...13 {
            _ = book.evaluate(
                at: minutes(Double(minute)), in: source, firstSample: { _ in minutes(11) },
                pastless: ["queue": minutes(11)])
        }
        let conditions = book.alerts(at: minutes(13)).filter { $0.rule == "Range" }.map {
            ($0.labels["host"] ?? "") + " " + $0.condition.rawValue
        }
        #expect(conditions.sorted() == ["a firing", "b resolved"])
    }

    @Test("the time in which a range fills does not count as `for` of what is missing")
    func pendingExcused() throws {
        var (book, _) = try restarted(9)
        var source = MemorySource()
        for minute in 11...40 {
            source.add("queue", ["host": "a"], at: Double(minute), minute < 14 ? 0 : 99)
        }
        var letters = ""
        for minute in 11...30 {
            _ = book.evaluate(
                at: minutes(Double(minute)), in: source, firstSample: { _ in minutes(11) },
                pastless: ["queue": minutes(11)])
            letters.append(book.letter("Waits"))
        }
        // Eleven of twenty minutes had passed at 11; 12 and 13 do not count, from 14 on it is true.
        #expect(letters == "PPPPPPPPPPPFFFFFFFFF")
    }
}
