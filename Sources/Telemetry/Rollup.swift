/// What one whole hour held of one version: what strips longer than memory are drawn from.
///
/// A measure that was not known in that hour is absent, never zero.
package struct Rollup: Hashable, Sendable {
    /// One number of an hour, in base units: seconds, ratios, multiples.
    package enum Measure: Hashable, Sendable {
        case requests, requestsPerSecond, errorRatio, p50, p95, p99
        /// A feature's drift as a multiple of its limit.
        case drift(String)
        /// Share of the predictions that were this class.
        case says(String)
        /// Predictions of that hour whose label came, and what they say.
        case labels
        case quality(String)
    }
    package static let milliseconds: Int64 = 3_600_000
    /// Longer than any strip, so that a week's first day is whole.
    package static let retentionMilliseconds: Int64 = 8 * 86_400_000

    package var model: String
    package var version: String?
    /// The hour is `(end − 1 h, end]`.
    package var end: Timestamp
    package var measures: [Measure: Double]

    package init(
        model: String, version: String?, end: Timestamp, measures: [Measure: Double] = [:]
    ) {
        self.model = model
        self.version = version
        self.end = end
        self.measures = measures
    }
}

extension Rollup {
    /// What is measured together, and by how much evidence: of two observers of the same hour the
    /// one that saw more is believed, and labels still come when the requests are long counted.
    package enum Part: CaseIterable, Sendable {
        case traffic, truth
        package var evidence: Measure { self == .traffic ? .requests : .labels }
    }

    /// Takes over each part of which `other` saw at least as much; the hour must be the same.
    package mutating func merge(_ other: Rollup) {
        for part in Part.allCases {
            guard let theirs = other.measures[part.evidence],
                theirs >= measures[part.evidence] ?? -1
            else { continue }
            measures = measures.filter { $0.key.part != part }
            measures.merge(other.measures.filter { $0.key.part == part }) { $1 }
        }
    }
}

extension Rollup.Measure {
    package var part: Rollup.Part {
        switch self {
        case .labels, .quality: .truth
        default: .traffic
        }
    }

    /// A name that stays the same over versions of the program: `p95`, `drift tenure`.
    package var name: String {
        switch self {
        case .requests: "requests"
        case .requestsPerSecond: "requests_per_second"
        case .errorRatio: "error_ratio"
        case .p50: "p50_seconds"
        case .p95: "p95_seconds"
        case .p99: "p99_seconds"
        case .labels: "labels"
        case .drift(let feature): "drift " + feature
        case .says(let name): "says " + name
        case .quality(let metric): "quality " + metric
        }
    }

    private static let plain: [Self] = [
        .requests, .requestsPerSecond, .errorRatio, .p50, .p95, .p99, .labels,
    ]

    /// nil for a name that this program does not know.
    package init?(name: String) {
        if let known = Self.plain.first(where: { $0.name == name }) {
            self = known
            return
        }
        let parts = name.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let rest = String(parts[1])
        switch parts[0] {
        case "drift": self = .drift(rest)
        case "says": self = .says(rest)
        case "quality": self = .quality(rest)
        default: return nil
        }
    }
}
