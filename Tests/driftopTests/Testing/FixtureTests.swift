import Foundation
import Testing

@testable import driftop

/// Prometheus's own rule tests: the verdicts of `promtool test rules`.
struct PromtoolFixtureTests {
    struct Row: CustomTestStringConvertible {
        var file: String
        var isGood: Bool
        /// Debian's promtool is too old to read it.
        var needsPrometheus3 = false
        var testDescription: String { file }
    }

    @Test(
        "a file has the verdict that promtool gives it",
        arguments: [
            Row(file: "at-modifier-test.yml", isGood: true),
            Row(file: "bad-input-series.yml", isGood: false),
            Row(file: "bad-promql.yml", isGood: false),
            Row(file: "bad-rules-error-test.yml", isGood: false),
            Row(file: "failing.yml", isGood: false),
            Row(file: "long-period.yml", isGood: true),
            Row(file: "promtool_golden_test.yml", isGood: false),
            Row(file: "start-time-test.yml", isGood: true, needsPrometheus3: true),
            Row(file: "unittest.yml", isGood: true, needsPrometheus3: true),
        ])
    func verdict(_ row: Row) throws {
        guard let folder = Repository.shared("promtool") else { return }
        let path = folder.appending(path: row.file).path(percentEncoded: false)
        var run = RuleTestFileRun(path, names: nil)
        let report = run.run()
        #expect((report.failed == 0) == row.isGood, "\(report)")
        guard !row.needsPrometheus3, FileManager.default.fileExists(atPath: "/usr/bin/promtool")
        else { return }
        let theirs = try Child.run(["/usr/bin/promtool", "test", "rules", path])
        #expect((theirs.code == 0) == row.isGood, "\(theirs.output)")
    }

    @Test func everyExpressionWithoutNativeHistogramsPasses() throws {
        guard let folder = Repository.shared("promqltest") else { return }
        let names = try FileManager.default.contentsOfDirectory(
            atPath: folder.path(percentEncoded: false)
        ).filter { $0.hasSuffix(".test") }
        let reports = names.map {
            ScriptTest.report(folder.appending(path: $0).path(percentEncoded: false))
        }
        #expect(TestReport.summary(reports) == "759 passed, 0 failed, 304 skipped")
    }
}
