package import Telemetry

/// Which series the sources at hand have: names, and the values that each label was seen with.
package struct SeriesCatalog: Sendable {
    /// Of a label with more values than this, what was not seen proves nothing.
    static let valueLimit = 2_000

    private(set) var labels: [String: [String: Set<String>]] = [:]
    /// The labels that every series of a name has.
    private(set) var everywhere: [String: Set<String>] = [:]
    /// Names that a source brings: of one that we measure too, it says what the values are.
    private(set) var imported: Set<String> = []

    /// What sources say a name's series are.
    private(set) var types: [String: MetricType] = [:]

    package init() {}

    /// Takes in what a source says of its series: of a histogram and a summary they are counters,
    /// of OpenMetrics' counter the one with `_total`.
    package mutating func add(types: [String: MetricType]) {
        var said: [String: MetricType] = [:]
        var derived: [String: MetricType] = [:]
        for (name, type) in types {
            switch type {
            case .gauge: said[name] = .gauge
            case .counter:
                said[name] = .counter
                derived[name + "_total"] = .counter
            case .histogram, .summary:
                for suffix in ["_bucket", "_sum", "_count"] { derived[name + suffix] = .counter }
            }
        }
        // What a name's own line says counts more; between sources the first.
        said.merge(derived) { own, _ in own }
        self.types.merge(said) { first, _ in first }
    }

    /// Whether any series has this name.
    package func has(_ metric: String) -> Bool { labels[metric] != nil }

    /// Whether there is more than what is said of the sources themselves.
    package var hasMeasurements: Bool { labels.keys.contains { !$0.hasPrefix("source_") } }

    /// Takes in one series.
    package mutating func add(_ series: Labels, isImported: Bool = false) {
        let metric = series.metric ?? ""
        if isImported { imported.insert(metric) }
        let own = Set(series.pairs.map(\.name)).subtracting([Labels.metricName])
        everywhere[metric] = everywhere[metric].map { $0.intersection(own) } ?? own
        var known = labels.removeValue(forKey: metric) ?? [:]
        for pair in series.pairs where pair.name != Labels.metricName {
            guard known[pair.name, default: []].count < Self.valueLimit else { continue }
            known[pair.name, default: []].insert(pair.value)
        }
        labels[metric] = known
    }

    /// Takes in everything that another one has.
    package mutating func formUnion(_ other: SeriesCatalog) {
        imported.formUnion(other.imported)
        types.merge(other.types) { mine, _ in mine }
        everywhere.merge(other.everywhere) { $0.intersection($1) }
        for (metric, values) in other.labels {
            labels[metric, default: [:]].merge(values) { $0.union($1) }
        }
    }

    /// Without what rules record: their next evaluation may give it other labels.
    func without(_ names: Set<String>) -> SeriesCatalog {
        var copy = self
        for name in names {
            copy.labels[name] = nil
            copy.everywhere[name] = nil
        }
        return copy
    }
}
