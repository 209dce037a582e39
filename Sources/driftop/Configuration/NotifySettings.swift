import Documents
import Glibc

/// `notify:`, the command that is run once for every new page.
package struct NotifySettings: Equatable, Sendable {
    /// The program and its arguments; no shell reads them.
    package var command: [String]
    /// Longer than this it is not waited for: its process group is killed.
    package var timeoutSeconds = 10.0
    /// No more runs than this within `spanSeconds`; what is held back is counted and said.
    package var limit = 10
    package static let spanSeconds = 600.0
    /// Why it is never run, although it is asked for; nil when it is.
    package var refusal: String?

    init(command: [String], limit: Int) {
        self.command = command
        self.limit = limit
    }

    /// An argument vector, or a mapping with `command`, `timeout` and `at_most` (in ten minutes).
    ///
    /// - Parameter directory: where a program named by a relative path begins.
    init(_ node: DocumentNode, directory: String) throws(DocumentError) {
        var place = node
        if case .mapping = node.content {
            let mapping = try node.mapping(of: "notify", keys: ["command", "timeout", "at_most"])
            place = try mapping.required("command")
            timeoutSeconds = try mapping.duration("timeout") ?? timeoutSeconds
            guard (0.1...60).contains(timeoutSeconds) else {
                throw node.error("timeout must be from 100ms to 60s")
            }
            limit = try mapping["at_most"]?.integer() ?? limit
            guard (1...1_000).contains(limit) else {
                throw node.error("at_most must be from 1 to 1000 runs in ten minutes")
            }
        }
        guard case .sequence = place.content else {
            throw place.error(
                "the command is a list: the program, then its arguments",
                hint: "no shell reads it; write [\"/usr/local/bin/page\", \"--team\", \"ml\"]")
        }
        command = try place.strings("the program and its arguments")
        guard let program = command.first, !program.isEmpty else {
            throw place.error("the command is empty")
        }
        if program.contains("/"), !program.hasPrefix("/") {
            command[0] = directory + "/" + program
        }
    }

    /// The same, refused when somebody else can write into the file it comes from: opening a
    /// directory must not run what a stranger put there.
    package func trusting(_ file: String?) -> NotifySettings {
        var settings = self
        var facts = stat()
        guard let file, stat(file, &facts) == 0 else { return settings }
        let isOurs = facts.st_uid == getuid() || facts.st_uid == 0
        if !isOurs || facts.st_mode & 0o002 != 0 {
            settings.refusal = "notify is not run: others can write \(file)"
        }
        return settings
    }
}
