internal import Foundation
internal import Telemetry

/// Labels and annotations as they stand in the file: JSON objects with sorted keys, so that equal
/// sets are equal texts.
enum JournalText {
    static func text(_ entries: [String: String]) -> String { object(entries) }

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

    private static func object(_ entries: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(entries) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    static func text(_ labels: Labels) -> String { text(labels.dictionary) }

    /// What names the subject across severities.
    static func subject(_ labels: Labels) -> String { text(labels.removing(["severity"])) }

    static func entries(_ text: String) -> [String: String] {
        (try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))) ?? [:]
    }

    static func labels(_ text: String) -> Labels { Labels(entries(text)) }
}
