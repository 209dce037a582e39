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
        - {series: 'calm{m="a",i="1"}', values: '0x40'}
        - {series: 'gone{m="a",i="1"}', values: '9x4 stale _x20'}
        - {series: 'share{m="a",i="1"}', values: '9x4 NaNx20'}
        - {series: 'band{m="a",i="1"}', values: '9x3 4x40'}
        - {series: 'gap{m="a",i="1"}', values: '9x3 stale _ 4x4 1x20'}
        - {series: 'paused', values: '0x6 1x40'}
        """

    /// The states of one rule's alert at some minutes: its condition, or `none`.
    ///
    /// - Parameter action: what happens meanwhile.
    private func states(
        _ rule: String, at minutes: [Int], action: String? = nil
    ) throws -> [String] {
        let lines = Self.series.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        let yaml = """
            evaluation_interval: 1m
            tests:
            - input_series:
            \(lines)
            """ + (action.map { "\n  actions: [{\($0)}]" } ?? "")
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

    @Test(
        "a clock that jumps clears nothing that `clear` holds, and makes no few samples enough",
        arguments: ["+20m", "+1h", "-10m"])
    func jump(by jump: String) throws {
        for clear in ["2", "'band < 2'"] {
            #expect(
                try states(
                    "expr: band > 5, ops: {clear: \(clear)}", at: [2, 5, 8, 14],
                    action: "at: 6m, clock: \(jump)") == ["firing", "firing", "firing", "firing"])
        }
        #expect(
            try states(
                "expr: 'avg_over_time(c_total[5m]) >= 0', ops: {min_samples: 9}", at: [5, 8, 14],
                action: "at: 6m, clock: \(jump)") == ["none", "none", "none"])
    }

    @Test("what is back from a gap and not yet clear fires on")
    func gap() throws {
        #expect(
            try states("expr: gap > 5, ops: {clear: 3}", at: [2, 4, 6, 12])
                == ["firing", "no_data", "firing", "none"])
    }

    @Test(
        "a side of an `or` that is gone is not made up for by another that is calm",
        arguments: [
            "calm > 5 or gone > 5", "gone > 5 or calm > 5", "(calm > 5) or (gone > 5)",
            "(calm > 5 or gone > 5) and on (m) lim > 0",
            "(calm > 5 or gone > 5) unless on (m) lim > 100",
            "max by (m) (calm > 5 or gone > 5)", "sum by (m) (gone > 5 or calm > 5)",
        ])
    func lostSide(_ expression: String) throws {
        #expect(
            try states("expr: '\(expression)', ops: {route: SRE}", at: [3, 8])
                == ["firing", "no_data"])
    }

    @Test(
        "nor after a restart, however long",
        arguments: ["at: 3m, do: restart", "at: 3m, do: restart, for: 3m"])
    func lostSideAfterRestart(_ action: String) throws {
        #expect(
            try states(
                "expr: calm > 5 or gone > 5, ops: {route: SRE}", at: [2, 8], action: action)
                == ["firing", "no_data"])
    }

    @Test("a side that never had series of the alert says nothing of its end")
    func foreignSide() throws {
        #expect(
            try states(
                "expr: 'v > 5 or lim > 7 or few_total > 1e9', ops: {route: SRE}", at: [3, 8])
                == ["firing", "none"])
    }

    @Test("nothing divided by nothing is no data")
    func notANumber() throws {
        for expression in ["share > 5", "share / calm > 5", "sum by (m) (share) > 5"] {
            #expect(
                try states("expr: '\(expression)', ops: {route: SRE}", at: [3, 8])
                    == ["firing", "no_data"], "\(expression)")
            #expect(
                try states("expr: '\(expression)', ops: {no_data: ok}", at: [3, 8])
                    == ["firing", "none"], "\(expression)")
        }
    }

    @Test("a guard that is no number any more is no data either")
    func guardNotANumber() throws {
        #expect(
            try states("expr: c_total >= 0 and on (m) share > 5, ops: {route: SRE}", at: [3, 8])
                == ["firing", "no_data"])
    }

    @Test("what `unless` takes out is over, whatever the number to clear at")
    func exception() throws {
        #expect(
            try states(
                "expr: band > 5 unless on () paused == 1, ops: {clear: 2}", at: [2, 5, 8])
                == ["firing", "firing", "none"])
    }

    @Test("a comment is no part of the comparison")
    func comment() throws {
        #expect(
            try states(
                "expr: \"v # seconds; > 5 is bad\\n> 5\", ops: {no_data: firing}", at: [3, 12])
                == ["firing", "none"])
    }
}
