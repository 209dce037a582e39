import Glibc

/// Shell patterns of paths: `logs/*.jsonl`.
package enum PathPattern {
    /// Whether a path has characters that match others.
    package static func isPattern(_ path: String) -> Bool {
        path.contains { "*?[".contains($0) }
    }

    /// Whether every bracket closes and no backslash ends it: what Go's `filepath.Glob` asks for.
    package static func isWellFormed(_ pattern: String) -> Bool {
        var rest = Substring(pattern)
        while let first = rest.popFirst() {
            if first == "\\", rest.popFirst() == nil { return false }
            guard first == "[" else { continue }
            if rest.first == "^" || rest.first == "!" { rest.removeFirst() }
            // A bracket right behind the opening one is a member.
            guard rest.popFirst() != nil, let end = rest.firstIndex(of: "]") else { return false }
            rest = rest[rest.index(after: end)...]
        }
        return true
    }

    /// What a pattern matches now, in the order of the names' bytes, whatever the locale.
    package static func paths(_ pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, GLOB_NOSORT, nil, &result) == 0, let paths = result.gl_pathv else {
            return []
        }
        return (0..<Int(result.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
