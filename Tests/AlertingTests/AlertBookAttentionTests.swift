import Telemetry
import Testing

@testable import Alerting

struct AlertBookAttentionTests {
    private func book(_ rules: String) throws -> AlertBook {
        AlertBook(
            groups: try groups("groups:\n- name: g\n  rules:\n" + rules),
            defaultIntervalMilliseconds: 60_000)
    }
    private func source(_ values: [Double?]) -> MemorySource {
        var source = MemorySource()
        for (minute, value) in values.enumerated() {
            source.add("v", ["model": "m"], at: Double(minute), value)
        }
        return source
    }
    private func act(
        _ kind: AlertAction.Kind, on book: inout AlertBook, at minute: Double
    ) throws -> AuditEntry {
        let id = try #require(book.alerts(at: minutes(minute)).first?.id)
        return try book.apply(AlertAction(kind, alert: id, by: "sam", at: minutes(minute)))
    }
    private static let page = "  - {alert: High, expr: v > 5, labels: {severity: page}}\n"

    @Test("a page rings once, an acknowledgement quiets but does not hide")
    func ack() throws {
        var book = try book(Self.page)
        let source = source([9, 9, 9])
        let first = book.evaluate(at: minutes(0), in: source)
        #expect(first.rings.map(\.severity) == [.page])
        #expect(book.evaluate(at: minutes(1), in: source).rings.isEmpty)
        let entry = try act(.ack(comment: "looking"), on: &book, at: 1)
        #expect(entry.before == "new" && entry.after == "acked" && entry.rule == "High")
        let alert = try #require(book.alerts(at: minutes(1)).first)
        #expect(alert.attention == .acked && alert.condition == .firing)
        #expect(alert.record.attention.acknowledgement?.value == 9)
        #expect(alert.record.comment?.text == "looking")
    }

    @Test("a new incident is nobody's while it is still pending")
    func pendingAgain() throws {
        var book = try book("  - {alert: High, expr: v > 5, for: 2m}\n")
        let source = source([9, 9, 9, 9, 1, 9, 9, 9])
        for minute in 0...3 { _ = book.evaluate(at: minutes(Double(minute)), in: source) }
        _ = try act(.ack(comment: "mine"), on: &book, at: 3)
        _ = book.evaluate(at: minutes(4), in: source)
        #expect(book.alerts(at: minutes(4)).first?.attention == .acked)
        _ = book.evaluate(at: minutes(5), in: source)
        let alert = try #require(book.alerts(at: minutes(5)).first)
        #expect(alert.condition == .pending && alert.attention == .new)
        #expect(throws: ActionRefusal.nothingToAcknowledge(condition: "pending")) {
            try act(.ack(comment: nil), on: &book, at: 5)
        }
    }

    @Test("an alert whose data stays away is kept over a weekend, and then returns unseen")
    func longWithoutData() throws {
        var book = AlertBook(
            groups: try groups(
                "groups: [{name: g, rules: [{alert: High, expr: v > 5, ops: {}}]}]"),
            defaultIntervalMilliseconds: 3_600_000)
        let source = source([9])
        for hour in 0...167 { _ = book.evaluate(at: minutes(Double(hour) * 60), in: source) }
        #expect(book.alerts(at: minutes(167 * 60)).first?.condition == .noData)
        for hour in 168...170 { _ = book.evaluate(at: minutes(Double(hour) * 60), in: source) }
        let alert = try #require(book.alerts(at: minutes(170 * 60)).first)
        #expect(alert.condition == .noData && alert.attention == .returned)
    }

    @Test("an acknowledgement ends with its incident, also when the rule goes")
    func ackEndsWithTheRule() throws {
        var book = try book(Self.page)
        let source = source([9, 9, 9, 9, 9])
        _ = book.evaluate(at: minutes(0), in: source)
        _ = try act(.ack(comment: "mine"), on: &book, at: 0)
        let other = "groups: [{name: h, rules: [{alert: Other, expr: v > 99}]}]"
        book.replace(groups: try groups(other))
        _ = book.evaluate(at: minutes(1), in: source)
        book.replace(groups: try groups("groups:\n- name: g\n  rules:\n" + Self.page))
        _ = book.evaluate(at: minutes(2), in: source)
        #expect(book.alerts(at: minutes(2)).map(\.attention) == [.new])
    }

    @Test("what exceeding a limit wipes out is told, so that nothing stays open for ever")
    func limit() throws {
        var book = AlertBook(
            groups: try groups(
                "groups: [{name: g, limit: 1, rules: [{alert: High, expr: v > 5}]}]"),
            defaultIntervalMilliseconds: 60_000)
        var source = source([9, 9])
        _ = book.evaluate(at: minutes(0), in: source)
        source.add("v", ["model": "n"], at: 1, 9)
        let evaluation = book.evaluate(at: minutes(1), in: source)
        #expect(evaluation.faults.count == 1)
        #expect(
            evaluation.transitions.filter { $0.kind == .forgotten }.map(\.instance.labels["model"])
                == ["m", "n"])
    }

    @Test(
        "flapping is counted at the group's instants, not at every line that comes",
        arguments: [0, 7])
    func flapsOnTheGrid(offset: Int) throws {
        var book = AlertBook(
            groups: try groups(
                "groups: [{name: g, rules: [{alert: High, expr: v > 5, ops: {flap: true}}]}]"),
            defaultIntervalMilliseconds: 15_000)
        var source = MemorySource()
        var spell: FlapWindow.Spell?
        // A minute beyond, a minute calm, and something arrives every second.
        for second in 0..<600 {
            // Between two instants the alert has followed before the next one looks.
            let isBeyond = (second + offset) / 60 % 2 == 1
            let time = minutes(Double(second) / 60)
            source.add("v", ["model": "m"], at: Double(second) / 60, isBeyond ? 9 : 1)
            if second % 15 == 0 {
                _ = book.evaluate(at: time, in: source)
            } else {
                _ = book.evaluateImmediately(at: time, in: source)
            }
            spell = book.alerts(at: time).first?.flapping ?? spell
        }
        #expect((spell?.count ?? 0) >= 3)
    }

    @Test("an unknown id is refused")
    func unknown() throws {
        var book = try book(Self.page)
        #expect(throws: ActionRefusal.unknownAlert("beef")) {
            try book.apply(AlertAction(.unack, alert: "beef", by: "sam", at: minutes(0)))
        }
    }

    @Test("a snooze rings again at its end while the alert still fires")
    func snooze() throws {
        var book = try book(Self.page)
        let source = source([9, 9, 9, 9])
        _ = book.evaluate(at: minutes(0), in: source)
        _ = try act(.snooze(.time(minutes(2)), comment: nil), on: &book, at: 0)
        #expect(book.alerts(at: minutes(1)).first?.attention == .snoozed)
        #expect(book.evaluate(at: minutes(1), in: source).rings.isEmpty)
        let end = book.evaluate(at: minutes(2), in: source)
        #expect(end.rings.map(\.reason) == [.snoozeEnded])
        #expect(end.audit.map(\.what) == ["snooze ended"])
        #expect(book.alerts(at: minutes(2)).first?.attention == .new)
    }

    @Test(
        "which way is worse follows the rule's comparison",
        arguments: [("v > 5", true), ("v < 99", false), ("v <= 99 and v > 0", false), ("v", true)])
    func direction(_ row: (expression: String, upwards: Bool)) throws {
        var book = try book("  - {alert: A, expr: '\(row.expression)'}\n")
        _ = book.evaluate(at: minutes(0), in: source([9]))
        #expect(book.alerts(at: minutes(0)).map(\.breachesUpwards) == [row.upwards])
    }

    @Test("a snooze until worse rings when the value passes its limit")
    func snoozeWorse() throws {
        var book = try book(Self.page)
        let source = source([9, 10, 12])
        _ = book.evaluate(at: minutes(0), in: source)
        _ = try act(.snooze(.worseThan(11, upwards: true), comment: nil), on: &book, at: 0)
        #expect(book.evaluate(at: minutes(1), in: source).rings.isEmpty)
        #expect(book.evaluate(at: minutes(2), in: source).rings.map(\.reason) == [.snoozeEnded])
    }

    @Test("what came and went unseen is listed until acknowledged, also when long forgotten")
    func returned() throws {
        var book = try book(Self.page)
        let source = source([9] + Array(repeating: 1, count: 20))
        for minute in 0...18 { _ = book.evaluate(at: minutes(Double(minute)), in: source) }
        let alert = try #require(book.alerts(at: minutes(18)).first)
        #expect(alert.attention == .returned && alert.condition == .resolved)
        _ = try act(.ack(comment: nil), on: &book, at: 18)
        #expect(book.alerts(at: minutes(18)).first?.attention == .acked)
        _ = book.evaluate(at: minutes(19), in: source)
        #expect(book.alerts(at: minutes(19)).isEmpty)
    }

    @Test("an acknowledged ticket that becomes a page is unattended again, and back is not")
    func severityRises() throws {
        var book = try book(
            """
              - alert: High
                expr: v > 5
                labels: {severity: '{{ if gt $value 20.0 }}page{{ else }}ticket{{ end }}'}

            """)
        let source = source([9, 30, 9])
        _ = book.evaluate(at: minutes(0), in: source)
        _ = try act(.ack(comment: nil), on: &book, at: 0)
        let risen = book.evaluate(at: minutes(1), in: source)
        #expect(risen.rings.map(\.severity) == [.page])
        let active = book.alerts(at: minutes(1)).filter { $0.instance.isActive }
        #expect(active.map(\.attention) == [.new])
        _ = try book.apply(
            AlertAction(.ack(comment: nil), alert: active[0].id, by: "kim", at: minutes(1)))
        let fallen = book.evaluate(at: minutes(2), in: source)
        #expect(fallen.rings.isEmpty)
        let last = book.alerts(at: minutes(2)).filter { $0.instance.isActive }
        #expect(last.map(\.attention) == [.acked])
        #expect(!book.alerts(at: minutes(2)).contains { $0.attention == .returned })
    }

    @Test("silenced alerts do not ring and do not return")
    func silenced() throws {
        var book = try book(Self.page)
        book.adopt(silences: [
            Silence(
                id: "s1", selector: try LabelSelector(parsing: "model=\"m\""), author: "kim",
                comment: "", startsAt: minutes(0), endsAt: minutes(5))
        ])
        let source = source([9, 1])
        #expect(book.evaluate(at: minutes(0), in: source).rings.isEmpty)
        let alert = try #require(book.alerts(at: minutes(0)).first)
        #expect(alert.attention == .silenced && alert.silencedBy == ["s1"])
        _ = book.evaluate(at: minutes(1), in: source)
        #expect(book.alerts(at: minutes(1)).first?.attention == .silenced)
        #expect(book.alerts(at: minutes(9)).first?.attention == .new)
    }

    @Test("a silence that asks for it ends when nothing matches any more")
    func silenceEnds() throws {
        var book = try book(Self.page)
        var silence = Silence(
            id: "s1", selector: try LabelSelector(parsing: "model=\"m\""), author: "kim",
            comment: "", startsAt: minutes(0), endsAt: minutes(60), endsWhenUnmatched: true)
        book.adopt(silences: [silence])
        let source = source([9, 1])
        #expect(book.evaluate(at: minutes(0), in: source).endedSilences.isEmpty)
        silence.endsAt = minutes(1) - 1
        #expect(book.evaluate(at: minutes(1), in: source).endedSilences == [silence])
        #expect(book.evaluate(at: minutes(2), in: source).endedSilences.isEmpty)
    }

    @Test("a vanished series is no_data under ops and resolved without")
    func noData() throws {
        var book = try book(
            "  - {alert: Plain, expr: v > 5}\n  - {alert: Ours, expr: v > 5, ops: {route: SRE}}\n"
                + "  - {alert: Never, expr: v > 50, ops: {route: SRE}}\n")
        let source = source([9, nil, nil, 1])
        var conditions: [[String]] = []
        for minute in 0..<4 {
            _ = book.evaluate(at: minutes(Double(minute)), in: source)
            conditions.append(
                book.alerts(at: minutes(Double(minute))).map {
                    "\($0.rule) \($0.condition.rawValue)"
                })
        }
        #expect(conditions[0] == ["Plain firing", "Ours firing"])
        #expect(conditions[1] == ["Plain resolved", "Ours no_data"])
        #expect(conditions[3] == ["Plain resolved", "Ours resolved"])
    }

    @Test(
        "what is gone is told from what is good again, whatever the expression's shape",
        arguments: [
            "v > 5", "(v > 5)", "v > 5 and v < 100", "v > on (model) w", "max without (x) (v > 5)",
            "sum by (model) (v > 5) > 0", "topk(3, v > 5)", "v > 5 or v > 6",
            "v * 2 > 10 unless w > 90",
            "avg_over_time(v[1m]) > 5", "5 < v",
        ])
    func evidence(_ expression: String) throws {
        for (values, expected) in [([9, 1.0], "resolved"), ([9, nil], "no_data")] {
            var book = try book(
                "  - alert: A\n    expr: '\(expression)'\n    ops: {route: SRE}\n")
            var source = source(values)
            for minute in 0..<2 { source.add("w", ["model": "m"], at: Double(minute), 2) }
            for minute in 0..<2 { _ = book.evaluate(at: minutes(Double(minute)), in: source) }
            #expect(book.alerts(at: minutes(1)).map(\.condition.rawValue) == [expected])
        }
    }

    @Test("absent that is no longer absent has cleared")
    func absent() throws {
        var book = try book("  - {alert: Gone, expr: absent(v), ops: {route: SRE}}\n")
        let source = source([nil, 1])
        for minute in 0..<2 { _ = book.evaluate(at: minutes(Double(minute)), in: source) }
        #expect(book.alerts(at: minutes(1)).map(\.condition) == [.resolved])
    }

    @Test(
        "an alert fires until its clear limit is crossed",
        arguments: ["clear: 3", "clear: 'v < 3'"])
    func clear(_ clear: String) throws {
        var book = try book("  - {alert: A, expr: v > 5, ops: {\(clear)}}\n")
        let source = source([4, 9, 4, 2, 4])
        var trace = ""
        for minute in 0..<5 {
            _ = book.evaluate(at: minutes(Double(minute)), in: source)
            trace.append(book.letter("A"))
        }
        #expect(trace == ".FF..")
    }

    @Test(
        "what a log says never reaches a shell through a command",
        arguments: [
            "annotations: {command: 'drain {{ $labels.q }}'}",
            "ops: {command: 'drain {{ $labels.q }}'}",
        ])
    func command(_ field: String) throws {
        for (name, safe) in [
            ("prod --all -rf a-b", "prod \u{FFFD}-all \u{FFFD}rf a-b"),
            ("gpu-1.eu:80", "gpu-1.eu:80"), ("größe 7", "größe 7"), ("a\nrm", "a\u{FFFD}rm"),
            ("$(id)", "\u{FFFD}\u{FFFD}id\u{FFFD}"), ("a;b'c`", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
        ] {
            var book = try book("  - {alert: A, expr: v > 5, \(field)}\n")
            var source = MemorySource()
            source.add("v", ["q": name], at: 0, 9)
            _ = book.evaluate(at: minutes(0), in: source)
            let alert = try #require(book.alerts(at: minutes(0)).first)
            #expect((alert.command ?? alert.instance.annotations["command"]) == "drain \(safe)")
        }
    }

    @Test("too few samples in the range are no evidence")
    func minSamples() throws {
        var book = try book(
            "  - {alert: A, expr: 'max_over_time(v[3m]) > 5', ops: {min_samples: 3}}\n")
        let source = source([9, 9, 9])
        var trace = ""
        for minute in 0..<3 {
            _ = book.evaluate(at: minutes(Double(minute)), in: source)
            trace.append(book.letter("A"))
        }
        #expect(trace == "..F")
    }
}
