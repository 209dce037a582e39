/// What a reader does with one key of a log.
enum FieldUse: Equatable {
    case ignored
    /// `rank` says which of two names for the same field wins: the lower.
    case field(EventField, rank: UInt8, latencyScale: Double)
    case feature(String)
}

/// Decides by a key's name what it is for: asked once a key, not once a line.
struct FieldUses {
    private let map: FieldMap
    /// Columns that a known reference has: they are features even without a `features` object.
    private let referenceColumns: Set<String>
    /// The keys are a reference's own: each is a feature unless it is surely a field.
    private let isReference: Bool

    init(map: FieldMap, referenceColumns: Set<String>, isReference: Bool = false) {
        self.map = map
        self.referenceColumns = referenceColumns
        self.isReference = isReference
    }

    /// - Parameter path: the key, or the keys from the outermost on joined with dots.
    func use(of path: String) -> FieldUse {
        if let mapped = mappedUse(path) { return mapped }
        let lower = path.lowercased()
        let parts = lower.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if let feature = featureName(path, lowered: parts) { return .feature(feature) }
        if lower == "features", map.places[.features] == nil {
            return use(.features, name: lower, rank: 0)
        }
        let flat = parts.joined(separator: "_")
        for field in EventField.allCases where field != .features && map.places[field] == nil {
            if let index = field.names.firstIndex(of: flat) {
                return use(field, name: flat, rank: index)
            }
        }
        let nested = nestedUse(parts)
        if case .field(_, let rank, _) = nested, rank < NestedName.guessRank { return nested }
        if referenceColumns.contains(path) { return .feature(path) }
        return isReference ? .ignored : nested
    }

    private func nestedUse(_ parts: [String]) -> FieldUse {
        guard parts.count > 1, let last = parts.last else { return .ignored }
        for field in EventField.allCases where field != .features && map.places[field] == nil {
            if let rank = NestedName.rank(of: parts, as: field) {
                return use(field, name: last, rank: rank)
            }
        }
        return .ignored
    }

    /// Whether the key is one of the fields, so that a reference must not count it as a feature.
    func isField(_ path: String, _ fields: Set<EventField>) -> Bool {
        if case .field(let field, _, _) = use(of: path) { return fields.contains(field) }
        return false
    }

    private func mappedUse(_ path: String) -> FieldUse? {
        for field in EventField.allCases where map.places[field] == .column(path) {
            return use(field, name: path.lowercased(), rank: 0)
        }
        guard case .column(let column) = map.places[.features], path.hasPrefix(column + ".") else {
            return nil
        }
        return .feature(known(String(path.dropFirst(column.count + 1))))
    }

    private func use(_ field: EventField, name: String, rank: Int) -> FieldUse {
        .field(field, rank: UInt8(clamping: rank), latencyScale: latencyScale(name))
    }

    private func latencyScale(_ name: String) -> Double {
        if name.hasSuffix("_ms") || name.hasSuffix("_milliseconds") { return 1e-3 }
        if name.hasSuffix("_us") || name.hasSuffix("_microseconds") { return 1e-6 }
        if name.hasSuffix("_ns") || name.hasSuffix("_nanoseconds") { return 1e-9 }
        if name.hasSuffix("_s") || name.hasSuffix("_seconds") { return 1 }
        return (map.latencyUnit ?? .seconds).seconds
    }

    /// The feature that a key names by its place: inside `features`, or `feature_*`.
    private func featureName(_ path: String, lowered parts: [String]) -> String? {
        if map.places[.features] == nil,
            let at = parts.firstIndex(where: { $0 == "features" || $0 == "inputs" }),
            at + 1 < parts.count
        {
            let names = path.split(separator: ".", omittingEmptySubsequences: false)
            return known(names[(at + 1)...].joined(separator: "."))
        }
        for prefix in ["feature_", "feature."] {
            if path.lowercased().hasPrefix(prefix), path.count > prefix.count {
                return known(path, bare: String(path.dropFirst(prefix.count)))
            }
        }
        return nil
    }

    /// The reference's spelling of a feature, so that both sides meet.
    private func known(_ name: String, bare: String? = nil) -> String {
        let spellings = [name, bare ?? name, "feature_" + name, "feature." + name]
        return spellings.first { referenceColumns.contains($0) } ?? bare ?? name
    }
}
