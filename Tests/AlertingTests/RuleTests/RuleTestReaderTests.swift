import Testing

@testable import Alerting

struct RuleTestReaderTests {
    private func faults(_ yaml: String) -> [String] {
        do throws(RuleFile.Faults) {
            _ = try RuleTestFile(yaml: yaml, file: "t.yml", moment: { _ in nil })
            return []
        } catch { return error.description.split(separator: "\n").map(String.init) }
    }

    @Test(
        "a fault is told with line, column, and what was expected",
        arguments: [
            ("testz: []", "t.yml:1:1: unknown key \"testz\"", "did you mean \"tests\"?"),
            (
                "tests:\n- inputseries: []", "t.yml:2:3: unknown key \"inputseries\"",
                "did you mean \"input_series\"?"
            ),
            (
                "tests:\n- alert_rule_test:\n  - {eval_time: 5m}", "t.yml:3:5",
                "lacks \"alertname\""
            ),
            (
                "tests:\n- alert_rule_test:\n  - {eval_time: 5m, alertname: A, exp_state: fireing}",
                "t.yml:3:46: \"fireing\" is no state", "did you mean \"firing\"?"
            ),
            (
                "tests:\n- actions:\n  - {at: 5m, do: akc, alert: A}", "t.yml:3:18",
                "did you mean \"ack\"?"
            ),
            ("tests:\n- actions:\n  - {at: 5m}", "t.yml:3:5", "one of \"do\", \"clock\""),
            ("tests:\n- actions:\n  - {at: 5m, do: snooze, alert: A}", "t.yml:3:5", "\"for\""),
            (
                "tests:\n- actions:\n  - {at: 5m, do: ack, alert: 'a=b'}", "t.yml:3:30",
                "not a list of matchers"
            ),
            ("tests:\n- actions:\n  - {at: 5m, clock: later}", "t.yml:3:21", "a shift such as +5m"),
            (
                "tests:\n- input_series:\n  - {series: 'up{', values: '1'}", "t.yml:3:14",
                "unexpected end of input"
            ),
            (
                "tests:\n- input_series:\n  - {series: up, values: '1 2 b'}", "t.yml:3:26",
                "bad point \"b\""
            ),
            ("tests:\n- start_timestamp: noon", "t.yml:2:20", "expected a time"),
            (
                "tests:\n- promql_expr_test:\n  - {expr: up, exp_samples: [{value: much}]}",
                "t.yml:3:38", "expected a number"
            ),
            ("group_eval_order: [a, a]", "t.yml:1:23", "stands twice"),
            (
                "tests:\n- input_series:\n  - {series: 'q{a=\"b\",a=\"c\"}', values: '1'}",
                "t.yml:3:14", "the label a stands twice"
            ),
            (
                "tests:\n- input_series:\n  - series: q\n    values: |\n      1 2\n      3\n",
                "t.yml:4:13", "values stand on one line"
            ),
            (
                "tests:\n- promql_expr_test:\n  - {expr: up, exp_samples: [{value: '5'}]}",
                "t.yml:3:38", "write it without quotes"
            ),
            (
                "tests:\n- exp_no_alerts: all", "t.yml:2:3: unknown key \"exp_no_alerts\"",
                "it belongs into an entry of \"alert_rule_test\""
            ),
            (
                "alert_rule_test: []", "t.yml:1:1: unknown key",
                "it belongs into an entry of \"tests\""
            ),
            (
                "evaluation_interval: 1ms\ntests:\n- promql_expr_test:\n"
                    + "  - {expr: up, eval_time: 100y}", "t.yml:3:3", "at most 10000000 are made"
            ),
            ("tests:\n- interval: 300y", "t.yml:2:13", "duration out of range"),
        ])
    func fault(_ row: (yaml: String, place: String, words: String)) throws {
        let found = try #require(faults(row.yaml).first)
        #expect(found.hasPrefix(row.place) && found.contains(row.words), "\(found)")
    }

    @Test("what promtool reads is read: a line's end behind values, nothing in a list")
    func lenient() {
        #expect(
            faults("tests:\n- input_series:\n  - series: q\n    values: |\n      1 2\n") == [])
        // Words of the language are no series, as promtool has it; those of functions are.
        for name in ["on", "bool", "inf", "NaN", "on{a=\"1\"}"] {
            let found = faults("tests:\n- input_series: [{series: '\(name)', values: '1'}]\n")
            #expect(found.count == 1, "\(name)")
        }
        #expect(faults("tests:\n- input_series: [{series: sum, values: '1'}]\n") == [])
        #expect(faults("rule_files: [null]\ntests: [null, {input_series: [null]}]") == [])
    }

    @Test("what promtool leaves out has promtool's defaults")
    func defaults() throws {
        let file = try RuleTestFile(
            yaml: "evaluation_interval: 30s\ntests: [{alert_rule_test: [{alertname: A}]}]",
            file: "t.yml", moment: { _ in nil })
        let test = try #require(file.tests.first)
        #expect(test.intervalMilliseconds == 30_000)
        #expect(test.alerts.first?.firing?.isEmpty == true)
        #expect(test.alerts.first?.atMilliseconds == 0)
        #expect(test.start == nil)
    }
}
