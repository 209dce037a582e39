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
        let cautions = low.cautions(retentionMilliseconds: 26 * 3_600_000)
        #expect(cautions.count == 2 && cautions[0].contains("no page over 14m"), "\(cautions)")
    }

    @Test("what reaches behind the series kept is told")
    func retention() throws {
        let month = try file("objective: 0.999, \(counters)")
        let cautions = month.cautions(retentionMilliseconds: 26 * 3_600_000)
        #expect(cautions.count == 1 && cautions[0].contains("reads 3d back and only 1d2h are kept"))
        let week = try file("objective: 0.999, window: 7d, \(counters)")
        #expect(week.cautions(retentionMilliseconds: 26 * 3_600_000).isEmpty)
    }

    @Test(
        "faults are told where they stand",
        arguments: [
            ("objective: 99.9, bad: a, total: b", "write 0.999"),
            ("objective: 0.99, bad: a", "lacks \"total\""),
            ("objective: 0.99, bad: 'sum(a)', total: b", "expression with [window]"),
            ("objective: 0.99, bad: 'sum(', total: b", "not a PromQL expression"),
            ("objectiv: 0.99, bad: a, total: b", "did you mean \"objective\"?"),
        ])
    func faults(_ row: (slo: String, words: String)) {
        do {
            _ = try file(row.slo)
            Issue.record("accepted")
        } catch {
            #expect(
                "\(error)".contains(row.words) && "\(error)".hasPrefix("slo.yml:7:"), "\(error)")
        }
        #expect(throws: RuleFile.Faults.self) {
            try file("objective: 0.99, bad: a, total: b", rule: "\n    expr: up")
        }
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
