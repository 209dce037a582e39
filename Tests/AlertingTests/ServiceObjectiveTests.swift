import Documents
import Foundation
import Testing

@testable import Alerting

struct ServiceObjectiveTests {
    private func file(_ slo: String, rule: String = "") throws -> RuleFile {
        try RuleFile(
            yaml: """
                groups:
                - name: g
                  rules:
                  - alert: Budget
                    labels: {team: risk}
                    annotations: {summary: '{{ $labels.model }} {{ $value | humanizePercentage }}'}
                    ops: {slo: {\(slo)}}\(rule)
                """, file: "slo.yml")
    }

    private let counters = "bad: 'errors_total', total: 'requests_total', by: [model]"

    /// Severity, long window, short window and threshold of every row.
    private func table(_ objective: Double, days: Double) -> [String] {
        let window = Int64(days * 86_400_000)
        return ServiceObjective(
            objective: objective, windowMilliseconds: window, bad: "b", total: "t", minimumBad: 3
        ).rows.map { row in
            "\(row.severity) \(row.longMilliseconds / 1_000) \(row.shortMilliseconds / 1_000) "
                + "\(row.threshold)"
        }
    }

    @Test("the workbook's table, and the same shares of another window")
    func rows() {
        #expect(
            table(0.999, days: 30) == [
                "page 3600 300 0.0144", "page 21600 1800 0.006", "ticket 86400 7200 0.003",
                "ticket 259200 21600 0.001",
            ])
        #expect(
            table(0.99, days: 7) == [
                "page 840 70 0.144", "page 5040 420 0.06", "ticket 20160 1680 0.03",
                "ticket 60480 5040 0.01",
            ])
    }

    @Test("rows that no share of errors can reach are left out, and that is said")
    func impossible() throws {
        #expect(table(0.9, days: 30).map { $0.prefix(4) } == ["page", "tick", "tick"])
        let low = try file("objective: 0.8, window: 7d, \(counters)")
        #expect(low.groups[0].rules.count == 1, "tickets only")
        let found = lints(of: low).filter { $0.hasPrefix("7:11: never-true") }
        #expect(found.count == 2 && found[0].contains("no page over 14m"), "\(found)")
    }

    private func lints(of file: RuleFile) -> [String] {
        RuleLinter(groups: file.groups, catalog: nil).lints()
            .map { "\($0.line):\($0.column): \($0.code.rawValue): \($0.message)" }
    }

    @Test("a lint of an objective stands at its key, once, without the expanded text")
    func lintPlaces() throws {
        let gauge = try file(
            "objective: 0.999, bad: model_error_ratio, total: requests_total, by: [model]")
        let found = lints(of: gauge).filter { !$0.contains("no-runbook") }
        #expect(
            found == [
                "7:11: rate-gauge: model_error_ratio goes up and down: every fall counts as a "
                    + "restart from 0"
            ])
        let short = try file("objective: 0.999, window: 1d, \(counters)")
        #expect(lints(of: short).contains { $0.hasPrefix("7:11: range-short: a row reads 10s") })
        let week = try file("objective: 0.999, window: 7d, \(counters)")
        #expect(!lints(of: week).contains { $0.contains("range-short") })
    }

    @Test("what no series reaches is told, for objectives and for expressions")
    func reach() throws {
        let long = try file("objective: 0.999, window: 1y, \(counters)")
        #expect(lints(of: long).contains { $0.hasPrefix("7:11: reach: reads 36d12h back") })
        let month = try file("objective: 0.999, \(counters)")
        #expect(!lints(of: month).contains { $0.contains("reach") })
    }

    @Test("the expansion has its group's settings")
    func expansion() throws {
        let text = try RuleFile(
            yaml: """
                groups:
                - name: g
                  interval: 2m
                  query_offset: 30s
                  limit: 0x10
                  rules:
                  - {alert: A, ops: {slo: {objective: 0.999, bad: a_total, total: b_total}}}
                """, file: "slo.yml"
        ).expansion
        #expect(
            text.hasPrefix(
                "groups:\n- name: \"g\"\n  interval: 2m\n  query_offset: 30s\n  limit: 16\n"))
        #expect(throws: Never.self) { try RuleFile(yaml: text, file: "plain.yml") }
    }

    @Test(
        "faults are told where they stand",
        arguments: [
            ("objective: 99.9, bad: a, total: b", "write 0.999\u{0}"),
            ("objective: 0.99, bad: a, total: b, min_bad: -5", "min_bad is a count"),
            ("objective: 0.99, bad: a offset 5m, total: b", "moved in time"),
            ("objective: 0.99, bad: a, total: b}, clear: 5, flap: {window: 21", "beside an slo"),
            ("objective: 0.99, bad: a", "lacks \"total\""),
            ("objective: 0.99, bad: 'sum(a)', total: b", "expression with [window]"),
            ("objective: 0.99, bad: 'sum(rate(a[window]))', total: b", "a rate and no count"),
            (
                "objective: 0.99, bad: 'sum(increase(a[window]))', total: b, by: [model]",
                "says what to count by for a counter"
            ),
            ("objective: 0.99, bad: 'sum(', total: b", "not a PromQL expression"),
            ("objectiv: 0.99, bad: a, total: b", "did you mean \"objective\"?"),
        ])
    func faults(_ row: (slo: String, words: String)) {
        do {
            _ = try file(row.slo)
            Issue.record("accepted")
        } catch {
            let count = row.words.contains("did you mean") ? 2 : 1
            #expect((error as? RuleFile.Faults)?.errors.count == count, "\(error)")
            #expect(
                "\(error)\u{0}".contains(row.words) && "\(error)".hasPrefix("slo.yml:7:"),
                "\(error)")
        }
        #expect(throws: RuleFile.Faults.self) {
            try file("objective: 0.99, bad: a, total: b", rule: "\n    expr: up")
        }
        #expect(throws: RuleFile.Faults.self, "the rows' own severity would replace it") {
            try RuleFile(
                yaml: "groups: [{name: g, rules: [{alert: A, labels: {severity: x}, "
                    + "ops: {slo: {objective: 0.99, bad: a, total: b}}}]}]", file: "slo.yml")
        }
    }

    @Test("a fault within an expression has its column and a caret, [window] or not")
    func carets() throws {
        func fault(_ bad: String) throws -> DocumentError {
            do {
                _ = try file("objective: 0.99, bad: '\(bad)', total: b")
            } catch let faults as RuleFile.Faults {
                return try #require(faults.errors.first)
            }
            throw DocumentError(file: "", message: "accepted")
        }
        let first = "sum(increase(a[window])) + "
        let plain = try fault("sum(a)")
        let error = try fault(first + "summ(increase(b[window]))")
        #expect(error.column == (plain.column ?? 0) + 1 + first.count)
        #expect(error.excerpt?.split(separator: "\n").last?.drop { $0 == " " } == "^^^^")
        let range = try fault("a[window]")
        #expect(range.message.hasSuffix("got range vector"))
        #expect(range.excerpt == "a[window]\n^^^^^^^^^")
    }

    /// Two hours of a hundred requests a minute; errors for a while, of which a few do not count.
    private func test(_ cases: String) -> String {
        """
        rule_files: [rules.yml]
        tests:
        - interval: 1m
          input_series:
          - {series: 'requests_total{model="a",pod="x"}', values: '0+100x60 6100+100x200'}
          - {series: 'errors_total{model="a",pod="x"}', values: '0x60 5+5x29 150x170'}
          - {series: 'requests_total{model="b",pod="x"}', values: '0+1x260'}
          - {series: 'errors_total{model="b",pod="x"}', values: '0x60 1 1 2x198'}
          alert_rule_test:
        \(cases)
        """
    }

    @Test("the expanded rules as a plain file fire in promtool what they fire here")
    func promtool() throws {
        guard Promtool.isInstalled else { return }
        let rules = try file("objective: 0.999, \(counters)")
        var cases = ""
        for minute in stride(from: 55, through: 250, by: 5) {
            cases += "  - {eval_time: \(minute)m, alertname: Budget, exp_alerts: []}\n"
        }
        let text = test(cases)
        let tests = try RuleTestFile(yaml: text, file: "t.yml", moment: { _ in nil })
        var run = RuleTestRun(tests.tests[0], of: tests, groups: tests.arranged(rules.groups))
        var ours: [String] = []
        var severities: Set<String> = []
        for outcome in run.run() {
            guard case .failed(let failure) = outcome.verdict else { continue }
            ours.append("\(outcome.subject): \(failure.got.count)")
            for alert in failure.got {
                #expect(alert.contains("model=\"a\""), "b has too few errors to tell anything")
                severities.formUnion(["page", "ticket"].filter { alert.contains("\"\($0)\"") })
            }
        }
        let (_, output) = try Promtool.test(rules: rules.expansion, test: text)
        let theirs = output.components(separatedBy: "    alertname: ").dropFirst().map { block in
            "alertname: \(block.prefix { $0 != "\n" }.dropLast(2)): "
                + "\(block.components(separatedBy: "Labels:").count - 1)"
        }
        #expect(ours == theirs, "\(output)")
        #expect(severities == ["page", "ticket"])
        #expect(ours.count > 10 && ours.count < 40)
    }

    @Test("min_samples and the policy for missing data hold for every row")
    func operations() throws {
        let rules = try RuleFile(
            yaml: """
                groups:
                - name: g
                  rules:
                  - alert: Budget
                    for: 2m
                    ops: {min_samples: 10, no_data: keep, slo: {objective: 0.99, \(counters)}}
                """, file: "slo.yml"
        ).groups[0].rules
        #expect(rules.count == 2)
        for case .alerting(let rule) in rules {
            #expect(rule.operations?.minSamples == 10 && rule.operations?.noData == .keep)
            #expect(rule.holdMilliseconds == 120_000)
            #expect(rule.operations?.objective?.objective == 0.99)
        }
    }
}
