extension TemplateFunctions {
    /// How many values a function takes; what takes at least so many is in `openEnded`.
    private static let arities: [String: Int] = {
        var result: [String: Int] = [
            "externalURL": 0, "pathPrefix": 0, "now": 0, "reReplaceAll": 3,
        ]
        for name in ["label", "match", "sortByLabel", "ne", "lt", "le", "gt", "ge"] {
            result[name] = 2
        }
        for name in names where result[name] == nil { result[name] = 1 }
        for name in ["args", "print", "println", "html", "js", "urlquery"] { result[name] = 0 }
        return result
    }()

    private static let openEnded: Set<String> = [
        "and", "or", "eq", "index", "slice", "printf", "call", "args", "print", "println", "html",
        "js", "urlquery",
    ]

    /// Throws Go's error for a wrong number of values.
    static func check(_ count: Int, of name: String) throws {
        let wanted = arities[name] ?? 0
        let isOpen = openEnded.contains(name)
        if isOpen ? count >= wanted : count == wanted { return }
        throw TemplateFault(
            "wrong number of args for \(name): want \(isOpen ? "at least " : "")\(wanted) got "
                + "\(count)")
    }
}
