/// Which key does what.
package struct KeyMap: Equatable, Sendable {
    /// In the order of the footer.
    package private(set) var bindings: [KeyBinding]

    /// What a key does; nil when nothing.
    package func command(for key: Key) -> Command? {
        bindings.first { $0.keys.contains(key) }?.command
    }

    /// The row of a command.
    package func binding(_ command: Command) -> KeyBinding? {
        bindings.first { $0.command == command }
    }

    /// The first key of a command, as the footer shows it.
    package func key(_ command: Command) -> String {
        binding(command)?.keys.first?.name ?? ""
    }

    /// The table as Markdown, for the README.
    package var markdown: String {
        let rows = bindings.filter { !$0.keys.isEmpty }.map { binding in
            let keys = binding.keys.map { "`\($0.name)`" }.joined(separator: " ")
            return "| \(keys) | \(binding.help) | `\(binding.command.rawValue)` |"
        }
        return (["| key | does | in `keys:` |", "|---|---|---|"] + rows).joined(separator: "\n")
            + "\n"
    }

    /// Why a `keys:` entry cannot be used.
    package enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
        case unknownCommand(String, nearest: String?)
        case unknownKey(command: String, key: String)
        case taken(command: String, key: String, by: String)
        package var description: String {
            switch self {
            case .unknownCommand(let name, let nearest):
                "unknown command `\(name)`" + (nearest.map { ", did you mean `\($0)`?" } ?? "")
            case .unknownKey(let command, let key):
                "`\(command)`: unknown key `\(key)`; write a character, ctrl-x, F1 … F12, enter,"
                    + " esc, tab, space, up, down, left, right, page-up, page-down, home or end"
            case .taken(let command, let key, let other):
                "`\(command)`: `\(key)` already does `\(other)`; give that another key too"
            }
        }
    }

    /// Applies `keys:` of the configuration: command names to the keys that replace theirs.
    package mutating func rebind(_ names: [String: [String]]) throws(Failure) {
        var rebound: Set<Command> = []
        for (name, keys) in names.sorted(by: { $0.key < $1.key }) {
            guard let command = Command(rawValue: name),
                let index = bindings.firstIndex(where: { $0.command == command })
            else {
                let known = Command.allCases.map(\.rawValue)
                throw .unknownCommand(name, nearest: ColourSpec.nearest(to: name, among: known))
            }
            var parsed: [Key] = []
            for key in keys {
                guard let value = Key(name: key) else {
                    throw .unknownKey(command: name, key: key)
                }
                parsed.append(value)
            }
            bindings[index].keys = parsed
            rebound.insert(command)
        }
        // Only after all are changed: two commands may trade their keys.
        for command in bindings.map(\.command) where rebound.contains(command) {
            for key in binding(command)?.keys ?? [] {
                if let other = bindings.first(where: {
                    $0.command != command && $0.keys.contains(key)
                }) {
                    throw .taken(
                        command: command.rawValue, key: key.name, by: other.command.rawValue)
                }
            }
        }
    }
}
