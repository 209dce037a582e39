internal import Yams

/// One value of a document and where it stands.
package struct DocumentNode: Sendable {
    /// What a node holds.
    package indirect enum Content: Sendable {
        case null
        /// A plain or quoted scalar, as text; `quoted` keeps `"8"` apart from `8`.
        case scalar(String, quoted: Bool)
        case sequence([DocumentNode])
        case mapping([DocumentEntry])
    }
    package let content: Content
    package let file: String
    package let line: Int
    package let column: Int

    package init(content: Content, file: String, line: Int, column: Int) {
        self.content = content
        self.file = file
        self.line = line
        self.column = column
    }

    /// Deeper than this reads as null: no file of ours nests so far, and aliases cannot blow up.
    private static let depthLimit = 32

    init(_ node: Node, file: String, depth: Int) {
        let mark = node.mark
        self.init(
            content: Self.content(of: node, file: file, depth: depth), file: file,
            line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    private static func content(of node: Node, file: String, depth: Int) -> Content {
        guard depth < depthLimit else { return .null }
        switch node {
        case .scalar(let scalar):
            let quoted = scalar.style == .doubleQuoted || scalar.style == .singleQuoted
            if !quoted, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .null }
            return .scalar(scalar.string, quoted: quoted)
        case .sequence(let nodes):
            return .sequence(nodes.map { DocumentNode($0, file: file, depth: depth + 1) })
        case .mapping(let mapping):
            return .mapping(
                merged(
                    mapping.map { key, value in
                        DocumentEntry(
                            key: DocumentNode(key, file: file, depth: depth + 1),
                            value: DocumentNode(value, file: file, depth: depth + 1))
                    }))
        case .alias:
            return .null
        }
    }

    /// `<<: *defaults` put in its place: keys of the mapping itself win, then the first merged.
    private static func merged(_ entries: [DocumentEntry]) -> [DocumentEntry] {
        guard entries.contains(where: \.isMerge) else { return entries }
        var result = entries.filter { !$0.isMerge }
        for entry in entries where entry.isMerge {
            let sources =
                if case .sequence(let nodes) = entry.value.content { nodes } else { [entry.value] }
            for source in sources {
                guard case .mapping(let others) = source.content else { continue }
                result += others.filter { other in !result.contains { $0.name == other.name } }
            }
        }
        return result
    }

    /// An error at this node.
    package func error(_ message: String, hint: String? = nil) -> DocumentError {
        DocumentError(file: file, line: line, column: column, message: message, hint: hint)
    }

    /// `a number`, `a list` …: what stands here, for messages.
    package var kind: String {
        switch content {
        case .null: "nothing"
        case .scalar(let text, _): "\"\(text.prefix(40))\""
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

/// One key and its value.
package struct DocumentEntry: Sendable {
    package let key: DocumentNode
    package let value: DocumentNode
    /// YAML's merge key.
    var isMerge: Bool {
        if case .scalar("<<", quoted: false) = key.content { true } else { false }
    }

    /// The key's text; empty when the key is not a scalar.
    package var name: String {
        if case .scalar(let text, _) = key.content { text } else { "" }
    }
}
