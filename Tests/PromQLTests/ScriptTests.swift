import PromQL
import Telemetry
import Testing

struct ScriptTests {
    private func report(_ text: String) throws -> Script.Report {
        try Script(parsing: text).run()
    }

    @Test func countsPassedFailedAndSkipped() throws {
        let report = try report(
            """
            load 1m
              a{x="1"} 1+1x3
              h {{schema:0 sum:1 count:1}}x3

            eval instant at 1m a
              a{x="1"} 2

            eval instant at 1m a
              a{x="1"} 3

            eval instant at 1m {__name__=~"a|h"}
              a{x="1"} 2

            eval instant at 1m histogram_count(h)
              {} 1

            eval instant at 1m h </ 1
              {} 1
            """)
        #expect(report.summary == "1 passed, 1 failed, 3 skipped")
        #expect(report.failures.map(\.line) == [8])
        #expect(report.failures.map(\.expression) == ["a"])
    }

    @Test(arguments: [
        ("eval instant at 0 1\n  2", "got 1, expected 2"),
        ("eval instant at 0 a{x=\"1\"}\n  a{x=\"1\"} 2.5", "is 1, expected 2.5"),
        // No native histogram was loaded: these find nothing, and are compared.
        ("eval instant at 0 histogram_count(a)\n  {x=\"1\"} 1", "expected series"),
        ("eval instant at 0 vector(1)", "unexpected series {} 1"),
        ("eval instant at 0 foo\n  {} 1", "expected series {} not found"),
        ("eval instant at 0 1 +\n  1", "unexpected end of input"),
        ("eval instant at 0 vector(1)\n  expect fail", "expected the evaluation to fail"),
        ("eval instant at 0 1 +\n  expect fail msg: other", "another message"),
        ("eval instant at 0 quantile(2, foo)\n  expect no_warn", "unexpected warning"),
        ("eval instant at 0 vector(1)\n  expect info\n  {} 1", "expected info not found"),
        ("eval instant at 0 \"a\"\n  expect string \"b\"", "expected \"b\""),
        ("eval range from 0 to 2m step 1m vector(1)\n  {} 1 2 1", "expected"),
        ("eval_ordered instant at 0 sort(a)\n  a{x=\"2\"} 2\n  a{x=\"1\"} 1", "is number 1"),
    ])
    func noticesEveryKindOfDifference(_ script: String, _ text: String) throws {
        let report = try report("load 1m\n  a{x=\"1\"} 1\n  a{x=\"2\"} 2\n\n" + script)
        #expect(report.failures.count == 1)
        guard case .failed(let words)? = report.failures.first?.verdict else { return }
        #expect(words.contains(text), "\(words)")
    }

    @Test func annotationsMayBeExpectedWithoutTheirPosition() throws {
        let text = "PromQL warning: quantile value should be between 0 and 1, got 2"
        let report = try report(
            """
            load 1m
              a 1

            eval instant at 0 quantile(2, a)
              expect warn msg: \(text) (1:10)
              {} Inf

            eval instant at 0 quantile(2, a)
              expect warn msg: \(text)
              {} Inf

            eval instant at 0 quantile(2, a)
              expect warn msg: \(text) (1:11)
              {} Inf
            """)
        #expect(report.summary == "2 passed, 1 failed")
    }

    @Test func readsWindowsLineEnds() throws {
        let text = "load 1m\n  x 1 2 3\n\neval instant at 1m x\n  x 2\n"
        let report = try report(text.replacing("\n", with: "\r\n"))
        #expect(report.summary == "1 passed, 0 failed")
    }

    /// By the syntax tree: `steps` is a metric, `start ()` is none.
    @Test func repeatsAnInstantAsARangeUnlessItAsksForTheQuery() throws {
        let report = try report(
            """
            load 1m
              x 1 2 3 4 5 6 7
              steps 1 2 3

            eval instant at 5m x @ start ()
              x 6

            eval instant at 5m x @ END()
              x 6

            eval instant at 1m steps
              steps 2

            eval instant at 5m sum_over_time(x[step() + 2m])
              {} 11
            """)
        #expect(report.summary == "4 passed, 0 failed")
    }

    @Test func understandsTheOlderForms() throws {
        let report = try report(
            """
            eval_fail instant at 0 rate(foo)
              expected_fail_regexp expected type range vector.*

            eval_fail instant at 0 1 > 2
              expected_fail_message comparisons between scalars must use BOOL modifier

            eval_warn instant at 0 histogram_quantile(2, foo)

            eval_ordered instant at 0 vector(1)
              {} 1
            """)
        #expect(report.summary == "4 passed, 0 failed")
    }

    @Test(arguments: [
        ("lod 1m", 1, 1), ("load", 1, 1), ("load 1m\n  a{ 1", 2, 4),
        ("load 1m\n  a 1 2 x", 2, 9), ("eval at 0 1", 1, 1),
        ("\neval range from 5 to 1m step 1m 1", 2, 1),
        ("eval instant at 0 1\n  expect maybe", 2, 3),
        ("eval range from 2m to 1m step 1m 1", 1, 1),
    ])
    func saysWhereALineCannotBeRead(_ script: String, _ line: Int, _ column: Int) {
        let error = #expect(throws: ScriptError.self) { try Script(parsing: script) }
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test func aBrokenCommandCostsOnlyItself() throws {
        let report = try report(
            """
            load 1m
              a 1 2

            load 1m
              b 1 ?

            eval instant at 0 a
              a 1
            """)
        #expect(report.summary == "1 passed, 1 failed")
        #expect(report.failures.first?.line == 5)
    }

    @Test func anEvaluationThatFailsSaysWhere() throws {
        let report = try report(
            """
            load 5m
              a{x="1"} 1
              a{x="2"} 1
              b{y="1"} 1
              b{y="2"} 1

            eval instant at 1m 1 + (a * on () b)
              {} 1
            """)
        guard case .failed(let why)? = report.failures.first?.verdict else {
            Issue.record("nothing failed")
            return
        }
        #expect(why.hasPrefix("evaluation failed: 1:6: found duplicate series"))
        #expect(why.hasSuffix("\n1 + (a * on () b)\n     ^^^^^^^^^^^"))
    }

    @Test(arguments: [
        ("1+2x3", "1 3 5 7"), ("5x2", "5 5 5"), ("0x2", "0 0 0"),
        ("_ 1 _x2 stale", "_ 1 _ _ stale"),
        ("10-5x2 -2+1x1", "10 5 0 -2 -1"), ("1e3+1e1x1", "1000 1010"), ("NaN -Inf", "NaN -Inf"),
        ("{{schema:0 sum:1}}+{{sum:1}}x1 2", "h h 2"),
    ])
    func expandsSeriesNotation(_ notation: String, _ expected: String) throws {
        let points = try SeriesNotation.points(parsing: notation).map { point in
            switch point {
            case .value(let value): return GoNumber.general(value)
            case .absent: return "_"
            case .stale: return "stale"
            case .nativeHistogram: return "h"
            }
        }
        #expect(points.joined(separator: " ") == expected)
    }

    @Test func readsSeriesNames() throws {
        #expect(try SeriesNotation(parsing: "a 1").labels == Labels(["__name__": "a"]))
        #expect(try SeriesNotation(parsing: "{} 1").labels == .empty)
        #expect(
            try SeriesNotation(parsing: #"{"my metric", "a.b"="}"} 1"#).labels
                == Labels(["__name__": "my metric", "a.b": "}"]))
        #expect(throws: ExpressionError.self) { try SeriesNotation(parsing: #"a{b=~"c"} 1"#) }
    }
}
