/// An operator that makes fewer elements of many.
package enum AggregationOperator: String, Hashable, Sendable, CaseIterable {
    case sum, avg, count, min, max, group, stddev, stdvar, topk, bottomk, quantile, limitk
    case countValues = "count_values"
    case limitRatio = "limit_ratio"

    /// Whether a parameter comes before the vector.
    package var takesParameter: Bool {
        switch self {
        case .topk, .bottomk, .quantile, .countValues, .limitk, .limitRatio: return true
        default: return false
        }
    }

    /// Whether it passes some of its input through unchanged.
    package var selects: Bool {
        switch self {
        case .topk, .bottomk, .limitk, .limitRatio: return true
        default: return false
        }
    }
}

/// `by (…)` or `without (…)`; neither is `by ()`.
package struct Grouping: Hashable, Sendable {
    package var isWithout: Bool
    package var labels: [String]
    /// Whether it was written at all.
    package var isExplicit: Bool
    package init(isWithout: Bool, labels: [String], isExplicit: Bool) {
        self.isWithout = isWithout
        self.labels = labels
        self.isExplicit = isExplicit
    }
    package static let all = Grouping(isWithout: false, labels: [], isExplicit: false)
}
