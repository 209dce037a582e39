import Telemetry
import Testing

@testable import Alerting

/// The attention axis through a whole book, a row a cell of `alarms.md` 1.4 and 1.5.
struct AttentionTableTests {
    /// One life, a step a minute, and how it stands after each.
    ///
    /// A step is the value (`-`: no sample, more than 20 is a page, else a ticket; `9/3`: of two
    /// label sets; `err`: the expression fails), then what somebody does after the evaluation:
    /// `a`ck, `u`nack, `z3` snooze three minutes, `o` snooze until it clears, `w12` snooze until
    /// above 12, `s3` silence three minutes its model, `b3` whatever
    /// has a severity. What is refused is `?`.
    ///
    /// The state is the attention of what is active, `over` in front when it is resolved, `·` when
    /// there is nothing, with `!` for each ring.
    struct Life: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var steps: String
        var expected: String
        init(_ name: String, _ steps: String, _ expected: String) {
            testDescription = name
            self.steps = steps
            self.expected = expected
        }
    }

    private static let handled = [
        Life("new: rings once", "9 9 9", "new! new new"),
        Life("ack: quiet, still there", "9 9a 9 9", "new! acked acked acked"),
        Life("ack: not cleared by the value", "9a 8 19 6", "acked! acked acked acked"),
        Life("ack: cleared by resolve", "9a 1 9", "acked! over-acked new!"),
        Life("ack: cleared by a higher severity, which rings", "9a 30 30", "acked! new! new"),
        Life("ack: kept by a lower severity", "30a 9 9", "acked! acked acked"),
        Life("ack: of a page that fell and rises again", "30a 9 30", "acked! acked new!"),
        Life("ack of nothing, pending or over: refused", "1a 9a 1a", "?· acked! ?over-acked"),
        Life("ack twice: refused", "9a 9a", "acked! ?acked"),
        Life("unack: needs somebody, does not ring", "9a 9u 9", "acked! new new"),
        Life("unack of what nobody has: refused", "9u", "?new!"),
        Life("ack: outlives missing data", "9a - 9", "acked! acked acked"),
        Life("ack: outlives an error", "9a err 9", "acked! acked acked"),
        Life(
            "ack: a new label set needs somebody, the old one is in hand", "9/1a 9/9 9/9",
            "acked! acked+new! acked+new"),
    ]

    private static let returned = [
        Life("over before anyone saw it: returned", "9 1 1", "new! returned returned"),
        Life("returned: acknowledged", "9 1a 1", "new! over-acked over-acked"),
        Life("returned: acknowledgement taken back", "9 1a 1u", "new! over-acked returned"),
        Life("returned: fires again", "9 1 9 9", "new! returned new! new"),
        Life("acked: is not returned", "9a 1", "acked! over-acked"),
        Life("snoozed until it clears: is not returned", "9o 1", "snoozed! over-new"),
        Life("silenced: is not returned", "9s9 1", "silenced! over-silenced"),
        Life("rang, then caught by a broad silence: returned", "9 9b9 1", "new! silenced returned"),
        Life("fired in a broad silence: is not returned", "1b9 9 1", "· silenced over-silenced"),
        Life(
            "fired in a silence, rang at its end, then caught by a broad one: returned",
            "1b2 9 9 9 9b9 1", "· silenced silenced new! silenced returned"),
        Life("risen to another severity: is not returned", "9 30", "new! new!"),
    ]

    private static let quieted = [
        Life("timed snooze: rings at once at its end", "9z2 9 9 9", "snoozed! snoozed new! new"),
        Life("timed snooze: over at its end, no ring", "9z2 1 1", "snoozed! over-snoozed over-new"),
        Life(
            "timed snooze: outlives a short clearing", "9z3 1 9 9",
            "snoozed! over-snoozed snoozed new!"),
        Life("timed snooze: taken back", "9z3 9u 9 9", "snoozed! new new new"),
        Life("timed snooze: acknowledged instead", "9z2 9a 9 9", "snoozed! acked acked acked"),
        Life(
            "one-shot snooze: lasts while it fires", "9o 9 9 9 9",
            "snoozed! snoozed snoozed snoozed snoozed"),
        Life("one-shot snooze: the next incident rings", "9o 1 9", "snoozed! over-new new!"),
        Life("snooze until worse: rings beyond", "9w12 11 13 13", "snoozed! snoozed new! new"),
        Life("snooze until worse: the next incident rings", "9w12 1 9", "snoozed! over-new new!"),
        Life("snooze: a higher severity rings", "9z9 30", "snoozed! new!"),
        Life("silence: rings at once at its end", "9s2 9 9 9", "silenced! silenced silenced new!"),
        Life("silence: over at its end, no ring", "9s1 1 1", "silenced! over-silenced over-new"),
        Life("silence: what fires in it is quiet, then rings", "1 9 9", "· new! new"),
    ]

    @Test("what somebody does", arguments: handled)
    func handles(_ life: Life) throws { #expect(try states(life) == life.expected) }

    @Test("what nobody saw", arguments: returned)
    func returns(_ life: Life) throws { #expect(try states(life) == life.expected) }

    @Test("what is quiet for a while", arguments: quieted)
    func quiets(_ life: Life) throws { #expect(try states(life) == life.expected) }

    @Test("a returned alert that is pending again, and drops, is still returned")
    func returnedPending() throws {
        var book = try Self.book(hold: "1m")
        var source = MemorySource()
        var states: [String] = []
        for (minute, value) in [9.0, 9, 1, 9, 1, 1].enumerated() {
            source.add("v", ["model": "m"], at: Double(minute), value)
            _ = book.evaluate(at: minutes(Double(minute)), in: source)
            states.append(Self.state(book, at: minutes(Double(minute))))
        }
        #expect(states == ["pending", "new", "returned", "returned", "returned", "returned"])
    }

    @Test("a page that leaves through a ticket that never fires has returned unseen")
    func returnedThroughPending() throws {
        var book = try Self.book(hold: "1m")
        var source = MemorySource()
        for (minute, value) in [30.0, 30, 9, 1, 1].enumerated() {
            source.add("v", ["model": "m"], at: Double(minute), value)
            _ = book.evaluate(at: minutes(Double(minute)), in: source)
        }
        let shown = book.alerts(at: minutes(4)).map { [$0.severity, $0.attention.rawValue] }
        #expect(shown == [["page", "returned"]])
    }

    @Test("a flapping alert stays acknowledged, rings once and returns once")
    func flapping() throws {
        var book = try Self.book(operations: "{flap: {window: 6, low: 0.19, high: 0.6}}")
        var source = MemorySource()
        var rings = 0
        var states: [String] = []
        var counts: [Int?] = []
        for (minute, value) in [9.0, 1, 9, 1, 9, 1, 9, 1, 1, 1, 1, 1].enumerated() {
            let time = minutes(Double(minute))
            source.add("v", ["model": "m"], at: Double(minute), value)
            rings += book.evaluate(at: time, in: source).rings.count
            if minute == 4 { try Self.act(.ack(comment: nil), on: &book, at: time) }
            states.append(Self.state(book, at: time))
            counts.append(book.alerts(at: time).first?.flapping?.count)
        }
        #expect(rings == 2)
        #expect(
            states == ["new", "returned", "new", "new"] + Array(repeating: "acked", count: 7)
                + ["over-acked"])
        #expect(counts == [nil, nil, 2, 2, 3, 3, 4, 4, 4, 4, 4, nil])
    }

    private static func book(
        hold: String = "0s", operations: String = "{no_data: no_data}"
    ) throws -> AlertBook {
        let severity = "{{ if gt $value 20.0 }}page{{ else }}ticket{{ end }}"
        return AlertBook(
            groups: try groups(
                """
                groups:
                - name: g
                  interval: 1m
                  rules:
                  - {alert: High, expr: v > 5 unless on () (e + on (model) e),
                     for: \(hold), labels: {severity: '\(severity)'},
                     ops: \(operations)}
                """))
    }

    private func states(_ life: Life) throws -> String {
        var book = try Self.book()
        var source = MemorySource()
        var result: [String] = []
        for (minute, step) in life.steps.split(separator: " ").enumerated() {
            let time = minutes(Double(minute))
            let values = step.prefix { !"auzowsb".contains($0) }
            let deed = step.dropFirst(values.count)
            feed(values, at: Double(minute), to: &source)
            let rings = book.evaluate(at: time, in: source).rings.count
            var words = Self.refuses(deed, on: &book, at: time) ? "?" : ""
            words += Self.state(book, at: time) + String(repeating: "!", count: rings)
            result.append(words)
        }
        return result.joined(separator: " ")
    }

    private func feed(_ values: Substring, at minute: Double, to source: inout MemorySource) {
        if values == "err" {
            source.add("v", ["model": "m"], at: minute, 9)
            source.add("e", ["model": "m", "x": "1"], at: minute, 1)
            source.add("e", ["model": "m", "x": "2"], at: minute, 1)
            return
        }
        source.add("e", ["model": "m", "x": "1"], at: minute, nil)
        source.add("e", ["model": "m", "x": "2"], at: minute, nil)
        for (model, value) in zip(["m", "n"], values.split(separator: "/")) {
            source.add("v", ["model": model], at: minute, Double(value))
        }
    }

    /// Does what the step says to the first alert; true when it was refused.
    private static func refuses(
        _ deed: Substring, on book: inout AlertBook, at time: Timestamp
    ) -> Bool {
        let number = Double(deed.dropFirst()) ?? 0
        let end = time + Int64(number * 60_000)
        do {
            switch deed.first {
            case "a": try act(.ack(comment: nil), on: &book, at: time)
            case "u": try act(.unack, on: &book, at: time)
            case "z": try act(.snooze(.time(end), comment: nil), on: &book, at: time)
            case "o": try act(.snooze(.cleared, comment: nil), on: &book, at: time)
            case "w":
                try act(
                    .snooze(.worseThan(number, upwards: true), comment: nil), on: &book, at: time)
            case "s", "b":
                let matched = deed.first == "s" ? "model=\"m\"" : "severity=~\"page|ticket\""
                book.adopt(silences: [
                    Silence(
                        id: "s", selector: try LabelSelector(parsing: matched),
                        author: "kim", comment: "", startsAt: time, endsAt: end)
                ])
            default: break
            }
            return false
        } catch {
            return true
        }
    }

    private static func act(
        _ kind: AlertAction.Kind, on book: inout AlertBook, at time: Timestamp
    ) throws {
        let alerts = shown(book, at: time)
        _ = try book.apply(
            AlertAction(kind, alert: alerts.first?.id ?? "none", by: "sam", at: time))
    }

    /// What is active, else what is over.
    private static func shown(_ book: AlertBook, at time: Timestamp) -> [BookAlert] {
        let alerts = book.alerts(at: time)
        let active = alerts.filter { $0.condition != .resolved }
        return active.isEmpty ? alerts : active
    }

    private static func state(_ book: AlertBook, at time: Timestamp) -> String {
        let words = shown(book, at: time).map { alert in
            switch (alert.condition, alert.attention) {
            case (_, .returned): "returned"
            case (.pending, _): "pending"
            case (.resolved, let attention): "over-\(attention.rawValue)"
            case (_, let attention): attention.rawValue
            }
        }
        return words.isEmpty ? "·" : words.joined(separator: "+")
    }
}
