/// A ratio the reference leads one to expect, and how well it knows.
package struct ExpectedRatio: Hashable, Sendable {
    package let value: Double
    /// Of the estimate, because the reference is a sample too.
    package let variance: Double
    // With one case more and one less: a hundred rows without a null do not prove there are none.
    private let cautious: Double

    /// - Parameter variance: of the estimate; a plain share's when nil.
    package init(_ count: Int, of total: Int, variance: Double? = nil) {
        let cautious = Double(count + 1) / Double(total + 2)
        self.cautious = cautious
        value = Double(count) / Double(max(1, total))
        self.variance = variance ?? cautious * (1 - cautious) / Double(max(1, total))
    }

    /// The standard error of the difference between this and a share of `total` values.
    package func standardError(against total: Int) -> Double {
        (variance + cautious * (1 - cautious) / Double(max(1, total))).squareRoot()
    }
}
