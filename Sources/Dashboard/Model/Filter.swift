/// What `/` keeps: a substring in any case, `!` in front for all but those.
///
/// A leading `~` makes the rest a pattern: `^` and `$` anchor, `.` is any character, `*` repeats
/// what stands before it, `|` separates alternatives.
package struct Filter: Equatable, Sendable {
    private let needle: String
    private let inverse: Bool
    private let pattern: Pattern?

    package init(_ text: String) {
        var rest = Substring(text)
        inverse = rest.first == "!"
        if inverse { rest.removeFirst() }
        if rest.first == "~" {
            pattern = Pattern(String(rest.dropFirst()).lowercased())
        } else {
            pattern = nil
        }
        needle = rest.lowercased()
    }

    /// Keeps everything.
    package var isEmpty: Bool { needle.isEmpty || (pattern != nil && needle.count == 1) }

    /// Whether a row with this text stays.
    package func matches(_ text: String) -> Bool {
        guard !isEmpty else { return true }
        let lower = text.lowercased()
        let found = pattern?.matches(lower) ?? lower.contains(needle)
        return found != inverse
    }
}

extension Filter {
    /// `text` with the part that a plain filter asks for marked.
    package func marked(_ text: String, _ role: Role) -> [Run] {
        guard pattern == nil, !inverse, !needle.isEmpty else { return [Run(text, role)] }
        let lower = Array(text.lowercased())
        let wanted = Array(needle)
        let letters = Array(text)
        // Lower case can be longer than the text (İ): then nothing is marked.
        guard lower.count == letters.count, wanted.count <= lower.count,
            let start = (0...(lower.count - wanted.count)).first(where: {
                Array(lower[$0..<($0 + wanted.count)]) == wanted
            })
        else { return [Run(text, role)] }
        let end = start + wanted.count
        return [
            Run(String(letters[..<start]), role), Run(String(letters[start..<end]), .match),
            Run(String(letters[end...]), role),
        ].filter { !$0.text.isEmpty }
    }
}

/// A small pattern language that cannot take long: each alternative is tried from each place once
/// per star, on rows of bounded length.
struct Pattern: Equatable, Sendable {
    private let alternatives: [[Character]]

    init(_ text: String) {
        alternatives = text.split(separator: "|", omittingEmptySubsequences: true).map(Array.init)
    }

    func matches(_ text: String) -> Bool {
        let characters = Array(text.prefix(400))
        return alternatives.contains { Self.search($0[...], characters[...]) }
    }

    private static func search(
        _ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>
    ) -> Bool {
        if pattern.first == "^" { return matchesHere(pattern.dropFirst(), text) }
        return (text.startIndex...text.endIndex).contains { matchesHere(pattern, text[$0...]) }
    }

    private static func matchesHere(
        _ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>
    ) -> Bool {
        guard let first = pattern.first else { return true }
        let rest = pattern.dropFirst()
        if rest.first == "*" {
            var tail = text
            while true {
                if matchesHere(rest.dropFirst(), tail) { return true }
                guard let next = tail.first, first == "." || next == first else { return false }
                tail = tail.dropFirst()
            }
        }
        if first == "$", rest.isEmpty { return text.isEmpty }
        guard let next = text.first, first == "." || next == first else { return false }
        return matchesHere(rest, text.dropFirst())
    }
}
