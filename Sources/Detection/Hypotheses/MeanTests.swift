/// Tests whether two samples of numbers have the same centre.
package enum MeanTests {
    /// Welch's t test, two-sided; `scipy.stats.ttest_ind(a, b, equal_var=False)`.
    ///
    /// nil when a sample has fewer than two values or neither varies.
    package static func welch(_ a: [Double], _ b: [Double]) -> TestResult? {
        guard a.count > 1, b.count > 1 else { return nil }
        var first = RunningMoments()
        var second = RunningMoments()
        for value in a { first.add(value) }
        for value in b { second.add(value) }
        let u = first.variance / first.count
        let v = second.variance / second.count
        guard u + v > 0 else { return nil }
        let t = (first.mean - second.mean) / (u + v).squareRoot()
        let degrees = (u + v) * (u + v) / (u * u / (first.count - 1) + v * v / (second.count - 1))
        return TestResult(statistic: t, pValue: StudentT.twoSided(t, degrees: degrees))
    }

    /// Mann–Whitney U of the first sample, two-sided, by the normal approximation with corrections
    /// for ties and continuity; `scipy.stats.mannwhitneyu(a, b, method="asymptotic")`.
    package static func mannWhitney(_ a: [Double], _ b: [Double]) -> TestResult? {
        guard !a.isEmpty, !b.isEmpty else { return nil }
        let ranks = MidRanks(a, b)
        let m = Double(a.count)
        let n = Double(b.count)
        let total = m + n
        let u = ranks.first.reduce(0, +) - m * (m + 1) / 2
        let ties = ranks.tieTerm / (total * (total - 1))
        let deviation = (m * n / 12 * (total + 1 - ties)).squareRoot()
        guard deviation > 0 else { return TestResult(statistic: u, pValue: 1) }
        let z = (max(u, m * n - u) - m * n / 2 - 0.5) / deviation
        return TestResult(statistic: u, pValue: min(1, 2 * Normal.survival(z)))
    }
}

/// Ranks of two samples in their union, ties sharing their mean rank.
struct MidRanks {
    /// Ranks of each sample's values, rising.
    var first: [Double] = []
    var second: [Double] = []
    /// Σ (t³ − t) over groups of t equal values.
    var tieTerm = 0.0

    init(_ a: [Double], _ b: [Double]) {
        let a = a.sorted()
        let b = b.sorted()
        var i = 0
        var j = 0
        while i < a.count || j < b.count {
            let value = min(i < a.count ? a[i] : .infinity, j < b.count ? b[j] : .infinity)
            let before = i + j
            let firstBefore = i
            let secondBefore = j
            while i < a.count, a[i] <= value { i += 1 }
            while j < b.count, b[j] <= value { j += 1 }
            let rank = Double(before + i + j + 1) / 2
            first.append(contentsOf: repeatElement(rank, count: i - firstBefore))
            second.append(contentsOf: repeatElement(rank, count: j - secondBefore))
            let tied = Double(i + j - before)
            tieTerm += tied * tied * tied - tied
        }
    }
}
