import Alerting
import Documents
import Foundation
import Ingest
import Operations

/// Rule files as `check` sees them: what is read, what is wrong, what is unwise.
struct RuleCheck {
    /// One file and what reading it came to.
    struct File {
        var path: String
        var groups: [RuleGroup] = []
        /// Each a line, and below it the offending text with carets.
        var faults: [(line: String, excerpt: String?)] = []
        /// What objectives expand into, as a plain rule file.
        var expansion = ""
        /// What cannot be answered from the series kept, or never.
        var cautions: [String] = []
    }
    private(set) var files: [File] = []

    var groups: [RuleGroup] { files.flatMap(\.groups) }
    var isEmpty: Bool { files.isEmpty }

    /// Reads a file; one that was read before counts once.
    mutating func read(_ path: String) {
        guard !files.contains(where: { $0.path == path }) else { return }
        var file = File(path: path)
        defer { files.append(file) }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            let hint = "is the name right, may you read it?"
            file.faults.append(("\(path): cannot be read; \(hint)", nil))
            return
        }
        do throws(RuleFile.Faults) {
            let rules = try RuleFile(yaml: String(decoding: bytes, as: UTF8.self), file: path)
            file.groups = rules.groups
            file.expansion = rules.expansion
            file.cautions = rules.cautions(
                retentionMilliseconds: Int64(Configuration().retentionSeconds * 1_000))
        } catch {
            file.faults = error.errors.map { ("\($0)", $0.excerpt) }
        }
    }

    /// What is unwise in everything that could be read.
    ///
    /// - Parameter catalog: nil when no source is at hand.
    func lints(_ catalog: SeriesCatalog?, without skipped: Set<RuleLint.Code>) -> [RuleLint] {
        RuleLinter(groups: groups, catalog: catalog).lints()
            .filter { !skipped.contains($0.code) }
    }

    /// The rule files among arguments: YAML that is neither the configuration nor a native file.
    static func ruleFiles(_ arguments: [String]) -> (files: [String], others: [String]) {
        var files: [String] = []
        var others: [String] = []
        for argument in arguments {
            if !isRuleFile(argument) {
                others.append(argument)
            } else if PathPattern.isPattern(argument),
                !FileManager.default.fileExists(atPath: argument)
            {
                files += PathPattern.paths(argument)
            } else {
                files.append(argument)
            }
        }
        return (files, others)
    }

    private static let natives: Set = [
        "driftop", "registry", "team", "teams", "workflow",
    ]

    private static func isRuleFile(_ path: String) -> Bool {
        let name = URL(filePath: path)
        return ["yml", "yaml"].contains(name.pathExtension)
            && !natives.contains(name.deletingPathExtension().lastPathComponent)
    }
}
