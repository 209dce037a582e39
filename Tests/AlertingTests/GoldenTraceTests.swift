import Telemetry
import Testing

@testable import Alerting

/// The traces of `alarms.md` 1.1, measured with Debian's promtool; where Prometheus 3 opened the
/// lookback window on the left, one evaluation earlier.
struct GoldenTraceTests {
    private static let rules = """
        groups:
        - name: g
          interval: 1m
          rules:
          - {alert: A, expr: p99 > 500, for: 2m, labels: {severity: page}}
          - {alert: B, expr: p99 > 500, for: 2m, keep_firing_for: 3m}
          - {alert: C, expr: p99 > 500}
          - {alert: D, expr: 'absent(p99{model="m"})', for: 2m}
        """

    struct Row: CustomTestStringConvertible {
        /// `b`reach, `o`k, `_` no sample, `s`tale marker, a letter a minute.
        var input: String
        var a: String
        var b: String
        var c: String
        var d: String?
        var testDescription: String { input }
    }

    @Test(
        "states per minute",
        arguments: [
            Row(
                input: "bbbboooooooo", a: "PPFF........", b: "PPFFFFF.....", c: "FFFF........",
                d: "............"),
            // Prometheus 2 ends A at 9m; 3 no longer sees a sample exactly 5 m old.
            Row(
                input: "bbbb_________", a: "PPFFFFFF.....", b: "PPFFFFFFFFF..",
                c: "FFFFFFFF.....", d: "........PPFFF"),
            Row(
                input: "bbbbs____", a: "PPFF.....", b: "PPFFFFF..", c: "FFFF.....", d: "....PPFFF"),
            Row(input: "bbobbb", a: "PP.PPF", b: "PP.PPF", c: "FF.FFF"),
            Row(input: "b_b", a: "PPF", b: "PPF", c: "FFF"),
            Row(
                input: "bbboobboooo", a: "PPF..PP....", b: "PPFFFFFFFF.", c: "FFF..FF...."),
        ])
    func trace(_ row: Row) throws {
        var source = MemorySource()
        for (minute, letter) in row.input.enumerated() {
            switch letter {
            case "b": source.add("p99", ["model": "m"], at: Double(minute), 600)
            case "o": source.add("p99", ["model": "m"], at: Double(minute), 100)
            case "s": source.add("p99", ["model": "m"], at: Double(minute), nil)
            default: break
            }
        }
        var book = AlertBook(groups: try groups(Self.rules))
        var traces: [String: String] = [:]
        for minute in 0..<row.input.count {
            let evaluation = book.evaluate(at: minutes(Double(minute)), in: source)
            #expect(evaluation.faults.isEmpty)
            source.store(evaluation)
            for rule in ["A", "B", "C", "D"] { traces[rule, default: ""].append(book.letter(rule)) }
        }
        #expect(traces["A"] == row.a)
        #expect(traces["B"] == row.b)
        #expect(traces["C"] == row.c)
        if let d = row.d { #expect(traces["D"] == d) }
    }
}
