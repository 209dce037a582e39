internal import Documents

/// Where the parts of a rule are written.
package struct RuleMarks: Sendable {
    /// Both from 1.
    package struct Place: Hashable, Sendable {
        package var line: Int
        package var column: Int
    }
    package var file: String
    package var name: Place
    package var expression: WrittenText
    /// The values of keys, `for` and `keep_firing_for` among them; `labels.severity` for those of a
    /// mapping.
    package var values: [String: Place]
}

extension RuleFileReader {
    /// Where a rule's parts stand; nil when it has no expression.
    func marks(_ mapping: DocumentMapping, name: DocumentNode) -> RuleMarks? {
        guard let node = mapping["expr"], case .scalar(let text, _) = node.content else {
            return nil
        }
        var values: [String: RuleMarks.Place] = [:]
        for key in ["for", "keep_firing_for"] { values[key] = mapping[key].map(Self.place) }
        for key in ["labels", "annotations"] {
            guard case .mapping(let entries)? = mapping[key]?.content else { continue }
            for entry in entries { values["\(key).\(entry.name)"] = Self.place(entry.value) }
        }
        return RuleMarks(
            file: name.file, name: Self.place(name),
            expression: WrittenText(of: text, at: node, in: source), values: values)
    }

    private static func place(_ node: DocumentNode) -> RuleMarks.Place {
        RuleMarks.Place(line: node.line, column: node.column)
    }
}
