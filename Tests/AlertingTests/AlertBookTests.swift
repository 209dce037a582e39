import Telemetry
import Testing

@testable import Alerting

struct AlertBookTests {
    private func book(_ rules: String, interval: Int64 = 60_000) throws -> AlertBook {
        AlertBook(
            groups: try groups("groups:\n- name: g\n  rules:\n" + rules),
            defaultIntervalMilliseconds: interval)
    }
    private static let high = "  - {alert: High, expr: v > 5, for: 2m}\n"

    /// A value for every minute.
    private func source(_ values: [Double?], _ metric: String = "v") -> MemorySource {
        var source = MemorySource()
        for (minute, value) in values.enumerated() {
            source.add(metric, ["model": "m"], at: Double(minute), value)
        }
        return source
    }

    @Test("rules run only at multiples of their interval, each once")
    func instants() throws {
        var book = try book(Self.high)
        let source = source([9, 9, 9])
        #expect(book.evaluate(at: minutes(0.9), in: source).at == minutes(0))
        #expect(book.evaluate(at: minutes(0.99), in: source).at == nil)
        #expect(book.evaluate(at: minutes(1.01), in: source).at == minutes(1))
        #expect(book.nextInstant(after: minutes(1.01)) == minutes(2))
        #expect(book.nextInstant(after: minutes(2)) == minutes(3))
        #expect(book.missedInstants == 0)
    }

    @Test("missed instants are skipped and counted, and `for` goes by the clock")
    func missed() throws {
        var book = try book(Self.high)
        let source = source([9, 9, 9, 9])
        _ = book.evaluate(at: minutes(0), in: source)
        let evaluation = book.evaluate(at: minutes(3), in: source)
        #expect(book.missedInstants == 2)
        #expect(evaluation.transitions.map(\.kind) == [.fired])
    }

    @Test("what PromQL warns of stands beside the rule until an evaluation has nothing to say")
    func notes() throws {
        var book = try book("  - {alert: Wrong, expr: 'quantile(95, v) > 3'}\n")
        let source = source([9, nil])
        _ = book.evaluate(at: minutes(0), in: source)
        #expect(book.letter("Wrong") == "F")
        #expect(
            book.rules.first?.notes == [
                "PromQL warning: quantile value should be between 0 and 1, got 95 (1:10)"
            ])
        #expect(book.rules.first?.health == .ok)
    }

    @Test("a clock that jumps ahead neither fires nor resolves")
    func jumpAhead() throws {
        var book = try book(
            Self.high + "  - {alert: Held, expr: w > 5, keep_firing_for: 3m}\n")
        var source = source([1, 9])
        source.add("w", at: 0, 9)
        _ = book.evaluate(at: minutes(0), in: source)
        source.add("w", at: 1, 1)
        _ = book.evaluate(at: minutes(1), in: source)
        #expect(book.letter("High") == "P" && book.letter("Held") == "F")
        source.add("v", ["model": "m"], at: 600, 9)
        source.add("w", at: 600, 1)
        let evaluation = book.evaluate(at: minutes(600), in: source)
        #expect(evaluation.transitions.isEmpty)
        #expect(book.letter("High") == "P" && book.letter("Held") == "F")
        #expect(book.clockJumps == 1)
    }

    @Test("a clock set back neither fires nor resolves, and evaluation goes on")
    func jumpBack() throws {
        var book = try book(Self.high)
        var source = MemorySource()
        for minute in [600.0, 601, 602] { source.add("v", ["model": "m"], at: minute, 9) }
        for minute in [600.0, 601, 602] { _ = book.evaluate(at: minutes(minute), in: source) }
        #expect(book.letter("High") == "F")
        source.add("v", ["model": "m"], at: 10, 9)
        #expect(book.evaluate(at: minutes(10), in: source).transitions.isEmpty)
        #expect(book.letter("High") == "F")
        let later = (11...16).flatMap { minute in
            book.evaluate(at: minutes(Double(minute)), in: source).transitions
        }
        #expect(later.map(\.kind) == [.resolved])
        #expect(later.map(\.at) == [minutes(15)])
    }

    @Test("a clock set back moves a snooze once, however many groups have a rule of the name")
    func jumpBackOfTwoGroups() throws {
        let rules = "rules: [{alert: High, expr: 'v{g=\"a\"} > 5'}]"
        let other = "rules: [{alert: High, expr: 'v{g=\"b\"} > 5'}]"
        var book = AlertBook(
            groups: try groups(
                "groups:\n- {name: g, interval: 1m, \(rules)}\n- {name: h, interval: 1m, \(other)}\n"
            ))
        var source = MemorySource()
        for minute in 0..<120 {
            for name in ["a", "b"] { source.add("v", ["g": name], at: Double(minute), 9) }
        }
        _ = book.evaluate(at: minutes(100), in: source)
        let ids = book.alerts(at: minutes(100)).map(\.id)
        for id in ids {
            let snooze = AlertAction(
                .snooze(.time(minutes(130)), comment: nil), alert: id, by: "kim", at: minutes(100))
            _ = try book.apply(snooze)
        }
        _ = book.evaluate(at: minutes(40), in: source)
        let ends = ids.map { book.attention[$0]?.attention.snooze?.until }
        // As if the minute after the last evaluation were now.
        #expect(ends == [.time(minutes(69)), .time(minutes(69))])
    }

    @Test("shortly after a jump what is missing has not cleared, and nothing is called absent")
    func unsteady() throws {
        var book = try book(
            "  - {alert: High, expr: v > 5}\n  - {alert: Gone, expr: absent(v)}\n"
                + "  - {alert: Old, expr: age > 500}\n", interval: 15_000)
        var source = source([9])
        source.add("age", at: 0, 1)
        _ = book.evaluate(at: minutes(0), in: source)
        #expect(book.letter("High") == "F" && book.letter("Old") == ".")
        // An hour later by the clock; the writers need a minute to know, one of them first says
        // how old what it last saw is.
        source.add("age", at: 60, 3_600)
        source.add("age", at: 60.5, 2)
        for quarter in 0...3 {
            let at = minutes(60 + Double(quarter) / 4)
            #expect(book.evaluate(at: at, in: source).transitions.isEmpty)
        }
        source.add("v", ["model": "m"], at: 61, 9)
        #expect(book.evaluate(at: minutes(61), in: source).transitions.isEmpty)
        #expect(book.letter("High") == "F")
        // What stays away is gone in the end.
        let later = (62...67).flatMap { minute in
            (0...3).flatMap { quarter in
                book.evaluate(at: minutes(Double(minute) + Double(quarter) / 4), in: source)
                    .transitions
            }
        }
        #expect(later.map(\.rule).contains("Gone"))
        #expect(book.letter("High") == "." && book.letter("Gone") == "F")
    }

    @Test("an interval shorter than what is measured is no row of jumps")
    func shortInterval() throws {
        let groups = try groups(
            "groups: [{name: g, interval: 1s, rules: [{alert: High, expr: v > 5, for: 1m}]}]")
        var book = AlertBook(groups: groups)
        book.shortestIntervalMilliseconds = 15_000
        let source = source([9, 9])
        for quarter in 0...4 {
            _ = book.evaluate(at: minutes(Double(quarter) / 4), in: source)
        }
        #expect(book.letter("High") == "F" && book.clockJumps == 0)
    }

    @Test("an error freezes every alert, is told, and shows on firing ones")
    func errorFreezes() throws {
        var book = try book("  - {alert: Joined, expr: v > on (model) w}\n")
        var source = source([9, 9, 9])
        source.add("w", ["model": "m", "a": "1"], at: 0, 1)
        _ = book.evaluate(at: minutes(0), in: source)
        #expect(book.letter("Joined") == "F")
        source.add("w", ["model": "m", "a": "2"], at: 1, 1)
        source.add("w", ["model": "m", "a": "1"], at: 1, 1)
        let evaluation = book.evaluate(at: minutes(1), in: source)
        #expect(evaluation.faults.count == 1 && evaluation.transitions.isEmpty)
        #expect(evaluation.samples.isEmpty)
        let alert = try #require(book.alerts(at: minutes(1)).first)
        #expect(alert.condition == .error && alert.instance.isFiring)
        #expect(book.rules[0].health == .bad && book.rules[0].lastError != nil)
    }

    @Test("recorded series and ALERTS are visible to later rules at the same instant")
    func orderInGroup() throws {
        var book = try book(
            """
              - {record: model:v:double, expr: v * 2, labels: {kind: twice}}
              - {alert: Double, expr: 'model:v:double{kind="twice"} > 15'}
              - {alert: Paging, expr: 'ALERTS{alertname="Double",alertstate="firing"}'}

            """)
        let evaluation = book.evaluate(at: minutes(0), in: source([9]))
        #expect(book.letter("Double") == "F" && book.letter("Paging") == "F")
        let recorded = evaluation.samples.first { $0.labels.metric == "model:v:double" }
        #expect(recorded?.samples == [Sample(time: minutes(0), value: 18)])
        #expect(recorded?.labels["kind"] == "twice" && recorded?.labels["model"] == "m")
    }

    @Test("series that go get a staleness marker")
    func staleness() throws {
        var book = try book(Self.high + "  - {record: r, expr: v > 5}\n")
        let source = source([9, 9, 9, 1])
        for minute in 0..<3 { _ = book.evaluate(at: minutes(Double(minute)), in: source) }
        let fired = book.evaluate(at: minutes(3), in: source)
        let stale = fired.samples.filter { $0.samples[0].isStale }.compactMap(\.labels.metric)
        #expect(stale.sorted() == ["ALERTS", "ALERTS_FOR_STATE", "r"])
    }

    @Test("ALERTS changes its state label when an alert fires, ALERTS_FOR_STATE holds ActiveAt")
    func alertSeries() throws {
        var book = try book(Self.high)
        let source = source([9, 9, 9])
        var last = RuleEvaluation()
        for minute in 0..<3 { last = book.evaluate(at: minutes(Double(minute)), in: source) }
        let states = last.samples.filter { $0.labels.metric == "ALERTS" }
        #expect(states.first { $0.labels["alertstate"] == "firing" }?.samples[0].value == 1)
        #expect(states.first { $0.labels["alertstate"] == "pending" }?.samples[0].isStale == true)
        let since = last.samples.first { $0.labels.metric == "ALERTS_FOR_STATE" }
        #expect(since?.samples[0].value == 0)
    }

    @Test("labels and annotations are expanded; the value's series names the alert")
    func templates() throws {
        var book = try book(
            """
              - alert: High
                expr: v > 5
                labels: {severity: page, who: '{{ $labels.model }}-team'}
                annotations: {summary: '{{ $value }} of {{ query "v" | first | value }}'}

            """)
        _ = book.evaluate(at: minutes(0), in: source([9]))
        let alert = try #require(book.alerts(at: minutes(0)).first)
        #expect(
            alert.labels
                == Labels([
                    "alertname": "High", "model": "m", "severity": "page", "who": "m-team",
                ]))
        #expect(alert.instance.annotations == ["summary": "9 of 9"])
        #expect(alert.id == AlertID.make(rule: "High", labels: alert.labels))
    }

    @Test("query_offset reads the past, state keeps the present")
    func queryOffset() throws {
        var book = AlertBook(
            groups: try groups(
                "groups: [{name: g, interval: 1m, query_offset: 2m, rules: "
                    + "[{alert: A, expr: v > 5}]}]"))
        let source = source([9, 1, 1, 1])
        _ = book.evaluate(at: minutes(2), in: source)
        #expect(book.alerts(at: minutes(2)).first?.instance.activeAt == minutes(2))
        _ = book.evaluate(at: minutes(3), in: source)
        #expect(book.letter("A") == ".")
    }

    @Test("a reload keeps state by group, name and labels, whatever the expression")
    func reload() throws {
        var book = try book(Self.high)
        let source = source([9, 9, 9, 9])
        for minute in 0..<3 { _ = book.evaluate(at: minutes(Double(minute)), in: source) }
        book.replace(
            groups: try groups(
                "groups:\n- name: g\n  rules:\n  - {alert: High, expr: v > 4, for: 2m}\n"))
        #expect(book.evaluate(at: minutes(3), in: source).transitions.isEmpty)
        #expect(book.letter("High") == "F")
        book.replace(
            groups: try groups(
                "groups:\n- name: g\n  rules:\n"
                    + "  - {alert: High, expr: v > 4, for: 2m, labels: {severity: page}}\n"))
        let evaluation = book.evaluate(at: minutes(4), in: source)
        #expect(Set(evaluation.transitions.map(\.kind)) == [.becamePending, .forgotten])
        #expect(evaluation.samples.contains { $0.samples[0].isStale })
    }

    @Test("an alert goes on when its group gets another name")
    func renamedGroup() throws {
        var book = try book("  - {alert: High, expr: v > 5}\n  - {alert: Gone, expr: v > 6}\n")
        let source = source([9, 9])
        _ = book.evaluate(at: minutes(0), in: source)
        book.replace(
            groups: try groups("groups:\n- name: g2\n  rules:\n  - {alert: High, expr: v > 4}\n"))
        let evaluation = book.evaluate(at: minutes(1), in: source)
        #expect(evaluation.transitions.map { "\($0.rule) \($0.kind)" } == ["Gone forgotten"])
        #expect(book.alerts(at: minutes(1)).first?.instance.firedAt == minutes(0))
    }

    @Test("a rule asks how long the past must be")
    func lookbehind() throws {
        let book = try book(
            "  - {alert: A, expr: 'rate(c[10m]) > 1', for: 5m, keep_firing_for: 1m}\n"
                + "  - {alert: B, expr: v > 1, for: 3m}\n")
        #expect(book.lookbehindMilliseconds == (10 + 5 + 1 + 1) * 60_000)
    }

    @Test("rules without `for` can run between two instants, the others wait")
    func immediately() throws {
        var book = try book(Self.high + "  - {alert: Now, expr: v > 5}\n")
        var source = source([1])
        #expect(book.evaluateImmediately(at: minutes(0.1), in: source).at == nil)
        _ = book.evaluate(at: minutes(0), in: source)
        source.add("v", ["model": "m"], at: 0.5, 9)
        let evaluation = book.evaluateImmediately(at: minutes(0.5), in: source)
        #expect(evaluation.transitions.map(\.rule) == ["Now", "Now"])
        #expect(evaluation.rings.count == 1)
        #expect(book.letter("Now") == "F" && book.letter("High") == ".")
        #expect(book.evaluate(at: minutes(1), in: source).transitions.map(\.rule) == ["High"])
    }

    @Test("coming and going between two instants is flapping too: one incident, one ring")
    func flapsBetween() throws {
        var book = try book("  - {alert: Now, expr: v > 5, ops: {flap: true}}\n")
        var source = source([1])
        _ = book.evaluate(at: minutes(0), in: source)
        var rings = 0
        for pulse in 0..<16 {
            let minute = Double(pulse) / 2 + 0.1
            source.add("v", ["model": "m"], at: minute, 9)
            rings += book.evaluateImmediately(at: minutes(minute), in: source).rings.count
            source.add("v", ["model": "m"], at: minute + 0.2, 1)
            rings += book.evaluateImmediately(at: minutes(minute + 0.2), in: source).rings.count
            if pulse % 2 == 1 {
                rings += book.evaluate(at: minutes(minute + 0.4), in: source).rings.count
            }
        }
        // As on the grid: four changes within twenty results are flapping.
        #expect(rings == 2)
        let alert = try #require(book.alerts(at: minutes(8)).first)
        #expect(alert.condition == .recovering && alert.flapping?.count == 16)
        for minute in 9...40 { _ = book.evaluate(at: minutes(Double(minute)), in: source) }
        #expect(book.letter("Now") == ".")
    }

    @Test("of two rules that give one alert the one that still fires is shown")
    func sameAlert() throws {
        var book = try book(
            """
              - {alert: Down, expr: sum by (model) (v) > 5}
              - {alert: Down, expr: sum by (model) (w) > 5}
            """)
        var source = source([9, 1])
        for minute in [0.0, 1] { source.add("w", ["model": "m"], at: minute, 9) }
        for minute in [0.0, 1] { _ = book.evaluate(at: minutes(minute), in: source) }
        #expect(book.alerts(at: minutes(1)).map(\.instance.isFiring) == [true])
    }

    @Test("which alerts are active is asked by rule")
    func active() throws {
        var book = try book(Self.high)
        #expect(book.active(rule: "High").isEmpty)
        _ = book.evaluate(at: minutes(0), in: source([9]))
        #expect(book.active(rule: "High").map { $0["model"] } == ["m"])
        #expect(book.active(rule: "Low").isEmpty)
    }
}
