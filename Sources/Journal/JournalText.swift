internal import Alerting
internal import Foundation
internal import Telemetry

/// Labels and annotations as they stand in the file: JSON objects with sorted keys, so that equal
/// sets are equal texts.
enum JournalText {
    static func text(_ entries: [String: String]) -> String { object(entries) }

    static func text(_ names: [String]) -> String { object(names) }

    static func text(_ numbers: Set<Int>) -> String { object(numbers.sorted()) }

    static func numbers(_ text: String) -> Set<Int> {
        Set((try? JSONDecoder().decode([Int].self, from: Data(text.utf8))) ?? [])
    }

    static func strings(_ text: String) -> [String] {
        (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? []
    }

    /// An hour's numbers by name; SQLite and JSON have no NaN.
    static func text(_ measures: [Rollup.Measure: Double]) -> String {
        object(
            Dictionary(
                measures.filter { $0.value.isFinite }.map { ($0.key.name, $0.value) },
                uniquingKeysWith: { $1 }))
    }

    static func measures(_ text: String) -> [Rollup.Measure: Double] {
        let entries = try? JSONDecoder().decode([String: Double].self, from: Data(text.utf8))
        return Dictionary(
            (entries ?? [:]).compactMap { name, value in
                Rollup.Measure(name: name).map { ($0, value) }
            }, uniquingKeysWith: { $1 })
    }

    static func text(_ window: FlapWindow) -> String { object(window) }

    static func window(_ text: String) -> FlapWindow? {
        try? JSONDecoder().decode(FlapWindow.self, from: Data(text.utf8))
    }

    private static func object(_ entries: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(entries) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    static func text(_ labels: Labels) -> String { text(labels.dictionary) }

    /// A silence as a line of the audit keeps it; times in milliseconds.
    static func text(_ silence: Silence) -> String {
        object(
            SilenceText(
                id: silence.id, matchers: silence.selector.description, author: silence.author,
                comment: silence.comment, startsAt: silence.startsAt.milliseconds,
                endsAt: silence.endsAt.milliseconds, endsWhenUnmatched: silence.endsWhenUnmatched))
    }

    static func silence(_ text: String) -> Silence? {
        let known = try? JSONDecoder().decode(SilenceText.self, from: Data(text.utf8))
        guard let known, let selector = try? LabelSelector(parsing: known.matchers) else {
            return nil
        }
        return Silence(
            id: known.id, selector: selector, author: known.author, comment: known.comment,
            startsAt: Timestamp(milliseconds: known.startsAt),
            endsAt: Timestamp(milliseconds: known.endsAt),
            endsWhenUnmatched: known.endsWhenUnmatched)
    }

    private struct SilenceText: Codable {
        var id: String
        var matchers: String
        var author: String
        var comment: String
        var startsAt: Int64
        var endsAt: Int64
        var endsWhenUnmatched: Bool
    }

    /// What names the subject across severities.
    static func subject(_ labels: Labels) -> String { text(labels.removing(["severity"])) }

    static func entries(_ text: String) -> [String: String] {
        (try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))) ?? [:]
    }

    static func labels(_ text: String) -> Labels { Labels(entries(text)) }
}
