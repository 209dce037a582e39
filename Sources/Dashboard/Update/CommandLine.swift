/// The lines that `:` understands; each is also what some key does.
struct CommandLine {
    /// The word, what may follow it, and what it does.
    struct Entry {
        var word: String
        var argument: String
        var help: String
    }

    static let entries: [Entry] = [
        Entry(word: "ack", argument: "", help: "acknowledge the alert"),
        Entry(word: "unack", argument: "", help: "take it back"),
        Entry(word: "comment", argument: "TEXT", help: "comment on the alert"),
        Entry(word: "snooze", argument: "15m | 1h", help: "quiet the alert for a while"),
        Entry(
            word: "silence", argument: "4h [labels # why]",
            help: "quiet it, or all with these labels"),
        Entry(word: "sort", argument: "COLUMN", help: "sort the models"),
        Entry(word: "window", argument: "5m", help: "the window of the figures"),
        Entry(word: "theme", argument: "NAME", help: "another look"),
        Entry(word: "view", argument: "PLACE", help: "open a view"),
        Entry(word: "handoff", argument: "8h", help: "the shift in one page of text"),
        Entry(word: "focus", argument: "PANE", help: "give a pane the keys"),
        Entry(word: "goto", argument: "MODEL [VERSION]", help: "make it the subject"),
        Entry(word: "limit", argument: "NUMBER", help: "try a rule with another limit"),
        Entry(word: "why", argument: "RULE", help: "why an alert of the rule fires"),
        Entry(word: "filter", argument: "TEXT", help: "keep rows with a text"),
        Entry(word: "pause", argument: "", help: "hold the picture, or go on"),
        Entry(word: "full", argument: "", help: "the pane over the whole screen"),
        Entry(word: "help", argument: "", help: "the keys"),
        Entry(word: "q", argument: "", help: "quit"),
    ]

    static let views = [
        "main", "sources", "rules", "rule", "help", "version", "versions", "requests", "compare",
        "handoff",
    ]

    /// Seconds from `15m`, `90s`, `1h30m`, `2d`; nil when it is none.
    static func duration(_ text: String) -> Double? {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        var total = 0.0
        var digits = ""
        for character in text where character != " " {
            if character.isNumber || character == "." {
                digits.append(character)
            } else {
                guard let unit = units[character], let value = Double(digits) else { return nil }
                total += value * unit
                digits = ""
            }
        }
        return digits.isEmpty && total > 0 && total <= 7 * 86_400 ? total : nil
    }
}
