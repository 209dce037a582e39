package import Telemetry

/// A value inside a template.
package indirect enum TemplateValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([TemplateValue])
    /// A missing key reads as empty text, as Prometheus sets `missingkey=zero`.
    case map([String: TemplateValue])
    /// `toTime`.
    case moment(TemplateMoment)
    /// Its method `Format`, which takes a layout.
    case format(TemplateMoment)
    /// A missing field is an error.
    case record([String: TemplateValue])

    /// One element of a query's result: `.Labels` and `.Value`.
    package static func sample(labels: Labels, value: Double) -> TemplateValue {
        .record(["Labels": .labels(labels), "Value": .number(value)])
    }

    package static func labels(_ labels: Labels) -> TemplateValue {
        .map(labels.dictionary.mapValues { .text($0) })
    }

    /// Go's truth: not zero, not empty.
    var isTrue: Bool {
        switch self {
        case .null: false
        case .bool(let flag): flag
        case .integer(let number): number != 0
        case .number(let number): number != 0
        case .text(let text): !text.isEmpty
        case .list(let values): !values.isEmpty
        case .map(let entries): !entries.isEmpty
        case .record, .moment, .format: true
        }
    }

    /// A number, or a text that reads as one.
    var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .text(let text): Self.parsed(text)
        case .null, .bool, .list, .map, .record, .moment, .format: nil
        }
    }

    private static func parsed(_ text: String) -> Double? {
        switch text.lowercased() {
        case "inf", "+inf": .infinity
        case "-inf": -.infinity
        case "nan": .nan
        default: Double(text)
        }
    }
}
