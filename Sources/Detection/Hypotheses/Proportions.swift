/// A test's statistic and how often chance alone would give one as extreme.
package struct TestResult: Hashable, Sendable {
    package var statistic: Double
    package var pValue: Double
    package init(statistic: Double, pValue: Double) {
        self.statistic = statistic
        self.pValue = pValue
    }
}

/// Two proportions compared.
package enum Proportions {
    /// The pooled z of the first proportion less the second; nil when a total is zero or both
    /// proportions are 0 or both 1, where nothing can be said.
    package static func z(_ first: Int, of total: Int, _ second: Int, of otherTotal: Int) -> Double?
    {
        guard total > 0, otherTotal > 0 else { return nil }
        let pooled = Double(first + second) / Double(total + otherTotal)
        let spread = 1 / Double(total) + 1 / Double(otherTotal)
        let variance = pooled * (1 - pooled) * spread
        guard variance > 0 else { return nil }
        let difference = Double(first) / Double(total) - Double(second) / Double(otherTotal)
        return difference / variance.squareRoot()
    }

    /// The two-sided z test with pooled variance.
    package static func test(
        _ first: Int, of total: Int, _ second: Int, of otherTotal: Int
    ) -> TestResult? {
        z(first, of: total, second, of: otherTotal).map {
            TestResult(statistic: $0, pValue: Normal.twoSided($0))
        }
    }
}
