/// The two-sample Kolmogorov–Smirnov test, two-sided; `scipy.stats.ks_2samp`.
package enum KolmogorovSmirnovTest {
    package enum Method: Sendable {
        /// Exact while neither sample has more than ten thousand values.
        case automatic
        /// Takes time in proportion to the product of the sample sizes.
        case exact
        /// The distribution of one sample of n·m/(n + m) values.
        case asymptotic
    }

    private static let mostExact = 10_000

    /// Samples in rising order; nil when one is empty.
    package static func test(
        _ a: [Double], _ b: [Double], method: Method = .automatic
    ) -> TestResult? {
        guard let d = SampleDistance.kolmogorovSmirnov(a, b) else { return nil }
        let isExact =
            switch method {
            case .automatic: max(a.count, b.count) <= mostExact
            case .exact: true
            case .asymptotic: false
            }
        if isExact {
            return TestResult(statistic: d, pValue: exact(d, a.count, b.count))
        }
        let (m, n) = (Double(a.count), Double(b.count))
        let effective = (m * n / (m + n)).rounded(.toNearestOrEven)
        return TestResult(
            statistic: d, pValue: Kolmogorov.survival(d, values: max(1, Int(effective))))
    }

    /// The chance that a random path from (0, 0) to (n, m) strays as far from the diagonal, by
    /// Hodges.
    ///
    /// Counted along the paths that stray, so that small chances keep their digits.
    private static func exact(_ d: Double, _ n: Int, _ m: Int) -> Double {
        let divisor = greatestCommonDivisor(n, m)
        let across = m / divisor
        let up = n / divisor
        let reach = Int((d * Double(n) * Double(across)).rounded())
        guard reach > 0 else { return 1 }
        // strayed[j]: of the paths to (i, j), the share that has been outside.
        var strayed = Array(repeating: 1.0, count: m + 1)
        for i in 0...n {
            // Inside: |i·across − j·up| < reach.
            let low = max(0, floorDivide(i * across - reach, up) + 1)
            let high = min(m, -floorDivide(-(i * across + reach), up) - 1)
            guard low <= high else { return 1 }
            for j in low...high {
                if i + j == 0 {
                    strayed[0] = 0
                    continue
                }
                let below = j > low ? strayed[j - 1] : 1
                let weight = Double(j) / Double(i + j)
                strayed[j] = (i > 0 ? (1 - weight) * strayed[j] : 0) + (j > 0 ? weight * below : 0)
            }
        }
        return min(1, strayed[m])
    }

    private static func floorDivide(_ a: Int, _ b: Int) -> Int {
        a >= 0 ? a / b : -((-a + b - 1) / b)
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : greatestCommonDivisor(b, a % b)
    }
}
