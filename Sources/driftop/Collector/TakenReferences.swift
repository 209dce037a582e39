import Foundation
import Snapshot

/// The references that somebody took of live traffic: files beside the journal, one a version.
///
/// They outlive a restart, and whoever removes a file takes the reference back.
struct TakenReferences: Sendable {
    /// In the workspace's state directory, outside every source.
    let directory: String

    init(_ workspace: Workspace) { directory = workspace.directory + "/references" }

    /// Where a version's reference is kept.
    func path(of id: VersionID) -> String {
        let parts = [id.model] + (id.version.map { [$0] } ?? [])
        let name = parts.map(Workspace.readable).joined(separator: "-")
        return "\(directory)/\(name)-\(Workspace.digest(parts)).jsonl"
    }

    /// What is kept now, in the order of the names.
    var files: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { directory + "/" + $0 }
    }

    /// Keeps a version's reference, in place of an older one; answers where.
    func keep(_ lines: [String], of id: VersionID) throws -> String {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let path = path(of: id)
        let text = lines.joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        return path
    }
}
