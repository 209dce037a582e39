/// The same summary as `LatencySketch`, laid out for speed: one counter a bucket.
///
/// For sums over a window that slots enter and leave, and for a slot that is filling at a high
/// rate. Takes 8 bytes for every bucket between the smallest and the largest value, about 4 KB for
/// latencies from 1 ms to 10 s.
package struct LatencyAccumulator: Sendable {
    /// Counts of the buckets `base ..< base + counts.count`; zeros are not among them.
    private var counts: [Int64] = []
    private var base = 0
    private var zeros: Int64 = 0
    /// Values counted, zeros among them.
    package private(set) var count: Int64 = 0
    /// Sum of the values counted, in seconds.
    package private(set) var sum: Double = 0
    /// Negative, infinite and NaN values: counted here and nowhere else.
    package private(set) var invalid: Int64 = 0
    private var smallest = Double.infinity
    private var largest = -Double.infinity
    // Once something has left, the extremes of what stays are known by bucket only.
    private var extremesAreExact = true

    // Grow by half an octave more than asked, because a neighbour usually follows.
    private static let margin = 16

    package init() {}

    package init(_ sketch: LatencySketch) { add(sketch) }

    package var isEmpty: Bool { count == 0 }
    /// Exact until something is subtracted, within one percent after that; nil when empty.
    package var minimum: Double? {
        guard count > 0 else { return nil }
        if extremesAreExact { return smallest }
        if zeros > 0 { return 0 }
        return counts.firstIndex { $0 > 0 }.map { LatencyBucket.value(at: base + $0) }
    }
    /// Exact until something is subtracted, within one percent after that; nil when empty.
    package var maximum: Double? {
        guard count > 0 else { return nil }
        if extremesAreExact { return largest }
        return counts.lastIndex { $0 > 0 }.map { LatencyBucket.value(at: base + $0) } ?? 0
    }

    /// Counts a latency `times` times.
    package mutating func add(_ seconds: Double, count times: Int64 = 1) {
        guard times > 0 else { return }
        guard seconds >= 0, seconds.isFinite else {
            invalid += times
            return
        }
        put(LatencyBucket.index(of: seconds), times)
        count += times
        sum += seconds * Double(times)
        smallest = min(smallest, seconds)
        largest = max(largest, seconds)
    }

    /// Adds everything a sketch has counted.
    package mutating func add(_ sketch: LatencySketch) {
        guard !sketch.isEmpty else {
            invalid += sketch.invalid
            return
        }
        sketch.forEachBucket { put($0, $1) }
        count += sketch.count
        sum += sketch.sum
        invalid += sketch.invalid
        smallest = min(smallest, sketch.minimum ?? .infinity)
        largest = max(largest, sketch.maximum ?? -.infinity)
    }

    /// Adds everything another accumulator has counted.
    package mutating func add(_ other: LatencyAccumulator) {
        let (low, high) = (other.minimum, other.maximum)
        other.forEachBucket { put($0, $1) }
        count += other.count
        sum += other.sum
        invalid += other.invalid
        smallest = min(smallest, low ?? .infinity)
        largest = max(largest, high ?? -.infinity)
        extremesAreExact = extremesAreExact && other.extremesAreExact
    }

    /// Takes back a sketch that was added before; counts never fall below zero.
    package mutating func subtract(_ sketch: LatencySketch) {
        invalid = max(0, invalid - sketch.invalid)
        guard !sketch.isEmpty else { return }
        sketch.forEachBucket { bucket, times in count -= take(bucket, times) }
        // An empty window forgets the rounding errors of all that went through it.
        if count == 0 {
            sum = 0
            smallest = .infinity
            largest = -.infinity
        } else {
            sum = max(0, sum - sketch.sum)
        }
        extremesAreExact = count == 0
    }

    /// Forgets everything but keeps the memory.
    package mutating func removeAll() {
        for index in counts.indices { counts[index] = 0 }
        zeros = 0
        count = 0
        sum = 0
        invalid = 0
        smallest = .infinity
        largest = -.infinity
        extremesAreExact = true
    }

    /// The order statistic ⌈q·n⌉ within one percent, `quantile` in 0...1; nil when empty.
    package func quantile(_ quantile: Double) -> Double? { quantiles([quantile]).first }

    /// Several quantiles in one pass; `wanted` rising, the answer empty when nothing was counted.
    package func quantiles(_ wanted: [Double]) -> [Double] {
        guard count > 0 else { return [] }
        var answer: [Double] = []
        answer.reserveCapacity(wanted.count)
        var seen = zeros
        var next = 0
        for quantile in wanted {
            let rank = LatencyBucket.rank(of: quantile, in: count)
            while seen <= rank, next < counts.count {
                seen += counts[next]
                next += 1
            }
            var value = next == 0 ? 0 : LatencyBucket.value(at: base + next - 1)
            if extremesAreExact {
                value = min(max(value, smallest), largest)
                if rank == 0 { value = smallest }
                if rank == count - 1 { value = largest }
            }
            answer.append(value)
        }
        return answer
    }

    /// Distinct buckets that have counted something.
    package var bucketsInUse: Int {
        counts.reduce(zeros > 0 ? 1 : 0) { $0 + ($1 > 0 ? 1 : 0) }
    }

    /// Calls with each bucket in use and its count, buckets rising.
    package func forEachBucket(_ body: (_ bucket: Int, _ count: Int64) -> Void) {
        if zeros > 0 { body(0, zeros) }
        for (index, times) in counts.enumerated() where times > 0 { body(base + index, times) }
    }

    @inline(__always)
    private mutating func put(_ bucket: Int, _ times: Int64) {
        guard bucket > 0 else {
            zeros += times
            return
        }
        let place = bucket - base
        if counts.indices.contains(place) {
            counts[place] += times
        } else {
            makeRoom(for: bucket)
            counts[bucket - base] += times
        }
    }

    private mutating func take(_ bucket: Int, _ times: Int64) -> Int64 {
        guard bucket > 0 else {
            let taken = min(zeros, times)
            zeros -= taken
            return taken
        }
        let place = bucket - base
        guard counts.indices.contains(place) else { return 0 }
        let taken = min(counts[place], times)
        counts[place] -= taken
        return taken
    }

    private mutating func makeRoom(for bucket: Int) {
        let low = max(1, bucket - Self.margin)
        let high = min(LatencyBucket.last, bucket + Self.margin)
        guard !counts.isEmpty else {
            base = low
            counts = Array(repeating: 0, count: high - low + 1)
            return
        }
        if low < base {
            counts.insert(contentsOf: repeatElement(0, count: base - low), at: 0)
            base = low
        }
        let end = base + counts.count
        if high >= end {
            counts.append(contentsOf: repeatElement(0, count: high - end + 1))
        }
    }
}
