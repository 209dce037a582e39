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
    /// nil where an objective takes an expression's place.
    package var expression: WrittenText?
    /// The values of keys, `for` and `keep_firing_for` among them; `labels.severity` and `ops.slo`
    /// for those of a mapping.
    package var values: [String: Place]
}

extension RuleFileReader {
    /// Where a rule's parts stand.
    func marks(_ mapping: DocumentMapping, name: DocumentNode) -> RuleMarks {
        var expression: WrittenText?
        if let node = mapping["expr"], case .scalar(let text, _) = node.content {
            expression = WrittenText(of: text, at: node, in: source)
        }
        var values: [String: RuleMarks.Place] = [:]
        for key in ["for", "keep_firing_for"] { values[key] = mapping[key].map(Self.place) }
        for key in ["labels", "annotations", "ops"] {
            guard case .mapping(let entries)? = mapping[key]?.content else { continue }
            for entry in entries {
                values["\(key).\(entry.name)"] = Self.place(
                    key == "ops" && entry.name == "slo" ? entry.key : entry.value)
            }
        }
        return RuleMarks(
            file: name.file, name: Self.place(name),
            expression: expression, values: values)
    }

    private static func place(_ node: DocumentNode) -> RuleMarks.Place {
        RuleMarks.Place(line: node.line, column: node.column)
    }
}
