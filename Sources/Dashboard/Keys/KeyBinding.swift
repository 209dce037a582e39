/// One row of the key table; it drives dispatch, the footer, the help screen and the README.
package struct KeyBinding: Equatable, Sendable {
    /// Help's headings, in its order.
    package enum Section: String, CaseIterable, Sendable {
        case alerts = "Alerts"
        case around = "Getting around"
        case seeing = "What is shown"
        case program = "The program"
    }
    package var command: Command
    package var keys: [Key]
    /// The word in the footer; empty keeps it out of there.
    package var word: String
    /// The sentence in help.
    package var help: String
    package var section: Section

    init(
        _ command: Command, _ keys: [Key], _ word: String, _ help: String, _ section: Section
    ) {
        self.command = command
        self.keys = keys
        self.word = word
        self.help = help
        self.section = section
    }

    /// The keys as help shows them: `j ↓`.
    package var keyNames: String { keys.map(\.name).joined(separator: " ") }
}
