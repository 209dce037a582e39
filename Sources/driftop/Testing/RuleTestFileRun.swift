import Alerting
import Documents
import Foundation
import Ingest
import PromQL
import Snapshot
import Telemetry

/// Runs a test file in promtool's format.
struct RuleTestFileRun {
    private let path: String
    /// Only tests whose names match; nil: all.
    private let names: AnchoredPattern?
    private var report: TestReport

    init(_ path: String, names: AnchoredPattern?) {
        self.path = path
        self.names = names
        report = TestReport(file: path)
    }

    mutating func run() -> TestReport {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            report.faults = [.unreadable(path)]
            return report
        }
        do throws(RuleFile.Faults) {
            let file = try RuleTestFile(
                yaml: text(of: bytes), file: path,
                moment: { CivilTime.moment($0)?.milliseconds })
            let groups = file.arranged(try groups(of: file))
            let tests = file.tests.filter { names?.matches($0.name) ?? true }
            // promtool calls that a success: so do we, but not without a word.
            if tests.isEmpty, !file.tests.isEmpty {
                report.warnings.append("no test has a name that --run matches")
            }
            for test in tests { try run(test, of: file, groups) }
        } catch {
            report.faults += error.errors
        }
        return report
    }

    private func text(of bytes: Data) throws(RuleFile.Faults) -> String {
        do throws(DocumentError) {
            return try DocumentText.text(of: bytes, file: path)
        } catch {
            throw RuleFile.Faults(errors: [error])
        }
    }

    /// The groups of every rule file, in the order of the files.
    private mutating func groups(of file: RuleTestFile) throws(RuleFile.Faults) -> [RuleGroup] {
        var settings = RuleSettings()
        settings.subqueryStepMilliseconds = file.intervalMilliseconds
        var groups: [RuleGroup] = []
        var faults: [DocumentError] = []
        var read: Set<String> = []
        for reference in file.ruleFiles {
            let paths = found(reference)
            guard !paths.isEmpty || PathPattern.isWellFormed(reference.path) else {
                faults.append(
                    reference.node.error(
                        "\"\(reference.path)\" is no pattern: a bracket does not close",
                        hint: "a backslash before it takes it as it is"))
                continue
            }
            // promtool goes on without: a test may need no rules.
            if paths.isEmpty { report.warnings.append("no file matches \(reference.path)") }
            // Named twice it is one file still, as in promtool.
            for path in paths where read.insert(Workspace.realPath(path)).inserted {
                guard let bytes = FileManager.default.contents(atPath: path) else {
                    faults.append(.unreadable(path))
                    continue
                }
                do throws(RuleFile.Faults) {
                    groups += try RuleFile(bytes: bytes, file: path, settings: settings).groups
                } catch {
                    faults += error.errors
                }
            }
        }
        guard faults.isEmpty else { throw RuleFile.Faults(errors: faults) }
        return groups
    }

    /// What a path or pattern beside the test file finds.
    private func found(_ reference: RuleTestFile.Reference) -> [String] {
        let path = absolute(reference.path)
        if FileManager.default.fileExists(atPath: path) { return [path] }
        return PathPattern.isPattern(path) ? PathPattern.paths(path) : []
    }

    private func absolute(_ relative: String) -> String {
        if relative.hasPrefix("/") { return relative }
        let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
        return folder + (folder.hasSuffix("/") ? "" : "/") + relative
    }

    private mutating func run(
        _ test: RuleTest, of file: RuleTestFile, _ groups: [RuleGroup]
    ) throws(RuleFile.Faults) {
        var recorded: RecordedSeries?
        var groups = groups
        if !test.inputFiles.isEmpty {
            recorded = try read(test.inputFiles)
            groups = file.arranged(groups + BuiltInRules.groups(overriddenBy: groups))
        }
        // Nothing else writes anything worth a journal.
        let journal = test.actions.isEmpty ? nil : TemporaryJournal()
        var run = RuleTestRun(
            test, of: file, groups: groups, journal: journal?.steps,
            start: recorded?.start ?? Timestamp(milliseconds: 0),
            inputs: recorded.map { recorded in { recorded.series(at: $0) } })
        report.outcomes += run.run()
        journal?.remove()
    }

    private func read(
        _ references: [RuleTestFile.Reference]
    ) throws(RuleFile.Faults) -> RecordedSeries {
        var paths: [String] = []
        var faults: [DocumentError] = []
        for reference in references {
            let found = found(reference)
            if found.isEmpty {
                faults.append(
                    reference.node.error(
                        "no input file \"\(reference.path)\"",
                        hint: "relative paths begin at this file"))
            }
            paths += found
        }
        // No path at all would mean the whole directory.
        guard !paths.isEmpty else { throw RuleFile.Faults(errors: faults) }
        let recorded = RecordedSeries(paths)
        for (path, reason) in recorded.ignored {
            faults.append(
                (references.first { absolute($0.path) == path } ?? references[0]).node.error(
                    "\(path) is no input: \(reason)", hint: "driftop info says what a file must be")
            )
        }
        guard faults.isEmpty else { throw RuleFile.Faults(errors: faults) }
        return recorded
    }
}
