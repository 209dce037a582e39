/// The buckets of a classic histogram: cumulative counts up to upper bounds.
package struct HistogramBuckets: Sendable {
    package struct Bucket: Hashable, Sendable {
        package var upperBound: Double
        package var count: Double
        package init(upperBound: Double, count: Double) {
            self.upperBound = upperBound
            self.count = count
        }
    }

    private let buckets: [Bucket]
    /// Whether counts fell from one bucket to the next and were raised.
    package let wasForcedMonotonic: Bool

    /// Smaller relative falls than this are rounding, not news.
    private static let tolerance = 1e-12

    /// Sorts, merges equal bounds and mends counts that fall; nil without a bucket up to +Inf.
    package init?(_ unsorted: [Bucket]) {
        var merged: [Bucket] = []
        for bucket in unsorted.sorted(by: { $0.upperBound < $1.upperBound }) {
            if let last = merged.last, last.upperBound == bucket.upperBound {
                merged[merged.count - 1].count += bucket.count
            } else {
                merged.append(bucket)
            }
        }
        guard merged.last?.upperBound == .infinity else { return nil }
        var wasForced = false
        var previous = merged[0].count
        for index in merged.indices.dropFirst() {
            let count = merged[index].count
            if count == previous { continue }
            if Self.isAlmostEqual(previous, count) {
                merged[index].count = previous
            } else if count < previous {
                merged[index].count = previous
                wasForced = true
            } else {
                previous = count
            }
        }
        buckets = merged
        wasForcedMonotonic = wasForced
    }

    private static func isAlmostEqual(_ left: Double, _ right: Double) -> Bool {
        if left.isNaN && right.isNaN { return true }
        let sum = left.magnitude + right.magnitude
        let difference = (left - right).magnitude
        if left == 0 || right == 0 || sum < Double.leastNormalMagnitude {
            return difference < tolerance * Double.leastNormalMagnitude
        }
        return difference / min(sum, Double.greatestFiniteMagnitude) < tolerance
    }

    /// The value below which a share `q` of the observations lies, linear within a bucket.
    ///
    /// Outside 0 … 1 it is infinite, even of a histogram that cannot be read (`nil`).
    package static func quantile(_ q: Double, of histogram: HistogramBuckets?) -> Double {
        if q.isNaN { return .nan }
        if q < 0 { return -.infinity }
        if q > 1 { return .infinity }
        return histogram?.quantile(within: q) ?? .nan
    }

    private func quantile(within q: Double) -> Double {
        let total = buckets[buckets.count - 1].count
        if buckets.count < 2 || total == 0 || total.isNaN { return .nan }
        var rank = q * total
        let last = buckets.count - 1
        let found = buckets[..<last].firstIndex { $0.count >= rank } ?? last
        if found == last { return buckets[last - 1].upperBound }
        if found == 0, buckets[0].upperBound <= 0 { return buckets[0].upperBound }
        var start = 0.0
        var count = buckets[found].count
        if found > 0 {
            start = buckets[found - 1].upperBound
            count -= buckets[found - 1].count
            rank -= buckets[found - 1].count
        }
        return start + (buckets[found].upperBound - start) * (rank / count)
    }

    /// The share of observations between two values, linear within a bucket.
    package func fraction(from lower: Double, to upper: Double) -> Double {
        let total = buckets[buckets.count - 1].count
        if total == 0 || lower.isNaN || upper.isNaN || total.isNaN { return .nan }
        if lower >= upper { return 0 }
        return (rank(of: upper) - rank(of: lower)) / total
    }

    /// How many observations lie below a value.
    private func rank(of value: Double) -> Double {
        var rank = 0.0
        for (index, bucket) in buckets.enumerated() {
            let start: Double
            if index > 0 {
                start = buckets[index - 1].upperBound
            } else {
                start = bucket.upperBound > 0 ? 0 : -.infinity
            }
            if start >= value { return rank }
            if bucket.upperBound > value {
                // Nothing can be said about where in an endless bucket observations lie.
                if start == -.infinity { return bucket.count }
                return rank
                    + (bucket.count - rank) * (value - start) / (bucket.upperBound - start)
            }
            rank = bucket.count
        }
        return rank
    }
}
