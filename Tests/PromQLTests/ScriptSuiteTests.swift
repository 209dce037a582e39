import PromQL
import Testing

/// Prometheus's own engine tests: the oracle that nobody here wrote.
struct ScriptSuiteTests {
    @Test func everyEvaluationWithoutNativeHistogramsPasses() throws {
        guard let folder = SharedFolder.path("promqltest") else {
            print("skipped: ../shared/promqltest is missing")
            return
        }
        let names = [
            "aggregators", "functions", "histograms", "literals", "operators", "selectors",
            "staleness",
        ]
        for name in names {
            let text = try SharedFolder.text("\(folder)/\(name).test")
            let report = try Script(parsing: text).run(alsoAsRange: true)
            print("\(name): \(report.summary)")
            #expect(report.passed > 0)
            for outcome in report.failures {
                Issue.record("\(name):\(outcome.line) \(outcome.expression): \(outcome.verdict)")
            }
        }
    }
}
