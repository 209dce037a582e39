import ArgumentParser
import Canvas
import Foundation
import PromQL

struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run rule tests and expression tests.",
        discussion: """
            A FILE ending in .test is a script of Prometheus's expression tests; .yml and .yaml \
            are rule tests in promtool's format, which may also say in what state an alert must \
            be, act on alerts, restart, and read real logs. Closes with "N passed, M failed". \
            Leaves with 0 when all passed, 1 when something failed, 2 when a file has faults.
            """)

    @Argument(help: ArgumentHelp("Test files.", valueName: "file"))
    var files: [String]

    @Flag(help: "Say of every failure what was expected and what came.")
    var listFailures = false

    @Flag(help: "With --list-failures: show only what differs.")
    var diff = false

    @Option(
        name: .customLong("run"), parsing: .singleValue,
        help: ArgumentHelp("Only rule tests whose names match.", valueName: "regex"))
    var names: [String] = []

    @Option(help: ArgumentHelp("Write the outcomes as JUnit XML too.", valueName: "file"))
    var junit: String?

    mutating func run() throws {
        let pattern = try Self.pattern(names)
        let style = TestReportStyle(listsFailures: listFailures || diff, showsDifference: diff)
        var reports: [TestReport] = []
        for file in files {
            let report = try Self.report(file, names: pattern)
            for line in style.lines(report) { print(TextSafety.plain(line)) }
            reports.append(report)
        }
        print(TestReport.summary(reports))
        if let junit { try Self.write(JUnitText.document(reports), to: junit) }
        if reports.contains(where: \.isFaulty) { throw ExitCode(StartError.Status.usage.rawValue) }
        if reports.contains(where: { $0.failed > 0 }) {
            throw ExitCode(StartError.Status.firing.rawValue)
        }
    }

    private static func report(
        _ file: String, names: AnchoredPattern?
    ) throws(StartError) -> TestReport {
        if file.hasSuffix(".test") { return ScriptTest.report(file) }
        guard file.hasSuffix(".yml") || file.hasSuffix(".yaml") else {
            throw StartError(.usage, "\(file): expected a name ending in .test, .yml or .yaml")
        }
        var run = RuleTestFileRun(file, names: names)
        return run.run()
    }

    /// Any of the expressions, anywhere in the name.
    private static func pattern(_ names: [String]) throws(StartError) -> AnchoredPattern? {
        if names.isEmpty { return nil }
        do {
            return try AnchoredPattern(
                ".*(?:" + names.map { "(?:\($0))" }.joined(separator: "|") + ").*")
        } catch {
            throw StartError(.usage, "--run: \(error.message)")
        }
    }

    private static func write(_ text: String, to path: String) throws(StartError) {
        do {
            try Data(text.utf8).write(to: URL(filePath: path))
        } catch {
            throw StartError(.usage, "\(path): cannot be written")
        }
    }
}
