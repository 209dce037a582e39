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

    /// - Parameter room: how many more values the text may have.
    init(_ node: Node, file: String, depth: Int, room: inout Int) throws(DocumentError) {
        let mark = node.mark
        let (line, column) = (mark?.line ?? 1, mark?.column ?? 1)
        room -= 1
        guard room > 0 else {
            throw DocumentError(
                file: file, line: line, column: column,
                message: "aliases of aliases make this too many values to read",
                hint: "write out what is meant, or repeat less of it")
        }
        self.init(
            content: try Self.content(of: node, file: file, depth: depth, room: &room), file: file,
            line: line, column: column)
    }

    private static func content(
        of node: Node, file: String, depth: Int, room: inout Int
    ) throws(DocumentError) -> Content {
        guard depth < depthLimit else { return .null }
        switch node {
        case .scalar(let scalar):
            let quoted = scalar.style == .doubleQuoted || scalar.style == .singleQuoted
            if !quoted, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .null }
            return .scalar(scalar.string, quoted: quoted)
        case .sequence(let nodes):
            var values: [DocumentNode] = []
            for node in nodes {
                values.append(
                    try DocumentNode(node, file: file, depth: depth + 1, room: &room))
            }
            return .sequence(values)
        case .mapping(let mapping):
            var entries: [DocumentEntry] = []
            for (key, value) in mapping {
                entries.append(
                    DocumentEntry(
                        key: try DocumentNode(key, file: file, depth: depth + 1, room: &room),
                        value: try DocumentNode(value, file: file, depth: depth + 1, room: &room)))
            }
            return .mapping(merged(entries))
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
