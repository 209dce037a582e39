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
    case record(Record)

    /// Values by name, in an order: a Go struct.
    package struct Record: Hashable, Sendable {
        var typeName: String
        var fields: [Field]

        subscript(name: String) -> TemplateValue? { fields.first { $0.name == name }?.value }
    }
    /// One value of a record.
    package struct Field: Hashable, Sendable {
        var name: String
        var value: TemplateValue

        init(_ name: String, _ value: TemplateValue) {
            self.name = name
            self.value = value
        }
    }

    /// One element of a query's result: `.Labels` and `.Value`.
    package static func sample(labels: Labels, value: Double) -> TemplateValue {
        .record(
            Record(
                typeName: "template.sample",
                fields: [Field("Labels", .labels(labels)), Field("Value", .number(value))]))
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

    /// Go's name of the type, for messages and `%T`.
    var typeName: String {
        switch self {
        case .null: "<nil>"
        case .bool: "bool"
        case .integer: "int"
        case .number: "float64"
        case .text: "string"
        case .list: "template.queryResult"
        case .map: "map[string]string"
        case .record(let record): record.typeName
        case .moment: "*time.Time"
        case .format: "func(string) string"
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
