import Documents

/// What `fields:` says about the names in the user's logs, by the field's own name.
package struct FieldSettings: Equatable, Sendable {
    /// Where one field comes from.
    package enum Origin: Equatable, Sendable {
        /// A column or key of this name, nested with dots; a unit only for `latency`.
        case named(String, unit: LatencyUnit?)
        /// The same for every line.
        case constant(String)
    }
    package enum LatencyUnit: String, CaseIterable, Sendable {
        case seconds = "s"
        case milliseconds = "ms"
        case microseconds = "us"
    }
    package enum Field: String, CaseIterable, Sendable {
        case time, model, version, target, latency, outcome, prediction, score, label, id, features
    }
    package var origins: [Field: Origin] = [:]
    /// The columns that are features, when `features` is a list.
    package var featureColumns: [String]?

    package init() {}

    init(_ node: DocumentNode) throws(DocumentError) {
        let mapping = try node.mapping(of: "fields", keys: Field.allCases.map(\.rawValue))
        for field in Field.allCases {
            guard let value = mapping[field.rawValue] else { continue }
            if field == .features, case .sequence = value.content {
                featureColumns = try value.strings()
            } else {
                origins[field] = try Self.origin(of: field, value)
            }
        }
    }

    private static func origin(
        of field: Field, _ node: DocumentNode
    ) throws(DocumentError) -> Origin {
        guard case .mapping = node.content else {
            return .named(try node.string("the name of a field in your logs"), unit: nil)
        }
        let keys = field == .latency ? ["name", "unit"] : ["name", "value"]
        let mapping = try node.mapping(of: "fields.\(field.rawValue)", keys: keys)
        if let value = try mapping.string("value") {
            guard mapping["name"] == nil else {
                throw node.error(
                    "\"name\" and \"value\" exclude each other",
                    hint: "keep \"name\" to read it from each line, \"value\" to fix it for all")
            }
            guard [.model, .version, .target].contains(field) else {
                throw node.error(
                    "only model, version and target can be fixed with \"value\"",
                    hint: "name the field of your logs instead")
            }
            return .constant(value)
        }
        let unit = try mapping["unit"]?.choice("unit of latency", LatencyUnit.self)
        return .named(try mapping.required("name").string(), unit: unit)
    }
}
