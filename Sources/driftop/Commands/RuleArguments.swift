import Documents
import Foundation
import Ingest

/// Which arguments of `check` are rule files, and which are sources.
///
/// Nobody who names a broken rule file may read "all well": what is no known source is read as
/// rules, and says what is wrong with it.
struct RuleArguments {
    private(set) var files: [String] = []
    private(set) var others: [String] = []

    init(_ arguments: [String]) {
        for argument in arguments {
            if !Self.isRuleFile(argument) {
                others.append(argument)
            } else if PathPattern.isPattern(argument),
                !FileManager.default.fileExists(atPath: argument)
            {
                let found = PathPattern.paths(argument)
                files += found.isEmpty ? [argument] : found
            } else {
                files.append(argument)
            }
        }
    }

    /// Entries of a directory that are looked at, and rule files that are taken.
    private static let entryLimit = 20_000
    private static let fileLimit = 1_000

    /// The rule files below a directory, in order of their paths.
    static func files(below directory: String) -> [String] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory),
            isDirectory.boolValue,
            let entries = FileManager.default.enumerator(
                at: URL(filePath: directory), includingPropertiesForKeys: nil,
                options: [.skipsHiddenFiles, .skipsPackageDescendants])
        else { return [] }
        var found: [String] = []
        for case let url as URL in entries.lazy.prefix(entryLimit) {
            let path = url.path(percentEncoded: false)
            guard ["yml", "yaml", "rules"].contains(url.pathExtension.lowercased()),
                isRegular(path), holdsGroups(path)
            else { continue }
            found.append(path)
            if found.count == fileLimit { break }
        }
        return found.sorted()
    }

    /// What is read of a file to see whether it holds rules: groups stand near its beginning.
    private static let headSize = 256 << 10

    private static let natives: Set = ["driftop", "registry", "team", "teams", "workflow"]

    private static func isRuleFile(_ path: String) -> Bool {
        let url = URL(filePath: path)
        let fileExtension = url.pathExtension.lowercased()
        let isYAML = ["yml", "yaml"].contains(fileExtension)
        let isNative =
            isYAML && natives.contains(url.deletingPathExtension().lastPathComponent.lowercased())
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            return isYAML && !isNative || fileExtension == "rules"
        }
        if isDirectory.boolValue { return false }
        if !isNative, isYAML || fileExtension == "rules" { return true }
        // A pipe can be read once: it is not looked at before.
        guard isRegular(path) else { return true }
        if holdsGroups(path) { return true }
        if isNative || url.lastPathComponent == "MLmodel" { return false }
        switch Recogniser(settings: ScanSettings()).recognise(path: path) {
        case .ignored(let reason):
            return fileExtension == "json" || reason == Recogniser.unknownFormat
        case nil, .unreadable, .events, .metrics, .mlflowDatabase, .mlflowFileStore, .document,
            .stageEvents, .reference:
            return false
        }
    }

    private static func isRegular(_ path: String) -> Bool {
        let real = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let attributes = try? FileManager.default.attributesOfItem(atPath: real)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }

    /// Whether `groups` stands at the top of a YAML or JSON text, even of a faulty one.
    private static func holdsGroups(_ path: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path),
            let head = try? handle.read(upToCount: headSize),
            let text = try? DocumentText.text(of: whole(head), file: path)
        else { return false }
        if text.split(whereSeparator: \.isNewline).contains(where: Recogniser.isGroupsLine) {
            return true
        }
        guard text.first(where: { !$0.isWhitespace }) == "{", text.contains("\"groups\""),
            let root = try? Document(yaml: text, file: path).root.entries()
        else { return false }
        return root.contains { $0.name == "groups" }
    }

    /// Without a character that the end of what was read has cut.
    private static func whole(_ head: Data) -> Data {
        guard head.count == headSize else { return head }
        return head.prefix((head.lastIndex(of: 10) ?? head.endIndex - 1) + 1)
    }
}
