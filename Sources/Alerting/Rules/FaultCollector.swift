internal import Documents

/// A reader that notes every fault of a file and goes on.
protocol FaultCollector {
    var errors: [DocumentError] { get set }
}

extension FaultCollector {
    /// The value, or nil with its error noted.
    mutating func attempt<Value>(
        _ body: () throws(DocumentError) -> Value
    ) -> Value? {
        do throws(DocumentError) { return try body() } catch {
            errors.append(error)
            return nil
        }
    }

    mutating func note(_ error: DocumentError) { errors.append(error) }

    /// A length of time; nil without one.
    mutating func milliseconds(_ mapping: DocumentMapping, _ key: String) -> Int64? {
        guard let node = mapping[key],
            let seconds = attempt({ () throws(DocumentError) in try node.duration() })
        else { return nil }
        return Int64((seconds * 1_000).rounded())
    }

    /// A mapping whose unknown keys are noted, and the rest read; nil when it is none.
    ///
    /// - Parameter elsewhere: keys that belong to another place, and which.
    mutating func mapping(
        _ node: DocumentNode, of what: String, keys: [String], elsewhere: [String: String] = [:]
    ) -> DocumentMapping? {
        var unknown: [DocumentError] = []
        defer { errors += unknown }
        var places: [RuleMarks.Place: String] = [:]
        if !elsewhere.isEmpty, case .mapping(let entries) = node.content {
            for entry in entries where !keys.contains(entry.name) {
                let place = RuleMarks.Place(line: entry.key.line, column: entry.key.column)
                places[place] = elsewhere[entry.name]
            }
        }
        return attempt { () throws(DocumentError) in
            try node.mapping(of: what, keys: keys) { error in
                var error = error
                if let line = error.line, let column = error.column,
                    let home = places[RuleMarks.Place(line: line, column: column)]
                {
                    error.hint = "it belongs into \(home)"
                }
                unknown.append(error)
            }
        }
    }

    /// The members of a list; none without one.
    mutating func members(_ mapping: DocumentMapping, _ key: String) -> [DocumentNode] {
        attempt { () throws(DocumentError) in try mapping.sequence(key) } ?? []
    }

    /// The text of a key; nil without one.
    mutating func text(_ mapping: DocumentMapping, _ key: String) -> String? {
        attempt { () throws(DocumentError) in try mapping.string(key) } ?? nil
    }
}
