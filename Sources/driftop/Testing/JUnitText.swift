import Alerting
import Documents

/// Outcomes as the XML that build servers read.
enum JUnitText {
    static func document(_ reports: [TestReport]) -> String {
        let suites = reports.map(suite)
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
            + suites.joined() + "</testsuites>\n"
    }

    private static func suite(_ report: TestReport) -> String {
        let count = report.outcomes.count + (report.isFaulty ? 1 : 0)
        var text =
            "  <testsuite name=\"\(escaped(report.file))\" tests=\"\(count)\""
            + " failures=\"\(report.failures.count)\" errors=\"\(report.isFaulty ? 1 : 0)\""
            + " skipped=\"\(report.skipped.count)\">\n"
        if report.isFaulty {
            let faults = report.faults.map(\.description).joined(separator: "\n")
            text += element("the file", "", "error", faults)
        }
        for outcome in report.outcomes {
            switch outcome.verdict {
            case .passed: text += element(outcome.subject, outcome.test, nil, "")
            case .failed(let failure):
                let lines =
                    [failure.message].compactMap(\.self) + failure.expected.map { "expected \($0)" }
                    + failure.got.map { "got \($0)" }
                text += element(
                    outcome.subject, outcome.test, "failure", lines.joined(separator: "\n"))
            case .skipped(let reason):
                text += element(outcome.subject, outcome.test, "skipped", reason)
            }
        }
        return text + "  </testsuite>\n"
    }

    private static func element(
        _ name: String, _ test: String, _ kind: String?, _ message: String
    ) -> String {
        let head =
            "    <testcase name=\"\(escaped(name))\" classname=\"\(escaped(test))\""
        guard let kind else { return head + "/>\n" }
        return head + "><\(kind) message=\"\(escaped(message))\"/></testcase>\n"
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "\n": "&#10;"
            default:
                character.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\t" }
                    ? String(character) : "\u{fffd}"
            }
        }.joined()
    }
}
