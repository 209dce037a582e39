import Testing

@testable import Alerting

/// What `ops:` asks of an alert that is missing from its result, for expressions of any shape.
struct EvidenceRuleTests {
    private static let series = """
        - {series: 'v{m="a",i="1"}', values: '9x4 4x4 1x10'}
        - {series: 'lim{m="a",team="x"}', values: '5x30'}
        - {series: 'lim2{m="a",i="1"}', values: '5x30'}
        - {series: 'guard{m="a",i="1"}', values: '1x4 stale _x20'}
        - {series: 'good{m="a",i="1"}', values: '1x4 0x20'}
        - {series: 'c_total{m="a"}', values: '0+60x30'}
        - {series: 'few_total{m="a"}', values: '_x2 0 600 _x3 0 _x30'}
        """

    /// The states of one rule's alert at some minutes: its condition, or `none`.
    private func states(_ rule: String, at minutes: [Int]) throws -> [String] {
        let lines = Self.series.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        let yaml = """
            evaluation_interval: 1m
            tests:
            - input_series:
            \(lines)
            """
        let rules = "groups:\n- name: g\n  rules:\n  - {alert: A, \(rule)}\n"
        return try minutes.map { minute in
            for word in ["none", "firing", "no_data"] {
                let looks = """

                      alert_rule_test:
                      - {eval_time: \(minute)m, alertname: A, exp_state: \(word)}
                    """
                let file = try RuleTestFile(yaml: yaml + looks, file: "t.yml", moment: { _ in nil })
                var run = RuleTestRun(
                    file.tests[0], of: file, groups: file.arranged(try groups(rules)))
                let passed = run.run().allSatisfy {
                    if case .passed = $0.verdict { true } else { false }
                }
                if passed { return word }
            }
            return "?"
        }
    }

    @Test(
        "a number to clear at holds whatever labels the limit's series lend",
        arguments: [
            "v > on (m) group_left lim", "v > on (m) group_left (team) lim",
            "v > on (m, i) group_right lim2", "v > on (m, i) lim2", "v > 5 # as > 7 was\n",
        ])
    func clear(_ expression: String) throws {
        let written = expression.replacing("\n", with: "\\n")
        #expect(
            try states("expr: \"\(written)\", ops: {clear: 3}", at: [3, 7, 12])
                == ["firing", "firing", "none"])
    }

    @Test("a clear expression of all together clears each")
    func clearsEach() throws {
        #expect(
            try states("expr: v > 5, ops: {clear: 'sum(v) < 3'}", at: [7, 12])
                == ["firing", "none"])
        #expect(
            try states("expr: v > 5, ops: {clear: 'lim < 7'}", at: [7]) == ["firing"],
            "another's labels are not its own")
    }

    @Test(
        "a guard that compares has data to lose; one that is only there, and what it says, has not")
    func guards() throws {
        #expect(
            try states("expr: c_total >= 0 and on (m) guard > 0, ops: {route: SRE}", at: [3, 9])
                == ["firing", "no_data"])
        #expect(
            try states("expr: c_total >= 0 and on (m) guard, ops: {route: SRE}", at: [3, 9])
                == ["firing", "none"])
        #expect(
            try states("expr: c_total >= 0 and on (m) good > 0, ops: {route: SRE}", at: [3, 9])
                == ["firing", "none"])
    }

    @Test(
        "a range that the result was not made of is not asked for samples",
        arguments: [
            "rate(c_total[5m]) > 0.5 or rate(other_total[5m]) > 0.5",
            "rate(c_total[5m]) > 0.5 unless on () max_over_time(maintenance[5m]) > 0",
            "rate(c_total[5m]) > 0.5 and on () absent_over_time(maintenance[5m])",
        ])
    func minSamples(_ expression: String) throws {
        #expect(
            try states("expr: '\(expression)', ops: {min_samples: 3}", at: [1, 9])
                == ["none", "firing"])
    }

    @Test(
        "the sides of an `or` are counted each for what it gives",
        arguments: [
            ("rate(c_total[5m]) > 0.5 or rate(few_total[5m]) > 0.5", ["none", "firing"]),
            ("(rate(few_total[5m]) > 0.5 or rate(c_total[5m]) > 0.5)", ["none", "none", "firing"]),
            ("rate(few_total[5m]) > 0.5", ["none", "none", "none"]),
        ])
    func sides(_ expression: String, _ expected: [String]) throws {
        #expect(
            try states(
                "expr: '\(expression)', ops: {min_samples: 3}",
                at: Array([1, 4, 11].prefix(expected.count))) == expected)
    }

    @Test("a comment is no part of the comparison")
    func comment() throws {
        #expect(
            try states(
                "expr: \"v # seconds; > 5 is bad\\n> 5\", ops: {no_data: firing}", at: [3, 12])
                == ["firing", "none"])
    }
}
