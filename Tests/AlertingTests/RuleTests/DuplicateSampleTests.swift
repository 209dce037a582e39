import Foundation
import Testing

@testable import Alerting

/// Two rules, or a rule and an input series, that give one series two values at one instant.
struct DuplicateSampleTests {
    private static let rules = """
        groups:
        - name: g
          rules:
          - {record: j, expr: a}
          - {record: j, expr: b}
          - {alert: F, expr: a > 0, for: 1m}
          - {alert: F, expr: a > 1, for: 1m}
        """

    private func test(_ series: [(String, String)]) -> String {
        let inputs = series.map { "  - {series: '\($0)', values: '\($1)'}\n" }.joined()
        return """
            rule_files: [rules.yml]
            evaluation_interval: 1m
            tests:
            - interval: 1m
              input_series:
            \(inputs)  promql_expr_test: [{expr: absent(j), eval_time: 5m, exp_samples: []}]
            """
    }

    @Test(
        "the first sample counts and the second rule fails, as in promtool",
        arguments: [
            // Equal values are no trouble.
            [("a{x=\"1\"}", "1x6"), ("b{x=\"1\"}", "1x6")],
            [("a{x=\"1\"}", "1x6"), ("b{x=\"1\"}", "1 1 2x6")],
            // A series that leaves one rule and comes from the other: first what ends it.
            [("a{x=\"1\"}", "1 stale 1 1 1 1"), ("b{x=\"1\"}", "_ 1 stale stale stale stale")],
            // The other way round its end is not written at all.
            [("a{x=\"1\"}", "_ 1 1 1 1 1"), ("b{x=\"1\"}", "1 stale _ _ _ _")],
            [("a{x=\"1\"}", "1 1 3x6"), ("j{x=\"1\"}", "1 1 1 1 1 1")],
            [("a{x=\"1\"}", "1 1 1 2x6")],
        ])
    func sameFaults(_ series: [(String, String)]) throws {
        guard Promtool.isInstalled else { return }
        let text = test(series)
        let file = try RuleTestFile(yaml: text, file: "test.yml", moment: { _ in nil })
        let groups = try RuleFile(yaml: Self.rules, file: "rules.yml").groups
        var run = RuleTestRun(file.tests[0], of: file, groups: file.arranged(groups))
        let ours = run.run().compactMap { outcome -> String? in
            guard case .failed(let failure) = outcome.verdict else { return nil }
            let message = failure.message ?? ""
            let isDuplicate = message.hasPrefix("duplicate sample for timestamp: {")
            return isDuplicate ? outcome.subject : outcome.subject + message
        }
        let (status, output) = try Promtool.test(rules: Self.rules, test: text)
        let theirs = output.split(separator: "\n").compactMap { line -> String? in
            let text = line.trimmingCharacters(in: [" "])
            let tail = "0s, err: duplicate sample for timestamp"
            return text.hasSuffix(tail) ? String(text.dropLast(tail.count)) : nil
        }
        #expect((status == 0) == ours.isEmpty, "\(output)")
        #expect(ours.sorted() == theirs.sorted(), "\(output)")
    }
}
