package import Documents
import Foundation
import Ingest

/// Where rules stand: a file or a pattern of files, and the place in `driftop.yaml` that says so.
package struct RuleLocation: Equatable, Sendable {
    /// Absolute.
    package var path: String
    /// What is wrong when there is no such file, at the place that names it.
    package var missing: DocumentError

    init(_ node: DocumentNode, path: String) {
        self.path = path
        let isPattern = PathPattern.isPattern(path)
        missing = node.error(
            isPattern ? "no rule file matches \"\(path)\"" : "no rule file \"\(path)\"",
            hint: "relative paths begin at this file; is the name right, may you read it?")
    }

    /// The files now, in the order of their names; a pattern without any is a fault.
    package func files() throws(DocumentError) -> [String] {
        if FileManager.default.fileExists(atPath: path) { return [path] }
        let found = PathPattern.isPattern(path) ? PathPattern.paths(path) : []
        guard !found.isEmpty else { throw missing }
        return found
    }
}

extension Configuration {
    /// Every rule file once, in the order in which they were named.
    package func ruleFiles() throws(DocumentError) -> [String] {
        var files: [String] = []
        for location in rules {
            for file in try location.files() where !files.contains(file) { files.append(file) }
        }
        return files
    }
}
