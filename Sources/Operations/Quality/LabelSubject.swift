/// Whose answers a label judges, by what it says and where it stands.
struct LabelSubject: Hashable, Sendable {
    var model: String?
    var version: String?
    /// Of a label that names no model: the logs it is about, by `LabelScopes`; nil for all.
    var scope: Int32?

    func includes(_ origin: AnswerOrigin, _ scopes: LabelScopes) -> Bool {
        (model == nil || model == origin.model) && (version == nil || version == origin.version)
            && (scope.map { scopes.around(origin.folder).contains($0) } ?? true)
    }

    /// Where a label of a request is kept (FNV-1a).
    func key(_ hash: UInt64) -> UInt64 {
        var key = hash
        func add(_ byte: UInt64) { key = (key ^ byte) &* 0x100_0000_01B3 }
        for (mark, text) in [(UInt64(0xFE), model), (0xFF, version)] {
            guard let text else { continue }
            add(mark)
            for byte in text.utf8 { add(UInt64(byte)) }
        }
        if let scope { add(0x1_0000 + UInt64(scope)) }
        return key
    }
}

/// Who answered a request, and where that is logged.
struct AnswerOrigin: Hashable, Sendable {
    var model: String?
    var version: String?
    /// By `LabelScopes`.
    var folder: Int32 = -1

    /// Where labels may be kept that judge this answer, the most telling first.
    func keys(_ hash: UInt64, _ scopes: LabelScopes) -> [UInt64] {
        var subjects = [
            LabelSubject(model: model, version: version), LabelSubject(model: model),
        ]
        for scope in scopes.around(folder).map(Optional.some) + [nil] {
            subjects.append(LabelSubject(version: version, scope: scope))
            subjects.append(LabelSubject(scope: scope))
        }
        return subjects.map { $0.key(hash) }
    }
}

/// Which logs a label is about that names no model: those in its own directory, else those of the
/// nearest directory above it that holds any.
///
/// Two models in two directories may use the same request ids. Where labels stand above all logs
/// they are about all.
struct LabelScopes: Sendable {
    /// Directories that hold logs of requests.
    private var logs: Set<String> = []
    private var folders: [String: Int32] = [:]
    private var paths: [String] = []
    private var roots: [String] = []
    /// By folder: the roots that it lies in.
    private var rootsAround: [[Int32]] = []

    /// Takes in where requests are logged; labels folded before keep their scope.
    mutating func note(logs more: some Sequence<String>) { logs.formUnion(more) }

    /// A number for a directory, and what labels in it are about; nil for everything.
    mutating func place(of path: String) -> (folder: Int32, scope: Int32?) {
        (folder(path), scope(of: path))
    }

    private mutating func folder(_ path: String) -> Int32 {
        if let known = folders[path] { return known }
        folders[path] = Int32(paths.count)
        paths.append(path)
        rootsAround.append(
            roots.indices.filter { Self.contains(roots[$0], path) }.map(Int32.init))
        return Int32(paths.count - 1)
    }

    /// The scopes that a folder's requests are in.
    func around(_ folder: Int32) -> [Int32] {
        rootsAround.indices.contains(Int(folder)) ? rootsAround[Int(folder)] : []
    }

    private mutating func scope(of path: String) -> Int32? {
        var root = Substring(path)
        while !logs.contains(where: { Self.contains(root, $0) }) {
            guard let slash = root.lastIndex(of: "/") else { return nil }
            root = root[..<slash]
        }
        if logs.allSatisfy({ Self.contains(root, $0) }) { return nil }
        if let known = roots.firstIndex(where: { $0 == root }) { return Int32(known) }
        let number = Int32(roots.count)
        roots.append(String(root))
        for index in paths.indices where Self.contains(root, paths[index]) {
            rootsAround[index].append(number)
        }
        return number
    }

    private static func contains(_ root: some StringProtocol, _ path: String) -> Bool {
        path == root || path.hasPrefix(root + "/")
    }
}
