internal import Documents

/// The variables that are declared where a template is being read: `$label` for `$labels` is found
/// before it ever runs.
struct TemplateScope {
    private var levels: [Set<String>]

    init(known: Set<String>) { levels = [known] }

    /// A control structure's own variables end with it.
    mutating func open() { levels.append([]) }

    mutating func close() { levels.removeLast() }

    mutating func declare(_ name: String) { levels[levels.count - 1].insert(name) }

    /// What to do about a variable that nobody declared; nil when somebody did.
    func complaint(about name: String) -> String? {
        if levels.contains(where: { $0.contains(name) }) { return nil }
        let known = levels.joined().filter { !$0.isEmpty }.sorted()
        if let nearest = Nearest.match(for: name, in: known) {
            return "did you mean \"$\(nearest)\"?"
        }
        let names = known.map { "$" + $0 }.joined(separator: ", ")
        return names.isEmpty ? "declare it: {{ $\(name) := … }}" : "known here: " + names
    }
}
