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
    }
    private(set) var files: [File] = []
    /// Real paths: a file may be named as an argument and, otherwise, in the configuration.
    private var seen: Set<String> = []

    var groups: [RuleGroup] { files.flatMap(\.groups) }
    var isEmpty: Bool { files.isEmpty }

    /// Reads a file; one that was read before counts once.
    mutating func read(_ path: String) {
        guard seen.insert(Workspace.realPath(path)).inserted else { return }
        var file = File(path: path)
        defer { files.append(file) }
        guard let bytes = Self.bytes(path) else {
            let hint = "is the name right, may you read it?"
            file.faults.append(("\(path): cannot be read; \(hint)", nil))
            return
        }
        do throws(RuleFile.Faults) {
            let rules = try RuleFile(bytes: bytes, file: path)
            file.groups = rules.groups
            file.expansion = rules.expansion
        } catch {
            file.faults = error.errors.map { ("\($0)", $0.excerpt) }
        }
    }

    func hasRead(_ path: String) -> Bool { seen.contains(Workspace.realPath(path)) }

    /// What comes through a pipe has no size, and is read to its end.
    private static func bytes(_ path: String) -> Data? {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
            !isDirectory.boolValue
        else { return nil }
        return try? FileHandle(forReadingAtPath: path)?.readToEnd() ?? Data()
    }

    /// What is unwise in everything that could be read.
    ///
    /// - Parameter survey: what the sources at hand have; nil leaves names unchecked.
    func lints(_ survey: SeriesSurvey?, without skipped: Set<RuleLint.Code>) -> [RuleLint] {
        RuleLinter(groups: groups, catalog: survey?.catalog, roles: survey?.roles ?? []).lints()
            .filter { !skipped.contains($0.code) }
    }
}
