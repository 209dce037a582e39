import Foundation
import Glibc
import Telemetry

/// Everything below the SOURCE arguments: what is there, and what has come since.
package struct Workspace {
    /// Directories whose content is never a source.
    private static let skipped: Set<String> = [
        "node_modules", "__pycache__", "artifacts", "venv", "site-packages",
    ]
    /// How a file was when it was recognised: enough to know it again under another name.
    private struct Known {
        var status: FileStatus
        var head: [UInt8]
        var found: FoundSource?
    }

    private let arguments: [String]
    private let settings: ScanSettings
    private let recogniser: Recogniser
    private var known: [String: Known] = [:]
    /// By path: how the directory was when it was listed, its display name and depth.
    private var directories: [String: (status: FileStatus, name: String, depth: Int)] = [:]
    private var isFirstScan = true
    private var pastLimit = false
    private var missing: Set<String> = []

    /// - Parameter arguments: as the user wrote them: directories, files or patterns.
    package init(arguments: [String], settings: ScanSettings = ScanSettings()) {
        self.arguments = arguments.isEmpty ? ["."] : arguments
        self.settings = settings
        recogniser = Recogniser(settings: settings)
    }

    /// What is new since the last call; everything the first time.
    ///
    /// Costs one `stat` a directory when nothing changed.
    package mutating func scan() -> [FoundSource] {
        var found: [FoundSource] = []
        for argument in arguments { visit(argument, &found) }
        // References may lie elsewhere: those below an argument are known by now.
        for binding in settings.references where isFirstScan || missing.contains(binding.path) {
            visit(binding.path, &found)
        }
        for (path, directory) in directories where !isFirstScan {
            guard let status = FileStatus(path: path), status != directory.status else { continue }
            list(path, directory.name, directory.depth, status, &found)
        }
        lookAgain(&found)
        isFirstScan = false
        return found.sorted { $0.name < $1.name }
    }

    /// Directories that are looked into.
    package var listed: [String] { Array(directories.keys) }

    private mutating func visit(_ argument: String, _ found: inout [FoundSource]) {
        if argument.contains("://") {
            if isFirstScan { found.append(Self.unreadable(argument, "URLs are not read yet")) }
            return
        }
        let isPattern = PathPattern.isPattern(argument) && FileStatus(path: argument) == nil
        guard isPattern || isFirstScan || missing.contains(argument) else { return }
        var matched = false
        for path in isPattern ? PathPattern.paths(argument) : [argument] {
            guard let status = FileStatus(path: path) else { continue }
            matched = true
            let absolute = Self.absolute(path)
            if status.isDirectory {
                guard directories[absolute] == nil else { continue }
                let name = Self.withoutSlash(path)
                enter(absolute, name == "." ? "" : name + "/", 0, status, &found)
            } else {
                look(at: absolute, Self.withoutSlash(path), status, &found)
            }
        }
        if matched {
            missing.remove(argument)
        } else if missing.insert(argument).inserted {
            let reason = isPattern ? "no file matches" : "no such file or directory"
            found.append(Self.unreadable(argument, reason))
        }
    }

    private mutating func enter(
        _ path: String, _ name: String, _ depth: Int, _ status: FileStatus,
        _ found: inout [FoundSource]
    ) {
        // A directory that is reached twice (a link to a session, say) is read once.
        guard !directories.values.contains(where: { $0.status.isSameFile(as: status) }) else {
            return
        }
        list(path, name, depth, status, &found)
    }

    private mutating func list(
        _ path: String, _ name: String, _ depth: Int, _ status: FileStatus,
        _ found: inout [FoundSource]
    ) {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        directories[path] = (status, name, depth)
        if Self.isFileStore(path, names) {
            add(
                FoundSource(
                    name: Self.withoutSlash(name.isEmpty ? "." : name), path: path,
                    recognition: .mlflowFileStore),
                status, &found)
            return
        }
        for entry in names where !entry.hasPrefix(".") && !Self.skipped.contains(entry) {
            let child = path + "/" + entry
            guard let status = FileStatus(path: child) else { continue }
            if status.isDirectory {
                guard directories[child] == nil, depth < ScanSettings.depthLimit else { continue }
                // Beside a database `mlruns` holds artifacts only.
                if entry == "mlruns", names.contains("mlflow.db"), !Self.isFileStore(child) {
                    continue
                }
                enter(child, name + entry + "/", depth + 1, status, &found)
            } else {
                look(at: child, name + entry, status, &found)
            }
        }
    }

    private mutating func look(
        at path: String, _ name: String, _ status: FileStatus, _ found: inout [FoundSource]
    ) {
        guard known[path] == nil, status.isRegular else { return }
        guard known.count < ScanSettings.fileLimit else {
            if !pastLimit {
                pastLimit = true
                found.append(Self.ignored(path, name, "more than \(ScanSettings.fileLimit) files"))
            }
            return
        }
        let head = (try? OpenFile(path: path))?.bytes(at: 0, count: OpenFile.headSize) ?? []
        if let same = sameFile(status, head) {
            known[path] = Known(status: status, head: [], found: nil)
            found.append(Self.ignored(path, name, "the same file as \(same)"))
            return
        }
        if !isFirstScan, let log = rotatedFrom(path) {
            known[path] = Known(status: status, head: head, found: nil)
            found.append(
                Self.ignored(path, name, "a rotated part of \(log), read while it was written"))
            return
        }
        guard let recognition = recogniser.recognise(path: path) else {
            known[path] = Known(status: status, head: head, found: nil)
            return
        }
        let source = FoundSource(name: name, path: path, recognition: recognition)
        known[path] = Known(status: status, head: head, found: source)
        found.append(source)
    }

    private mutating func add(
        _ source: FoundSource, _ status: FileStatus, _ found: inout [FoundSource]
    ) {
        guard known[source.path] == nil else { return }
        known[source.path] = Known(status: status, head: [], found: source)
        found.append(source)
    }

    /// Files that said nothing so far may do so now.
    private mutating func lookAgain(_ found: inout [FoundSource]) {
        guard !isFirstScan else { return }
        for (path, entry) in known {
            guard let source = entry.found, source.kind == .ignored,
                let status = FileStatus(path: path), status != entry.status
            else { continue }
            known[path]?.status = status
            guard let recognition = recogniser.recognise(path: path),
                recognition != source.recognition
            else { continue }
            let again = FoundSource(name: source.name, path: path, recognition: recognition)
            known[path]?.found = again
            found.append(again)
        }
    }

    /// The name of a source that is this very file: inodes are used again, so the text must agree.
    private func sameFile(_ status: FileStatus, _ head: [UInt8]) -> String? {
        for entry in known.values where entry.status.isSameFile(as: status) {
            guard let name = entry.found?.name, !entry.head.isEmpty else { continue }
            if head.starts(with: entry.head) { return name }
        }
        return nil
    }

    private func rotatedFrom(_ path: String) -> String? {
        guard let log = FileName(path: path).rotatedFrom else { return nil }
        let folder = path.dropLast(FileName(path: path).name.count)
        guard case .events? = known[folder + log]?.found?.recognition else { return nil }
        return log
    }

    private static func isFileStore(_ path: String, _ names: [String]? = nil) -> Bool {
        let names = names ?? (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names.prefix(ScanSettings.fileLimit) {
            if name.allSatisfy({ $0.isASCII && $0.isNumber }) {
                if FileStatus(path: path + "/" + name + "/meta.yaml") != nil { return true }
            } else if name == "models" {
                let models =
                    (try? FileManager.default.contentsOfDirectory(atPath: path + "/models")) ?? []
                for model in models.prefix(100)
                where FileStatus(path: path + "/models/" + model + "/meta.yaml") != nil {
                    return true
                }
            }
        }
        return false
    }

    private static func ignored(_ path: String, _ name: String, _ reason: String) -> FoundSource {
        FoundSource(name: name, path: path, recognition: .ignored(reason))
    }

    private static func unreadable(_ argument: String, _ reason: String) -> FoundSource {
        FoundSource(name: argument, path: argument, recognition: .unreadable(reason))
    }

    private static func withoutSlash(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? withoutSlash(String(path.dropLast())) : path
    }

    private static func absolute(_ path: String) -> String {
        withoutSlash(URL(fileURLWithPath: path).standardizedFileURL.path)
    }
}
