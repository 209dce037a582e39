import Foundation
import Testing

@testable import Alerting

/// Random rule tests, run by us and by Debian's promtool: the same cases fail in both.
struct RandomRuleTests {
    @Test("promtool gives every case the same verdict", arguments: 1...24)
    func sameVerdict(_ seed: Int) throws {
        guard Promtool.isInstalled else { return }
        let drawn = try RandomRuleFile(seed: seed)
        let file = try RuleTestFile(yaml: drawn.test, file: "test.yml", moment: { _ in nil })
        var settings = RuleSettings()
        settings.subqueryStepMilliseconds = file.intervalMilliseconds
        let groups = try RuleFile(yaml: drawn.rules, file: "rules.yml", settings: settings).groups
        var run = RuleTestRun(file.tests[0], of: file, groups: file.arranged(groups))
        let outcomes = run.run()
        let ours = outcomes.filter {
            if case .failed = $0.verdict { true } else { false }
        }.map(\.subject)
        let (status, output) = try Promtool.test(rules: drawn.rules, test: drawn.test)
        #expect((status == 0) == ours.isEmpty)
        let theirs = failures(output)
        #expect(ours.sorted() == theirs.sorted(), "\(output)\n\(drawn.rules)")
        #expect(outcomes.count > ours.count && !ours.isEmpty, "right and wrong ones, both")
    }

    /// `alertname: X, time: T` and `expr: "…", time: T`, as promtool begins each failure.
    private func failures(_ output: String) -> [String] {
        output.split(separator: "\n").compactMap { line in
            let text = line.trimmingCharacters(in: [" "])
            guard text.hasPrefix("alertname: ") || text.hasPrefix("expr: "), text.hasSuffix(",")
            else { return nil }
            return String(text.dropLast())
        }
    }
}
