// Documents reads YAML that people write: rules, configuration, themes, native files, MLflow's
// metadata. It knows positions and shapes and says clearly what is wrong; it knows nothing of what
// the keys mean, and reads no file itself: callers hand in the text.

internal import Yams

/// A YAML text, read once, with positions.
package struct Document: Sendable {
    package let root: DocumentNode

    /// Above this a text is refused: nobody writes such a file by hand.
    package static let byteLimit = 8 << 20

    /// Aliases may make so many values of a few: each one that is repeated is a copy.
    private static let aliasRoom = 100_000

    /// - Parameter file: the name that errors carry.
    package init(yaml: String, file: String) throws(DocumentError) {
        self = try Self.all(yaml: yaml, file: file).first ?? Document(empty: file)
    }

    /// Every document of a multi-document text; none for an empty one.
    package static func all(yaml: String, file: String) throws(DocumentError) -> [Document] {
        guard yaml.utf8.count <= byteLimit else {
            throw DocumentError(
                file: file, message: "the file is larger than 8 MB",
                hint: "is it really a file written by hand?")
        }
        do {
            // The sequence ends quietly at a fault and keeps it in `error`.
            var sequence = try Yams.compose_all(yaml: DocumentText.withoutMark(yaml))
            var nodes: [Node] = []
            while let node = sequence.next() { nodes.append(node) }
            if let fault = sequence.error { throw fault }
            // Without aliases no text has more values than bytes.
            var room = yaml.utf8.count + aliasRoom
            return try nodes.map { node throws(DocumentError) in
                Document(root: try DocumentNode(node, file: file, depth: 0, room: &room))
            }
        } catch let error as DocumentError {
            throw error
        } catch let error as YamlError {
            throw DocumentError(yamlError: error, file: file)
        } catch {
            throw DocumentError(file: file, message: "not YAML: \(error)")
        }
    }

    private init(root: DocumentNode) { self.root = root }

    private init(empty file: String) {
        root = DocumentNode(content: .null, file: file, line: 1, column: 1)
    }
}

extension DocumentError {
    fileprivate init(yamlError: YamlError, file: String) {
        switch yamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(
                file: file, line: mark.line, column: mark.column,
                message: "not valid YAML here: \(problem)",
                hint: "check the indentation and quotes on this line and the one above")
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.compactMap(\.description).sorted().joined(separator: ", ")
            self.init(
                file: file, line: context.mark.line, column: context.mark.column,
                message: "a key stands here twice: \(names)", hint: "keep one of them")
        default:
            self.init(file: file, message: "not valid YAML: \(yamlError)")
        }
    }
}
