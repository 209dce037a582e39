import Glibc

/// The two-sample Cramér–von Mises test; `scipy.stats.cramervonmises_2samp`.
package enum CramerVonMisesTest {
    package enum Method: Sendable {
        /// Exact while neither sample has more than twenty values.
        case automatic
        case exact
        case asymptotic
    }

    private static let mostExact = 20

    /// nil when a sample has fewer than two values.
    package static func test(
        _ a: [Double], _ b: [Double], method: Method = .automatic
    ) -> TestResult? {
        guard a.count > 1, b.count > 1 else { return nil }
        let statistic = statistic(a, b)
        let isExact =
            switch method {
            case .automatic: max(a.count, b.count) <= mostExact
            case .exact: true
            case .asymptotic: false
            }
        let pValue =
            isExact
            ? exact(statistic, a.count, b.count) : asymptotic(statistic, a.count, b.count)
        return TestResult(statistic: statistic, pValue: pValue)
    }

    /// T by Anderson 1962 from mid-ranks.
    private static func statistic(_ a: [Double], _ b: [Double]) -> Double {
        let ranks = MidRanks(a, b)
        let n = Double(a.count)
        let m = Double(b.count)
        func squares(_ ranks: [Double]) -> Double {
            ranks.enumerated().reduce(0) { sum, entry in
                let gap = entry.element - Double(entry.offset + 1)
                return sum + gap * gap
            }
        }
        let u = n * squares(ranks.first) + m * squares(ranks.second)
        return u / (n * m * (n + m)) - (4 * m * n - 1) / (6 * (m + n))
    }

    /// The limiting distribution at T brought to the limit's mean and variance.
    private static func asymptotic(_ statistic: Double, _ first: Int, _ second: Int) -> Double {
        let n = Double(first)
        let m = Double(second)
        let total = n + m
        let mean = (1 + 1 / total) / 6
        let product = 4 * m * n * total - 3 * (m * m + n * n) - 2 * m * n
        let variance = (total + 1) * product / (45 * total * total * 4 * m * n)
        let x = 1 / 6 + (statistic - mean) / (45 * variance).squareRoot()
        return x < 0.003 ? 1 : max(0, 1 - limitCumulative(x))
    }

    /// Walks all orders of the two samples: how many have each Σ (i·m − j·n)², of which T is a
    /// multiple when there are no ties.
    private static func exact(_ statistic: Double, _ n: Int, _ m: Int) -> Double {
        let total = Double(n + m)
        // T = n·m/N² · Σ (i/n − j/m)²; a hair less, so that equality survives rounding.
        let least = statistic * total * total * Double(n) * Double(m) - 1e-6
        var row: [[Int: Double]] = Array(repeating: [:], count: m + 1)
        for i in 0...n {
            for j in 0...m {
                guard i + j > 0 else {
                    row[0] = [0: 1]
                    continue
                }
                var sums: [Int: Double] = i > 0 ? row[j] : [:]
                if j > 0 { sums.merge(row[j - 1], uniquingKeysWith: +) }
                let gap = i * m - j * n
                var shifted: [Int: Double] = [:]
                for (sum, count) in sums { shifted[sum + gap * gap, default: 0] += count }
                row[j] = shifted
            }
        }
        let all = row[m].values.reduce(0, +)
        let extreme = row[m].reduce(0.0) { Double($1.key) >= least ? $0 + $1.value : $0 }
        return extreme / all
    }

    /// P(W² ≤ x) in the limit (Anderson and Darling 1952), a series of Bessel functions K¼.
    ///
    /// Summed to the last digit, where SciPy stops at 1e-7 and so calls 2e-15 5e-11.
    package static func limitCumulative(_ x: Double) -> Double {
        var sum = 0.0
        for k in 0..<200 {
            let j = Double(k)
            let y = 4 * j + 1
            let q = y * y / (16 * x)
            let logWeight =
                Gamma.logarithm(j + 0.5) - Gamma.logarithm(j + 1) - 1.5 * log(Double.pi)
                - 0.5 * log(x)
            // K¼(q)·exp(q), so the exponent stands here twice.
            let term = exp(logWeight - 2 * q) * y.squareRoot() * scaledBesselQuarter(q)
            sum += term
            if term < 1e-18 * sum { break }
        }
        return sum
    }

    /// K¼(q)·exp(q) = ∫₀^∞ exp(−q (cosh t − 1)) cosh(t/4) dt, by the trapezoid rule, which
    /// converges exponentially on an integrand like this one.
    private static func scaledBesselQuarter(_ q: Double) -> Double {
        let steps = 200
        let end = acosh(1 + 40 / q)
        let width = end / Double(steps)
        var sum = 0.5
        for step in 1...steps {
            let t = width * Double(step)
            sum += exp(-q * (cosh(t) - 1)) * cosh(t / 4)
        }
        return sum * width
    }
}
