import Alerting
import Documents
import Foundation

/// What came of one test file.
struct TestReport {
    /// As it was named.
    let file: String
    var outcomes: [RuleTestOutcome] = []
    /// Why the file, or one that it names, could not be read; then nothing of it ran.
    var faults: [DocumentError] = []
    /// What is allowed and unwise: a pattern that matches no file.
    var warnings: [String] = []

    var passed: Int { outcomes.count { if case .passed = $0.verdict { true } else { false } } }
    var failures: [(outcome: RuleTestOutcome, failure: RuleTestOutcome.Failure)] {
        outcomes.compactMap { outcome in
            if case .failed(let failure) = outcome.verdict { (outcome, failure) } else { nil }
        }
    }
    var skipped: [String] {
        outcomes.compactMap { if case .skipped(let reason) = $0.verdict { reason } else { nil } }
    }

    /// A file that cannot be read is one failure.
    var failed: Int { faults.isEmpty ? failures.count : 1 }
    var isFaulty: Bool { !faults.isEmpty }

    /// `N passed, M failed`, and how many were skipped if any were.
    static func summary(_ reports: [TestReport]) -> String {
        let passed = reports.reduce(0) { $0 + $1.passed }
        let failed = reports.reduce(0) { $0 + $1.failed }
        let skipped = reports.reduce(0) { $0 + $1.skipped.count }
        return "\(passed) passed, \(failed) failed" + (skipped > 0 ? ", \(skipped) skipped" : "")
    }
}

/// How failures are shown.
struct TestReportStyle {
    /// Each failure whole, instead of its place.
    var listsFailures = false
    /// What differs alone, instead of everything expected and everything that came.
    var showsDifference = false
    /// So many places are named where failures are not listed whole.
    static let shortest = 10

    func lines(_ report: TestReport) -> [String] {
        var lines = ["\(report.file): " + TestReport.summary([report])]
        lines += report.warnings.map { "  warning: " + $0 }
        for fault in report.faults {
            lines.append("  FAULTY \(fault)")
            lines += (fault.excerpt ?? "").split(separator: "\n").map { "      " + $0 }
        }
        let failures = report.failures
        for (outcome, failure) in listsFailures ? failures[...] : failures.prefix(Self.shortest) {
            let test = outcome.test.isEmpty ? "" : " (\(outcome.test))"
            let column = outcome.column.map { ":\($0)" } ?? ""
            let place = "\(report.file):\(outcome.line)\(column)"
            lines.append("  FAILED \(place): \(outcome.subject)\(test)")
            if listsFailures { lines += details(failure) }
        }
        if !listsFailures, !failures.isEmpty {
            let more = failures.count - Self.shortest
            let rest = more > 0 ? "and \(more) more; " : ""
            lines.append("  \(rest)--list-failures says what was expected and what came")
        }
        if let reason = Self.commonest(report.skipped) {
            lines.append("  \(report.skipped.count) skipped, most for: \(reason)")
        }
        return lines
    }

    private func details(_ failure: RuleTestOutcome.Failure) -> [String] {
        let indent = "      "
        var lines = (failure.message ?? "").split(separator: "\n").map { indent + $0 }
        guard failure.message == nil || !failure.got.isEmpty || !failure.expected.isEmpty else {
            return lines
        }
        if showsDifference {
            let changes = failure.got.difference(from: failure.expected)
            for change in changes.removals { lines.append(indent + "- " + change.text) }
            for change in changes.insertions { lines.append(indent + "+ " + change.text) }
            return lines
        }
        for (word, texts) in [("expected", failure.expected), ("got     ", failure.got)] {
            if word == "expected", failure.message != nil, texts.isEmpty { continue }
            lines.append(indent + word + " " + (texts.first ?? "nothing"))
            lines += texts.dropFirst().map { indent + "         " + $0 }
        }
        return lines
    }

    private static func commonest(_ reasons: [String]) -> String? {
        Dictionary(reasons.map { ($0, 1) }, uniquingKeysWith: +)
            .min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
    }
}

extension CollectionDifference<String>.Change {
    fileprivate var text: String {
        switch self {
        case .insert(_, let element, _), .remove(_, let element, _): element
        }
    }
}
