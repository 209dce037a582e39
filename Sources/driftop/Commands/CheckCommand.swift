import Alerting
import ArgumentParser
import Documents
import Foundation

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Validate configuration, rules and themes.",
        discussion: """
            A SOURCE may also be a rule file. Leaves with 0 when all is well, 1 when something \
            is wrong, 3 when a rule stands twice.
            """)

    @OptionGroup var source: SourceArguments

    /// promtool's exit code for what is allowed and unwise.
    private static let lintStatus: Int32 = 3

    mutating func run() throws {
        var report = Report()
        let ruleFiles = source.sources.filter(Self.isRuleFile)
        source.sources.removeAll(where: Self.isRuleFile)
        if ruleFiles.isEmpty || !source.sources.isEmpty || source.configurationFile != nil {
            checkConfiguration(&report)
        }
        for path in ruleFiles { Self.checkRules(path, &report) }
        print(report.lines.map { TextSafety.plain($0) + "\n" }.joined(), terminator: "")
        if report.faults > 0 { throw ExitCode(1) }
        if report.warnings > 0 { throw ExitCode(Self.lintStatus) }
    }

    /// What was looked at and what was found, in order.
    private struct Report {
        var lines: [String] = []
        var faults = 0
        var warnings = 0

        mutating func fault(_ text: String) {
            lines.append("  FAILED: " + text)
            faults += 1
        }
    }

    private func checkConfiguration(_ report: inout Report) {
        do {
            let setup = try source.setup()
            report.lines.append(
                "configuration: \(setup.configuration.file ?? "none, the defaults")")
            for reference in setup.configuration.references
            where !FileManager.default.isReadableFile(atPath: reference.path) {
                report.fault("references: \(reference.path): cannot be read")
            }
            let looks = try Looks(setup.configuration)
            report.lines.append("themes: \(looks.themes.count)")
            for fault in looks.faults { report.fault("\(fault)") }
            checkRuleFiles(setup.configuration, &report)
        } catch {
            for line in error.lines { report.fault(line) }
        }
    }

    private func checkRuleFiles(_ configuration: Configuration, _ report: inout Report) {
        do {
            for path in try configuration.ruleFiles() { Self.checkRules(path, &report) }
        } catch {
            report.fault("\(error)")
        }
    }

    private static func checkRules(_ path: String, _ report: inout Report) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            report.lines.append("rules: \(path)")
            report.fault("\(path): cannot be read")
            return
        }
        do throws(RuleFile.Faults) {
            let file = try RuleFile(yaml: String(decoding: bytes, as: UTF8.self), file: path)
            let rules = file.groups.flatMap(\.rules)
            report.lines.append("rules: \(path): \(rules.count) in \(file.groups.count) groups")
            warnOfTwins(in: file, &report)
        } catch {
            report.lines.append("rules: \(path)")
            for fault in error.errors { report.fault("\(fault)") }
        }
    }

    /// The second of two with the same name and labels hides what the first one found.
    private static func warnOfTwins(in file: RuleFile, _ report: inout Report) {
        var seen: Set<String> = []
        for rule in file.groups.flatMap(\.rules) where !seen.insert(rule.identity).inserted {
            report.lines.append("  warning: \(rule.name) stands twice with the same labels")
            report.warnings += 1
        }
    }

    private static func isRuleFile(_ path: String) -> Bool {
        guard path.hasSuffix(".yml") || path.hasSuffix(".yaml"), !path.hasSuffix("driftop.yaml"),
            let bytes = FileManager.default.contents(atPath: path)
        else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(separator: "\n").contains { $0.hasPrefix("groups:") }
    }
}
