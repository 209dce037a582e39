package import Telemetry

/// One series' value at the evaluation instant.
package struct VectorElement: Hashable, Sendable {
    /// With the metric's name under `__name__` where the expression keeps it.
    package var labels: Labels
    package var value: Double

    package init(labels: Labels, value: Double) {
        self.labels = labels
        self.value = value
    }
}

/// What an expression gives at an instant.
package enum Value: Sendable {
    case scalar(Double)
    case string(String)
    /// In the order of `sort` and its like where the expression ends with one.
    case vector([VectorElement])
    /// A range selector by itself: its samples, oldest first.
    case matrix([SeriesSamples])

    /// The elements of a vector; a scalar is one element without labels; nil for the others.
    package var elements: [VectorElement]? {
        switch self {
        case .vector(let elements): return elements
        case .scalar(let value): return [VectorElement(labels: .empty, value: value)]
        case .string, .matrix: return nil
        }
    }
}

/// A value and what is to be said about it.
package struct Evaluation: Sendable {
    package var value: Value
    package var annotations: [Annotation]
}

/// An expression's values over a range of instants, one entry a series.
package struct RangeEvaluation: Sendable {
    /// Only the instants at which the series has a value; sorted by labels.
    package var series: [SeriesSamples]
    package var annotations: [Annotation]
}
