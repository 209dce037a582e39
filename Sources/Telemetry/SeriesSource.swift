/// What PromQL reads from: the engine's store, or the loaded series of a test script.
package protocol SeriesSource {
    /// Every series that satisfies all matchers and has a sample in `(after, through]`.
    ///
    /// Staleness markers are included; the evaluator drops them. Order of series is unspecified.
    func select(_ matchers: [LabelMatcher], after: Timestamp, through: Timestamp) -> [SeriesSamples]
}

/// One condition of a selector: `name="value"` and its three relatives.
package struct LabelMatcher: Sendable {
    package enum Operation: String, Hashable, Sendable {
        case equal = "="
        case notEqual = "!="
        case matches = "=~"
        case doesNotMatch = "!~"
    }

    package let name: String
    package let operation: Operation
    package let value: String
    private let accepts: @Sendable (String) -> Bool

    /// - Parameter pattern: decides whether a value matches the *fully anchored* expression
    ///   `value`; required for the two regular-expression operations, ignored for the others.
    package init(
        _ name: String, _ operation: Operation, _ value: String,
        pattern: (@Sendable (String) -> Bool)? = nil
    ) {
        self.name = name
        self.operation = operation
        self.value = value
        switch operation {
        case .equal: accepts = { $0 == value }
        case .notEqual: accepts = { $0 != value }
        case .matches: accepts = pattern ?? { $0 == value }
        case .doesNotMatch:
            let matches = pattern ?? { $0 == value }
            accepts = { !matches($0) }
        }
    }

    /// Whether a series with these labels satisfies the matcher; an absent label counts as empty.
    package func accepts(_ labels: Labels) -> Bool { accepts(labels[name] ?? "") }
    package func accepts(value: String) -> Bool { accepts(value) }
}
