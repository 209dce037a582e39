import Telemetry
import Testing

@testable import Alerting

struct AlertBookRestoreTests {
    private func fresh() throws -> AlertBook {
        AlertBook(
            groups: try groups(
                """
                groups:
                - name: g
                  interval: 1m
                  rules:
                  - {alert: High, expr: v > 5, for: 5m, keep_firing_for: 3m}
                """))
    }
    private func source(_ values: [Double], from start: Int = 0) -> MemorySource {
        var source = MemorySource()
        for (offset, value) in values.enumerated() {
            source.add("v", ["model": "m"], at: Double(start + offset), value)
        }
        return source
    }
    /// What a journal would have kept after these minutes.
    private func journal(_ values: [Double]) throws -> JournalledState {
        var book = try fresh()
        let source = source(values)
        for minute in values.indices { _ = book.evaluate(at: minutes(Double(minute)), in: source) }
        var state = JournalledState()
        state.alerts = book.records
        state.attention = Array(book.attention.values)
        state.lastEvaluation = minutes(Double(values.count - 1))
        return state
    }

    @Test(
        "a silence for what is to come outlives a restart, one that has its alert ends with it",
        arguments: [([1.0, 9, 9, 9, 9, 9, 9, 1, 1, 1, 1], true), ([9, 9, 9, 9, 9, 9, 9], false)])
    func untilUnmatched(_ values: [Double], _ waits: Bool) throws {
        var journal = try journal(values)
        journal.silences = [
            Silence(
                id: "s", selector: try LabelSelector(parsing: "alertname=\"High\""), author: "kim",
                comment: "", startsAt: minutes(waits ? 11 : 0), endsAt: minutes(99),
                endsWhenUnmatched: true)
        ]
        var book = try fresh()
        book.restore(journal)
        let quiet = source([1, 1, 1, 1, 1, 1], from: 12)
        let ended = (12..<18).flatMap {
            book.evaluate(at: minutes(Double($0)), in: quiet).endedSilences
        }
        #expect(ended.isEmpty == waits)
    }

    @Test("down time does not count as `for`")
    func pending() throws {
        let journal = try journal([9, 9, 9])
        var book = try fresh()
        book.restore(journal)
        // Two of five minutes had passed at minute 2; three more are due after minute 62.
        let source = source(Array(repeating: 9, count: 10), from: 62)
        var fired: Double?
        for minute in 62..<70 {
            let steps = book.evaluate(at: minutes(Double(minute)), in: source).transitions
            if steps.contains(where: { $0.kind == .fired }), fired == nil { fired = Double(minute) }
        }
        #expect(fired == 64)
    }

    @Test("a firing alert goes on as the same incident, acknowledgement included")
    func firing() throws {
        var book = try fresh()
        let before = source(Array(repeating: 9, count: 7))
        for minute in 0..<7 { _ = book.evaluate(at: minutes(Double(minute)), in: before) }
        let id = try #require(book.alerts(at: minutes(6)).first?.id)
        _ = try book.apply(AlertAction(.ack(comment: nil), alert: id, by: "kim", at: minutes(6)))
        var state = JournalledState()
        state.alerts = book.records
        state.attention = Array(book.attention.values)
        state.lastEvaluation = minutes(6)
        var second = try fresh()
        second.restore(state)
        let evaluation = second.evaluate(at: minutes(100), in: source([9], from: 100))
        #expect(evaluation.transitions.isEmpty && evaluation.rings.isEmpty)
        let alert = try #require(second.alerts(at: minutes(100)).first)
        #expect(alert.id == id && alert.attention == .acked)
        #expect(alert.instance.activeAt == minutes(0))
        #expect(alert.instance.firedAt == minutes(5))
    }

    @Test("the keep-firing clock goes on where it stopped")
    func keepFiring() throws {
        let journal = try journal([9, 9, 9, 9, 9, 9, 1, 1])
        var book = try fresh()
        book.restore(journal)
        let source = source([1, 1, 1], from: 50)
        var letters = ""
        for minute in 50..<53 {
            _ = book.evaluate(at: minutes(Double(minute)), in: source)
            letters.append(book.letter("High"))
        }
        // First miss at minute 6, two evaluations of three minutes passed at minute 7.
        #expect(letters == "F..")
    }

    @Test("instants up to the journal's last are not judged again")
    func replay() throws {
        let values: [Double] = [1, 9, 9, 9, 9, 9, 9, 9, 1, 1, 1, 1, 1]
        let journal = try journal(values)
        var book = try fresh()
        book.restore(journal)
        // Minutes 5 … 12 are read again, by somebody who sees other values.
        let quiet = self.source(Array(repeating: 1, count: 13))
        for minute in 5...12 {
            let evaluation = book.evaluate(at: minutes(Double(minute)), in: quiet)
            #expect(evaluation.at == nil && evaluation.transitions.isEmpty)
        }
        #expect(book.alerts(at: minutes(12)).map(\.attention) == [.returned])
        #expect(book.alerts(at: minutes(12)).first?.instance.activeAt == minutes(1))
        let next = book.evaluate(at: minutes(13), in: self.source([9], from: 13))
        #expect(next.transitions.map(\.kind) == [.becamePending])
    }

    @Test("a journal from a clock that was ahead began just now, and evaluation goes on")
    func ahead() throws {
        let journal = try journal([9, 9, 9, 9, 9, 9, 9]).known(at: minutes(2))
        #expect(journal.lastEvaluation == minutes(2))
        var book = try fresh()
        book.restore(journal)
        #expect(book.evaluate(at: minutes(3), in: source([9], from: 3)).transitions.isEmpty)
        let instance = try #require(book.alerts(at: minutes(3)).first?.instance)
        // It had waited its five minutes.
        #expect(instance.activeAt == minutes(-3) && instance.firedAt == minutes(2))
    }

    @Test("an acknowledged incident is not returned by a replay that resolves it again")
    func replayKeepsAck() throws {
        var journal = try journal([9, 9, 9, 9, 9, 9, 9, 1, 1, 1, 1])
        var record = try #require(journal.attention.first)
        record.attention = .closed(
            Acknowledgement(by: "kim", at: minutes(6), severity: "none"), at: minutes(10),
            returnedAt: nil)
        journal.attention = [record]
        var book = try fresh()
        book.restore(journal)
        let source = source([9, 9, 9, 9, 9, 9, 9, 1, 1, 1, 1])
        for minute in 0...10 { _ = book.evaluate(at: minutes(Double(minute)), in: source) }
        #expect(book.alerts(at: minutes(10)).map(\.attention) == [.acked])
    }

    @Test("an alert whose rule is gone is told as forgotten")
    func ruleGone() throws {
        let journal = try journal([9, 9])
        var book = AlertBook(
            groups: try groups("groups: [{name: g, rules: [{alert: B, expr: w > 1}]}]"))
        book.restore(journal)
        let evaluation = book.evaluate(at: minutes(2), in: source([9]))
        #expect(evaluation.transitions.map(\.kind) == [.forgotten])
    }

    @Test("another evaluator's earlier start counts")
    func merge() throws {
        var book = try fresh()
        _ = book.evaluate(at: minutes(3), in: source([9, 9, 9, 9]))
        let instance = try #require(book.alerts(at: minutes(3)).first?.instance)
        var earlier = instance
        earlier.activeAt = minutes(1)
        book.adopt(alerts: [AlertRecord(rule: "High", instance: earlier)])
        #expect(book.alerts(at: minutes(3)).first?.instance.activeAt == minutes(1))
    }

    private static func zones(_ zones: [String]) throws -> [RuleGroup] {
        try groups(
            "groups:\n- name: g\n  interval: 1m\n  rules:\n"
                + zones.map { "  - {alert: Zone, expr: 'v{z=\"\($0)\"} > 5'}\n" }.joined())
    }

    @Test(
        "rules of one name keep their alerts when another is put before them or they change places")
    func reordered() throws {
        var source = MemorySource()
        for minute in 0..<9 {
            for zone in ["a", "b"] { source.add("v", ["z": zone], at: Double(minute), 9) }
        }
        var book = AlertBook(groups: try Self.zones(["a", "b"]))
        _ = book.evaluate(at: minutes(1), in: source)
        for (minute, order) in [(2.0, ["c", "a", "b"]), (3, ["b", "a"]), (4, ["a", "c", "b"])] {
            book.replace(groups: try Self.zones(order))
            let evaluation = book.evaluate(at: minutes(minute), in: source)
            #expect(evaluation.transitions.isEmpty, "\(order)")
        }
        let firing = book.alerts(at: minutes(5)).filter { $0.condition == .firing }
        #expect(Set(firing.map(\.instance.activeAt)) == [minutes(1)] && firing.count == 2)
    }

    @Test("of two rules that hold one alert the one that goes on has it after a restart")
    func heldByTwo() throws {
        let rules = try groups(
            """
            groups:
            - name: g
              interval: 1m
              rules:
              - {alert: Hot, expr: v > 5}
              - {alert: Hot, expr: v > 3, for: 1m}
            """)
        let source = source([9, 9, 9, 4, 4, 4])
        var book = AlertBook(groups: rules)
        let steps = (0..<4).map { book.evaluate(at: minutes(Double($0)), in: source).transitions }
        #expect(steps[3].map(\.kind) == [.firedAgain])
        #expect(steps[3].map(\.expression) == ["v > 3"])
        // As the journal has it: one incident, of whoever moved it last.
        var state = book.journalledState
        state.alerts = state.alerts.filter { $0.expression == "v > 3" }
        var restarted = AlertBook(groups: rules)
        restarted.restore(state)
        let evaluation = restarted.evaluate(at: minutes(4), in: source)
        #expect(evaluation.transitions.isEmpty)
        #expect(restarted.alerts(at: minutes(4)).map(\.condition) == [.firing])
    }

    @Test("after a restart with another limit an alert goes to the rule that reads its series")
    func rewritten() throws {
        var source = MemorySource()
        for minute in 0..<9 { source.add("v", ["z": "b"], at: Double(minute), 9) }
        var book = AlertBook(groups: try Self.zones(["a", "b"]))
        _ = book.evaluate(at: minutes(1), in: source)
        let edited = try groups(
            """
            groups:
            - name: g
              interval: 1m
              rules:
              - {alert: Zone, expr: 'v{z="a"} > 5'}
              - {alert: Zone, expr: 'v{z="b"} > 6'}
            """)
        var restarted = AlertBook(groups: edited)
        restarted.restore(book.journalledState)
        #expect(restarted.evaluate(at: minutes(2), in: source).transitions.isEmpty)
        #expect(restarted.alerts(at: minutes(2)).map(\.instance.activeAt) == [minutes(1)])
    }

    @Test("a rule that is taken out and put back before the next instant goes on")
    func putBack() throws {
        var book = try fresh()
        for minute in 0..<7 {
            _ = book.evaluate(
                at: minutes(Double(minute)), in: source(Array(repeating: 9, count: 9)))
        }
        let rules = book.groups
        book.replace(groups: [])
        book.replace(groups: rules)
        let evaluation = book.evaluate(
            at: minutes(7), in: source(Array(repeating: 9, count: 9)))
        #expect(evaluation.transitions.isEmpty)
        #expect(book.alerts(at: minutes(7)).first?.instance.activeAt == minutes(0))
    }

    @Test(
        "an alert that one rule hands to another of its name goes on, acknowledged and unreturned")
    func handedOver() throws {
        let rules = try groups(
            """
            groups:
            - name: g
              interval: 1m
              rules:
              - {alert: Hot, expr: v > 5 < 8, labels: {severity: page}}
              - {alert: Hot, expr: v >= 8, labels: {severity: page}}
            """)
        for isAcked in [true, false] {
            var book = AlertBook(groups: rules)
            let source = source([6, 6, 9, 9, 6, 1])
            var kinds: [AlertTransition.Kind] = []
            var shown: [String] = []
            for minute in 0..<6 {
                let now = minutes(Double(minute))
                kinds += book.evaluate(at: now, in: source).transitions.map(\.kind)
                let id = try #require(book.alerts(at: now).first?.id)
                if isAcked, minute == 1 {
                    _ = try book.apply(
                        AlertAction(.ack(comment: nil), alert: id, by: "sam", at: now))
                }
                shown += book.alerts(at: now).map { "\($0.condition) \($0.attention)" }
            }
            #expect(kinds.count { $0 == .resolved } == 1)
            let before = Array(repeating: "firing new", count: isAcked ? 1 : 5)
            let after = Array(repeating: "firing acked", count: isAcked ? 4 : 0)
            #expect(shown == before + after + [isAcked ? "resolved acked" : "resolved returned"])
        }
    }
}
