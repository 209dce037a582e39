import Canvas

/// One value of a theme: `#rrggbb`, `256:n` or a name, then `on` a background, then attributes.
struct ColourSpec {
    var foreground: Color?
    var background: Color?
    var attributes: Style.Attributes = []

    /// The sixteen names of a terminal's own palette.
    static let names: [String: UInt8] = [
        "black": 0, "red": 1, "green": 2, "yellow": 3, "blue": 4, "magenta": 5, "cyan": 6,
        "white": 7, "bright-black": 8, "bright-red": 9, "bright-green": 10, "bright-yellow": 11,
        "bright-blue": 12, "bright-magenta": 13, "bright-cyan": 14, "bright-white": 15,
    ]
    static let attributeNames: [String: Style.Attributes] = [
        "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline,
        "reverse": .reverse,
    ]

    /// `badWord` is the first word that is not understood; nil when all are.
    static func parse(_ text: String) -> (spec: ColourSpec, badWord: String?) {
        var spec = ColourSpec()
        var expectsBackground = false
        for part in text.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
            let word = part.lowercased()
            if word == "on", !expectsBackground {
                expectsBackground = true
            } else if let attribute = attributeNames[word], !expectsBackground {
                spec.attributes.insert(attribute)
            } else if let color = color(word) {
                if expectsBackground { spec.background = color } else { spec.foreground = color }
                expectsBackground = false
            } else {
                return (spec, String(part))
            }
        }
        return (spec, expectsBackground ? "on" : nil)
    }

    private static func color(_ word: String) -> Color? {
        if word == "default" { return .terminalDefault }
        if let index = names[word] { return .indexed(index) }
        if word.hasPrefix("256:") { return UInt8(word.dropFirst(4)).map { .indexed($0) } }
        guard word.hasPrefix("#"), word.utf8.count == 7,
            let value = UInt32(word.dropFirst(), radix: 16)
        else { return nil }
        return .rgb(
            UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255))
    }

    /// The known word nearest to `word`, when it is near enough to be meant.
    static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        let limit = word.count < 3 ? 1 : max(2, word.count / 3)
        let ranked = known.map { ($0, distance(word.lowercased(), $0)) }
            .min { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1 }
        return ranked.flatMap { $0.1 <= limit ? $0.0 : nil }
    }

    /// Edits (insert, remove, replace) between two short words.
    private static func distance(_ left: String, _ right: String) -> Int {
        let columns = Array(right)
        var row = Array(0...columns.count)
        for (i, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in columns.enumerated() {
                let replaced = diagonal + (character == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[columns.count]
    }
}
