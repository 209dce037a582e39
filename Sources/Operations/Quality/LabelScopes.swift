/// Which logs a label is about that names none of their models: those in its own directory, else
/// those under the nearest directory above it that holds any; of several such directories around a
/// log the nearest.
///
/// Days and hours in a directory's name count for nothing here. Where labels are kept in a tree
/// like the logs', those in `labels/a` are about `logs/a`. Two models in two directories may use
/// the same request ids.
struct LabelScopes: Sendable {
    /// Names of models that logs say, or are called by.
    private(set) var models: Set<String> = []
    /// The model and the version that labels name, and whether they name more than one.
    private var labelled: (model: String?, version: String?)
    private(set) var hasSeveralModels = false
    private(set) var hasSeveralVersions = false
    /// Directories that hold logs of requests, and those that hold files of labels which name no
    /// model.
    private var logs: Set<String> = []
    private var labels: Set<String> = []
    private var folders: [String: Int32] = [:]
    private var paths: [String] = []
    private var roots: [Root] = []
    /// Another number once answers belong to other scopes.
    private(set) var revision = 0
    /// By folder.
    private var scopes: [(Int32?, Int32?)] = []

    private struct Root {
        var path: Substring
        /// Labels among the lines of a log: they leave its requests to other labels as well.
        var isAmongRequests: Bool
    }

    /// Takes in where requests are logged and where labels stand; what was folded before keeps its
    /// scope.
    mutating func note(logs: Set<String>, labels: Set<String>) {
        self.logs.formUnion(logs.map(Self.undated))
        self.labels.formUnion(labels.map(Self.undated))
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

    /// The scopes that a folder's requests are in: by files of labels, by labels among requests.
    func around(_ folder: Int32) -> (Int32?, Int32?) {
        scopes.indices.contains(Int(folder)) ? scopes[Int(folder)] : (nil, nil)
    }

    /// A number for a directory.
    mutating func folder(_ path: String) -> Int32 {
        if let known = folders[path] { return known }
        folders[path] = Int32(paths.count)
        paths.append(Self.undated(path))
        scopes.append(scopes(around: paths[paths.count - 1]))
        return Int32(paths.count - 1)
    }

    private func scopes(around path: String) -> (Int32?, Int32?) {
        func nearest(_ isAmongRequests: Bool) -> Int32? {
            roots.indices.filter {
                roots[$0].isAmongRequests == isAmongRequests && Self.contains(roots[$0].path, path)
            }.max { roots[$0].path.count < roots[$1].path.count }.map(Int32.init)
        }
        return (nearest(false), nearest(true))
    }

    /// What labels in a directory are about; nil for everything.
    ///
    /// A file of labels takes the logs there from any directory above.
    mutating func scope(of path: String) -> Int32? {
        let path = Self.undated(path)
        var root = path[...]
        while !logs.contains(where: { Self.contains(root, $0) }) {
            guard let slash = root.lastIndex(of: "/") else { return nil }
            root = root[..<slash]
        }
        if let twin = twin(of: path, under: root) { root = twin }
        let isAmongRequests = !labels.contains(path)
        let known = roots.firstIndex {
            $0.path == root && $0.isAmongRequests == isAmongRequests
        }
        if let known { return Int32(known) }
        roots.append(Root(path: root, isAmongRequests: isAmongRequests))
        scopes = paths.map(scopes(around:))
        revision += 1
        return Int32(roots.count - 1)
    }

    /// The directory that holds logs where `path` holds labels, when the two lie in trees alike.
    private func twin(of path: String, under root: Substring) -> Substring? {
        guard let tail = Self.tail(of: path, below: root) else { return nil }
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
    private static func tail(of path: some StringProtocol, below root: Substring) -> Substring? {
        let below = Substring(path).dropFirst(root.count + 1)
        return below.firstIndex(of: "/").map { below[$0...] }
    }

    /// A directory without the parts of its name that only say when: a label comes later than its
    /// request, and lies in another day's directory.
    private static func undated(_ path: String) -> String {
        var isDated = false
        return path.split(separator: "/", omittingEmptySubsequences: false).filter { part in
            // `11` and `28` are a month and a day below a year only.
            let digits = part.allSatisfy { "0"..."9" ~= $0 } ? part.count : 0
            isDated = saysWhen(part) || isDated && (1...2).contains(digits)
            return !isDated
        }.joined(separator: "/")
    }

    /// `2026`, `20261128`, `2026-11-28`, `2026-W48`, `2026-11-28T13`, `dt=2026-11-28`, `hour=07`.
    private static func saysWhen(_ part: Substring) -> Bool {
        let words: Set<Substring> = [
            "dt", "ds", "date", "year", "month", "week", "day", "hour", "y", "m", "d", "h",
        ]
        if let sign = part.firstIndex(of: "=") {
            let value = part[part.index(after: sign)...]
            return words.contains(Substring(part[..<sign].lowercased()))
                && value.contains(where: \.isNumber)
        }
        let (year, rest) = (part.prefix(4), part.dropFirst(4))
        guard year.count == 4, year.allSatisfy({ "0"..."9" ~= $0 }),
            year.hasPrefix("19") || year.hasPrefix("20")
        else { return false }
        guard let next = rest.first, "0"..."9" ~= next else {
            return rest.allSatisfy { "0"..."9" ~= $0 || "-_:.TWZ".contains($0) }
        }
        return [6, 8, 10, 12, 14].contains(part.count) && rest.allSatisfy { "0"..."9" ~= $0 }
            && (1...12).contains(Int(rest.prefix(2)) ?? 0)
    }

    private static func contains(_ root: some StringProtocol, _ path: some StringProtocol) -> Bool {
        path == root || path.hasPrefix(root + "/")
    }
}
