import Glibc

/// ADWIN: a window that grows while its halves agree (Bifet and Gavaldà 2007).
///
/// Keeps an exponential histogram: rows of at most `mostBuckets` buckets of 2^row values each, so n
/// values take O(log n) memory. Alarms on improvement as well as on decay. Oracle:
/// `river.drift.ADWIN` 0.26.1, which starts anew after a change.
package struct AdaptiveWindow: ChangeDetector {
    /// Chance that a cut is taken for a change although there is none.
    package let delta: Double
    /// Looks for a cut at every so many values.
    package let clock: Int
    package let mostBuckets: Int
    package let leastWindow: Int
    package let gracePeriod: Int

    private struct Bucket {
        var sum: Double
        /// Sum of squared deviations from the bucket's mean.
        var squares: Double
    }
    /// `rows[r]` holds buckets of 2^r values, the oldest first.
    private var rows: [[Bucket]] = [[]]
    private var ticks = 0
    /// Values in the window.
    package private(set) var width = 0
    private var sum = 0.0
    private var squares = 0.0

    package init(
        delta: Double = 0.002, clock: Int = 32, mostBuckets: Int = 5, leastWindow: Int = 5,
        gracePeriod: Int = 10
    ) {
        self.delta = delta
        self.clock = clock
        self.mostBuckets = mostBuckets
        self.leastWindow = leastWindow
        self.gracePeriod = gracePeriod
    }

    /// Mean of the window; 0 when it is empty.
    package var mean: Double { width > 0 ? sum / Double(width) : 0 }

    package mutating func update(_ value: Double) -> ChangeVerdict {
        insert(value)
        ticks += 1
        guard ticks % clock == 0, width > gracePeriod, hasCut() else { return .steady }
        self = AdaptiveWindow(
            delta: delta, clock: clock, mostBuckets: mostBuckets, leastWindow: leastWindow,
            gracePeriod: gracePeriod)
        return .change
    }

    private mutating func insert(_ value: Double) {
        if width > 0 {
            let before = Double(width)
            let deviation = value - sum / before
            squares += before * deviation * deviation / (before + 1)
        }
        width += 1
        sum += value
        rows[0].append(Bucket(sum: value, squares: 0))
        for row in rows.indices {
            guard rows[row].count > mostBuckets else { break }
            if row + 1 == rows.count { rows.append([]) }
            let size = Double(1 << row)
            let first = rows[row].removeFirst()
            let second = rows[row].removeFirst()
            let gap = (first.sum - second.sum) / size
            let merged = Bucket(
                sum: first.sum + second.sum,
                squares: first.squares + second.squares + size * gap * gap / 2)
            rows[row + 1].append(merged)
        }
    }

    /// Whether some split into old and new values has means too far apart.
    private func hasCut() -> Bool {
        let total = Double(width)
        let logTerm = log(2 * log(total) / delta)
        let variance = squares / total
        var oldCount = 0.0
        var oldSum = 0.0
        for row in rows.indices.reversed() {
            for bucket in rows[row] {
                oldCount += Double(1 << row)
                oldSum += bucket.sum
                let newCount = total - oldCount
                guard newCount > Double(leastWindow) else { return false }
                guard oldCount > Double(leastWindow) else { continue }
                let harmonic =
                    1 / (oldCount - Double(leastWindow) + 1)
                    + 1 / (newCount - Double(leastWindow) + 1)
                let bound =
                    (2 * harmonic * variance * logTerm).squareRoot() + 2 / 3 * logTerm * harmonic
                if abs(oldSum / oldCount - (sum - oldSum) / newCount) > bound { return true }
            }
        }
        return false
    }
}
