/// A mapping whose keys have been checked: look-ups by name, absent and null alike are nil.
package struct DocumentMapping: Sendable {
    package let node: DocumentNode
    /// `a rule`, `driftop.yaml` …: for messages.
    package let what: String
    private let values: [String: DocumentNode]

    init(node: DocumentNode, what: String, entries: [DocumentEntry]) {
        self.node = node
        self.what = what
        values = Dictionary(entries.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    /// The same with one of its keys.
    package func only(_ key: String) -> DocumentMapping {
        DocumentMapping(node: node, what: what, values: values.filter { $0.key == key })
    }

    private init(node: DocumentNode, what: String, values: [String: DocumentNode]) {
        self.node = node
        self.what = what
        self.values = values
    }

    package subscript(key: String) -> DocumentNode? {
        guard let value = values[key], !value.isNull else { return nil }
        return value
    }

    /// The value, or an error that names the missing key.
    package func required(_ key: String) throws(DocumentError) -> DocumentNode {
        guard let value = self[key] else {
            throw node.error("\(what) lacks \"\(key)\"", hint: "add a line \"\(key): …\"")
        }
        return value
    }

    package func string(_ key: String) throws(DocumentError) -> String? {
        try self[key]?.string()
    }
    package func double(_ key: String) throws(DocumentError) -> Double? {
        try self[key]?.double()
    }
    package func bool(_ key: String) throws(DocumentError) -> Bool? {
        try self[key]?.bool()
    }
    package func duration(_ key: String) throws(DocumentError) -> Double? {
        try self[key]?.duration()
    }
    package func strings(_ key: String) throws(DocumentError) -> [String] {
        try self[key]?.strings() ?? []
    }
    package func sequence(_ key: String) throws(DocumentError) -> [DocumentNode] {
        try self[key]?.sequence() ?? []
    }

    /// Free keys to texts; numbers and booleans as written.
    package func texts(_ key: String) throws(DocumentError) -> [String: String] {
        var texts: [String: String] = [:]
        for entry in try self[key]?.entries() ?? [] where !entry.value.isNull {
            texts[entry.name] = try entry.value.string()
        }
        return texts
    }
}
