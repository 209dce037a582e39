/// Whose answers a label judges, by what it says and where it stands.
struct LabelSubject: Hashable, Sendable {
    var model: String?
    var version: String?
    /// The logs that it is about unless it names a model of theirs, by `LabelScopes`; nil for all.
    var scope: Int32?

    /// Whether the answer is one that a label of its request is about.
    ///
    /// What a log does not say, a label's word for it contradicts nothing: a log without versions,
    /// or whose model is only guessed by the file's name, unless some log has the label's model.
    /// Where labels name several, nobody can say which of them it is.
    func includes(_ origin: AnswerOrigin, _ scopes: LabelScopes) -> Bool {
        if let version, version != origin.version {
            guard origin.version == nil, !scopes.hasSeveralVersions else { return false }
        }
        if let model {
            if model == origin.model { return true }
            guard origin.isModelGuessed, !scopes.hasSeveralModels, !scopes.models.contains(model)
            else { return false }
        }
        return scope == nil || scopes.around(origin.folder) == scope
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
        if model == nil, let scope { add(0x1_0000 + UInt64(scope)) }
        return key
    }

    /// Whether it says anything that an answer may not say.
    var isNamed: Bool { model != nil || version != nil }
}

/// Who answered a request, and where that is logged.
struct AnswerOrigin: Hashable, Sendable {
    var model: String?
    var version: String?
    /// The log names no model: it is called as its file is.
    var isModelGuessed = false
    /// By `LabelScopes`.
    var folder: Int32 = -1

    /// Where labels may be kept that judge this answer, the most telling first.
    func keys(_ hash: UInt64, _ scopes: LabelScopes) -> [UInt64] {
        var subjects = [LabelSubject(model: model, version: version), LabelSubject(model: model)]
        for scope in [scopes.around(folder), nil] {
            subjects.append(LabelSubject(version: version, scope: scope))
            subjects.append(LabelSubject(scope: scope))
        }
        return subjects.map { $0.key(hash) }
    }
}

/// Which logs a label is about that names none of their models: those in its own directory, else
/// those under the nearest directory above it that holds any; of several such directories around a
/// log the nearest.
///
/// Two models in two directories may use the same request ids.
struct LabelScopes: Sendable {
    /// Names of models that logs say, or are called by.
    private(set) var models: Set<String> = []
    /// The model and the version that labels name, and whether they name more than one.
    private var labelled: (model: String?, version: String?)
    private(set) var hasSeveralModels = false
    private(set) var hasSeveralVersions = false
    /// Directories that hold logs of requests.
    private var logs: Set<String> = []
    private var folders: [String: Int32] = [:]
    private var paths: [String] = []
    private var roots: [String] = []
    /// By folder: the nearest root that it lies in.
    private var nearest: [Int32?] = []

    /// Takes in where requests are logged and where labels stand; what was folded before keeps its
    /// scope.
    mutating func note(logs: Set<String>, labels: Set<String>) {
        self.logs.formUnion(logs)
        for folder in labels.sorted() { _ = scope(of: folder) }
    }

    mutating func note(label: LabelSubject) {
        if let model = label.model {
            hasSeveralModels = hasSeveralModels || labelled.model ?? model != model
            labelled.model = model
        }
        if let version = label.version {
            hasSeveralVersions = hasSeveralVersions || labelled.version ?? version != version
            labelled.version = version
        }
    }

    mutating func note(model: String) { models.insert(model) }

    /// The scope that a folder's requests are in.
    func around(_ folder: Int32) -> Int32? {
        nearest.indices.contains(Int(folder)) ? nearest[Int(folder)] : nil
    }

    /// A number for a directory.
    mutating func folder(_ path: String) -> Int32 {
        if let known = folders[path] { return known }
        folders[path] = Int32(paths.count)
        paths.append(path)
        nearest.append(
            roots.indices.filter { Self.contains(roots[$0], path) }
                .max { roots[$0].count < roots[$1].count }.map(Int32.init))
        return Int32(paths.count - 1)
    }

    /// What labels in a directory are about; nil for everything.
    ///
    /// It takes the logs there from any directory above.
    mutating func scope(of path: String) -> Int32? {
        var root = Substring(path)
        while !logs.contains(where: { Self.contains(root, $0) }) {
            guard let slash = root.lastIndex(of: "/") else { return nil }
            root = root[..<slash]
        }
        if let known = roots.firstIndex(where: { $0 == root }) { return Int32(known) }
        let number = Int32(roots.count)
        roots.append(String(root))
        for index in paths.indices where Self.contains(root, paths[index]) {
            let known = nearest[index].map { roots[Int($0)].count } ?? -1
            if known < root.count { nearest[index] = number }
        }
        return number
    }

    private static func contains(_ root: some StringProtocol, _ path: String) -> Bool {
        path == root || path.hasPrefix(root + "/")
    }
}
