import Telemetry
import Testing

@testable import Alerting

/// Alerts that are mere consequences of others.
struct InhibitionTests {
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
    private static let page = "  - {alert: High, expr: v > 5, labels: {severity: page}}\n"

    @Test("an alert inhibits its consequences while it fires")
    func inhibited() throws {
        var book = try book(
            """
              - alert: Down
                expr: v > 8
                ops: {inhibit: {alerts: 'alertname="High"', equal: [model]}}

            """ + Self.page)
        let source = source([9, 6])
        #expect(book.evaluate(at: minutes(0), in: source).rings.map(\.severity) == [.other])
        let high = { (book: AlertBook, minute: Double) in
            book.alerts(at: minutes(minute)).first { $0.rule == "High" }?.attention
        }
        #expect(high(book, 0) == .inhibited)
        _ = book.evaluate(at: minutes(1), in: source)
        #expect(high(book, 1) == .new)
    }

    @Test("of two that inhibit each other the one that fired first goes on")
    func inhibitedByEachOther() throws {
        let both = "ops: {inhibit: {alerts: 'severity=\"page\"'}}"
        var book = try book(
            """
              - {alert: First, expr: v > 8, labels: {severity: page}, \(both)}
              - {alert: Then, expr: v > 9, labels: {severity: page}, \(both)}
            """)
        let source = source([9, 10])
        #expect(book.evaluate(at: minutes(0), in: source).rings.count == 1)
        #expect(book.evaluate(at: minutes(1), in: source).rings.isEmpty)
        let shown = book.alerts(at: minutes(1))
        #expect(shown.first { $0.rule == "First" }?.attention == .new)
        #expect(shown.first { $0.rule == "Then" }?.attention == .inhibited)
    }

    @Test("of a ring of three the one that fired first goes on, its consequences do not")
    func inhibitedInARing() throws {
        func ops(_ name: String) -> String {
            "labels: {severity: page}, ops: {inhibit: {alerts: 'alertname=\"\(name)\"'}}"
        }
        var book = try book(
            """
              - {alert: A, expr: v > 7, \(ops("B"))}
              - {alert: B, expr: v > 8, \(ops("C"))}
              - {alert: C, expr: v > 9, \(ops("A"))}
            """)
        let source = source([8, 9, 10])
        let rings = [0.0, 1, 2].map { book.evaluate(at: minutes($0), in: source).rings.count }
        #expect(rings == [1, 0, 0])
        let shown = book.alerts(at: minutes(2)).map { [$0.rule, $0.attention.rawValue] }
        #expect(shown == [["A", "new"], ["B", "inhibited"], ["C", "inhibited"]])
    }

    @Test("a consequence that clears together with its cause has not returned unseen")
    func inhibitedToTheEnd() throws {
        var book = try book(
            """
              - alert: Down
                expr: v > 8
                ops: {inhibit: {alerts: 'alertname="High"', equal: [model]}}

            """ + Self.page)
        let source = source([9, 1])
        _ = book.evaluate(at: minutes(0), in: source)
        _ = book.evaluate(at: minutes(1), in: source)
        let shown = Dictionary(
            uniqueKeysWithValues: book.alerts(at: minutes(1)).map { ($0.rule, $0.attention) })
        #expect(shown == ["Down": .returned, "High": .new])
    }
}
