/// The two-sample Anderson–Darling statistic, which weighs the tails (Scholz and Stephens 1987).
package enum AndersonDarlingTest {
    /// The statistic brought to mean 0 and variance 1 without a difference, ties by mid-ranks.
    ///
    /// Oracle: `scipy.stats.anderson_ksamp([a, b]).statistic`. Above 1.96 is rarer than 5 %, above
    /// 3.75 than 1 %. nil when the values are fewer than four or all alike.
    package static func statistic(_ a: [Double], _ b: [Double]) -> Double? {
        let total = a.count + b.count
        guard !a.isEmpty, !b.isEmpty, total > 3 else { return nil }
        guard let raw = raw(a.sorted(), b.sorted()) else { return nil }
        return (raw - 1) / variance(Double(a.count), Double(b.count)).squareRoot()
    }

    private static func raw(_ a: [Double], _ b: [Double]) -> Double? {
        let n = Double(a.count)
        let m = Double(b.count)
        let total = n + m
        var i = 0
        var j = 0
        var first = 0.0
        var second = 0.0
        var distinct = 0
        while i < a.count || j < b.count {
            let value = min(i < a.count ? a[i] : .infinity, j < b.count ? b[j] : .infinity)
            let (oldI, oldJ) = (i, j)
            while i < a.count, a[i] <= value { i += 1 }
            while j < b.count, b[j] <= value { j += 1 }
            distinct += 1
            let tied = Double(i + j - oldI - oldJ)
            // Values below, half of the tied ones among them: in all, and in each sample.
            let below = Double(oldI + oldJ) + tied / 2
            let weight = tied / total / (below * (total - below) - total * tied / 4)
            guard weight.isFinite else { continue }
            let gapA = total * Double(oldI + i) / 2 - below * n
            let gapB = total * Double(oldJ + j) / 2 - below * m
            first += weight * gapA * gapA
            second += weight * gapB * gapB
        }
        return distinct > 1 ? (first / n + second / m) * (total - 1) / total : nil
    }

    /// Of the raw statistic of two samples without a difference.
    private static func variance(_ first: Double, _ second: Double) -> Double {
        let total = first + second
        var h = 0.0
        var g = 0.0
        for i in 1..<Int(total) { h += 1 / Double(i) }
        var tail = 0.0
        for i in 1..<Int(total) - 1 {
            tail += 1 / (total - Double(i))
            g += tail / Double(i + 1)
        }
        let inverse = 1 / first + 1 / second
        let k = 2.0
        let a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * inverse
        let b1 = (2 * g - 4) * k * k + 8 * h * k
        let b = b1 + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6
        let c1 = (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k
        let c = c1 + (2 * h - 6) * inverse + 4 * h
        let d = (2 * h + 6) * k * k - 4 * h * k
        let polynomial = ((a * total + b) * total + c) * total + d
        return polynomial / ((total - 1) * (total - 2) * (total - 3))
    }
}
