import Glibc

/// Tests on counts of categories.
///
/// A reference is a sample like the window, so the comparison is of two samples (homogeneity). To
/// take the reference's shares for the truth (goodness of fit) rejects 27 to 73 % of the time at
/// 5 % although nothing changed.
package enum ContingencyTests {
    /// A χ² statistic with its degrees of freedom.
    package struct Result: Hashable, Sendable {
        package var statistic: Double
        package var pValue: Double
        package var degrees: Int
    }

    /// Pearson's χ² test of homogeneity; `scipy.stats.chi2_contingency`.
    ///
    /// - Parameter corrected: with Yates's correction for 2 × 2 tables.
    package static func chiSquare(_ a: [Int], _ b: [Int], corrected: Bool = true) -> Result? {
        compare(a, b) { observed, expected, degrees in
            var difference = abs(observed - expected)
            if corrected, degrees == 1 { difference -= min(0.5, difference) }
            return difference * difference / expected
        }
    }

    /// The G test, twice the log likelihood ratio, uncorrected;
    /// `chi2_contingency(lambda_="log-likelihood", correction=False)`.
    package static func likelihoodRatio(_ a: [Int], _ b: [Int]) -> Result? {
        compare(a, b) { observed, expected, _ in
            observed > 0 ? 2 * observed * log(observed / expected) : 0
        }
    }

    /// Pearson's goodness of fit to shares that are *known*, not estimated;
    /// `scipy.stats.chisquare`.
    package static func goodnessOfFit(_ observed: [Int], shares: [Double]) -> Result? {
        guard observed.count == shares.count, observed.count > 1 else { return nil }
        let total = Double(observed.reduce(0, +))
        guard total > 0 else { return nil }
        let statistic = zip(observed, shares).reduce(0.0) { sum, cell in
            let difference = Double(cell.0) - cell.1 * total
            return difference == 0 ? sum : sum + difference * difference / (cell.1 * total)
        }
        let degrees = observed.count - 1
        let pValue =
            statistic.isFinite ? ChiSquare.survival(statistic, degrees: Double(degrees)) : 0
        return Result(statistic: statistic, pValue: pValue, degrees: degrees)
    }

    /// Fisher's exact test of a 2 × 2 table, two-sided, with the odds ratio as statistic;
    /// `scipy.stats.fisher_exact`.
    package static func fisher(_ a: (Int, Int), _ b: (Int, Int)) -> TestResult? {
        guard min(a.0, a.1, b.0, b.1) >= 0, a.0 + a.1 > 0, b.0 + b.1 > 0 else { return nil }
        let first = a.0 + b.0
        let total = a.0 + a.1 + b.0 + b.1
        let drawn = a.0 + a.1
        func logProbability(_ hits: Int) -> Double {
            logChoose(first, hits) + logChoose(total - first, drawn - hits)
                - logChoose(total, drawn)
        }
        // Tables as likely as the observed one count, give or take rounding.
        let limit = logProbability(a.0) + 1e-7
        let range = max(0, drawn - (total - first))...min(drawn, first)
        let pValue = range.reduce(0.0) { sum, hits in
            let probability = logProbability(hits)
            return probability <= limit ? sum + exp(probability) : sum
        }
        let odds = Double(a.0) * Double(b.1) / (Double(a.1) * Double(b.0))
        return TestResult(statistic: odds, pValue: min(1, pValue))
    }

    private static func logChoose(_ n: Int, _ k: Int) -> Double {
        Gamma.logarithm(Double(n + 1)) - Gamma.logarithm(Double(k + 1))
            - Gamma.logarithm(Double(n - k + 1))
    }

    /// Sums a term over all cells; categories that neither sample has are left out.
    ///
    /// nil when a sample is empty or fewer than two categories remain.
    private static func compare(
        _ a: [Int], _ b: [Int],
        _ term: (_ observed: Double, _ expected: Double, _ degrees: Int) -> Double
    ) -> Result? {
        let cells = zip(a, b).filter { $0.0 + $0.1 > 0 }
        let first = Double(cells.reduce(0) { $0 + $1.0 })
        let second = Double(cells.reduce(0) { $0 + $1.1 })
        guard first > 0, second > 0, cells.count > 1 else { return nil }
        let degrees = cells.count - 1
        var statistic = 0.0
        for (one, other) in cells {
            let share = Double(one + other) / (first + second)
            statistic += term(Double(one), first * share, degrees)
            statistic += term(Double(other), second * share, degrees)
        }
        return Result(
            statistic: statistic, pValue: ChiSquare.survival(statistic, degrees: Double(degrees)),
            degrees: degrees)
    }
}
