/// Which logs a label is about that names none of their models: those in its own directory, else
/// those under the nearest directory above it that holds any; of several such directories around a
/// log the nearest.
///
/// Where labels are kept in a tree like the logs', those in `labels/a` are about `logs/a`. Two
/// models in two directories may use the same request ids.
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
        if let twin = twin(of: path, under: root) { root = twin }
        if let known = roots.firstIndex(where: { $0 == root }) { return Int32(known) }
        let number = Int32(roots.count)
        roots.append(String(root))
        for index in paths.indices where Self.contains(root, paths[index]) {
            let known = nearest[index].map { roots[Int($0)].count } ?? -1
            if known < root.count { nearest[index] = number }
        }
        return number
    }

    /// The directory that holds logs where `path` holds labels, when the two lie in trees alike.
    private func twin(of path: String, under root: Substring) -> Substring? {
        guard path.count > root.count, let tail = Self.tail(of: path, below: root) else {
            return nil
        }
        let others = logs.filter { Self.contains(root, $0) && $0.count > root.count }
        var shared = tail
        while !shared.isEmpty {
            let twins = Set(
                others.compactMap { log -> Substring? in
                    guard let other = Self.tail(of: log, below: root),
                        Self.contains(shared, other)
                    else { return nil }
                    return log[..<log.index(other.startIndex, offsetBy: shared.count)]
                })
            if !twins.isEmpty { return twins.count == 1 ? twins.first : nil }
            shared = shared[..<(shared.lastIndex(of: "/") ?? shared.startIndex)]
        }
        return nil
    }

    /// `/a/2026` of `root/labels/a/2026`.
    private static func tail(of path: String, below root: Substring) -> Substring? {
        let below = path.dropFirst(root.count + 1)
        return below.firstIndex(of: "/").map { below[$0...] }
    }

    private static func contains(_ root: some StringProtocol, _ path: some StringProtocol) -> Bool {
        path == root || path.hasPrefix(root + "/")
    }
}
