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
    /// The only values it accepts, where they are few and known: what an index looks up directly.
    package let texts: Set<String>?
    private let accepts: @Sendable (String) -> Bool

    /// - Parameter pattern: decides whether a value matches the *fully anchored* expression
    ///   `value`; required for the two regular-expression operations, ignored for the others.
    /// - Parameter texts: every value that `pattern` matches, when they are few.
    package init(
        _ name: String, _ operation: Operation, _ value: String, texts: Set<String>? = nil,
        pattern: (@Sendable (String) -> Bool)? = nil
    ) {
        self.name = name
        self.operation = operation
        self.value = value
        switch operation {
        case .equal:
            self.texts = [value]
            accepts = { $0 == value }
        case .notEqual:
            self.texts = nil
            accepts = { $0 != value }
        case .matches:
            self.texts = pattern == nil ? [value] : texts
            accepts = pattern ?? { $0 == value }
        case .doesNotMatch:
            self.texts = nil
            let matches = pattern ?? { $0 == value }
            accepts = { !matches($0) }
        }
    }

    /// Whether a series with these labels satisfies the matcher; an absent label counts as empty.
    package func accepts(_ labels: Labels) -> Bool { accepts(labels[name] ?? "") }
    package func accepts(value: String) -> Bool { accepts(value) }
}
