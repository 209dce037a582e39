import Alerting
import Documents
import Foundation
import PromQL

/// Runs a script of Prometheus's expression tests.
enum ScriptTest {
    static func report(_ path: String) -> TestReport {
        var report = TestReport(file: path)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            report.faults = [.unreadable(path)]
            return report
        }
        do throws(ScriptError) {
            let script = try Script(parsing: String(decoding: bytes, as: UTF8.self))
            report.outcomes = script.run(alsoAsRange: true).outcomes.map(RuleTestOutcome.init)
        } catch {
            // Its place in the line stands below what is wrong.
            let parts = error.message.split(separator: "\n", maxSplits: 1).map(String.init)
            let isCommand = error.message.contains("command")
            report.faults = [
                DocumentError(
                    file: path, line: error.line, column: error.column, message: parts.first ?? "",
                    hint: isCommand ? "expected load, clear or eval" : nil,
                    excerpt: parts.count > 1 ? parts[1] : nil)
            ]
        }
        return report
    }
}

extension RuleTestOutcome {
    fileprivate init(_ outcome: Script.Outcome) {
        let verdict: Verdict =
            switch outcome.verdict {
            case .passed: .passed
            case .failed(let message): .failed(.init(message: message))
            case .skipped(let reason): .skipped(reason)
            }
        self.init(test: "", line: outcome.line, subject: outcome.expression, verdict: verdict)
        column = outcome.column
    }
}

extension DocumentError {
    /// A file that is not there, or may not be read.
    static func unreadable(_ path: String) -> DocumentError {
        DocumentError(
            file: path, message: "cannot be read", hint: "is the name right, may you read it?")
    }
}
