/// A compact summary of latencies that answers any quantile within one percent.
///
/// For time slots: a handful of values costs four bytes a distinct bucket, and thousands of
/// sketches lie in memory at once. Adding takes about 50 ns; sums over a window, and slots that get
/// hundreds of values, belong in a `LatencyAccumulator`, which takes a quarter of that and more
/// memory. Merging and subtracting are exact: the result is what adding the same values one by one
/// would have given.
package struct LatencySketch: Hashable, Sendable {
    // Bucket in the upper 12 bits, count in the lower 20; rising. A bucket that counted beyond
    // 20 bits has several entries, the full ones last.
    private var entries: [UInt32] = []
    /// Values counted, zeros among them.
    package private(set) var count: Int64 = 0
    /// Sum of the values counted, in seconds.
    package private(set) var sum: Double = 0
    /// Negative, infinite and NaN values: counted here and nowhere else.
    package private(set) var invalid: Int64 = 0
    private var smallest = Double.infinity
    private var largest = -Double.infinity

    private static let countBits: UInt32 = 20
    private static let fullCount: UInt32 = (1 << countBits) - 1

    package init() {}

    package var isEmpty: Bool { count == 0 }
    /// Exact until something is subtracted, within one percent after that; nil when empty.
    package var minimum: Double? { count > 0 ? smallest : nil }
    /// Exact until something is subtracted, within one percent after that; nil when empty.
    package var maximum: Double? { count > 0 ? largest : nil }
    /// Distinct buckets in use, more or less: what a merge costs and what it takes in memory.
    package var entryCount: Int { entries.count }

    /// Counts a latency `times` times.
    package mutating func add(_ seconds: Double, count times: Int64 = 1) {
        guard times > 0 else { return }
        guard seconds >= 0, seconds.isFinite else {
            invalid += times
            return
        }
        put(UInt32(LatencyBucket.index(of: seconds)), times)
        count += times
        sum += seconds * Double(times)
        smallest = min(smallest, seconds)
        largest = max(largest, seconds)
    }

    /// Gives back the room that growing left over: for a slot that is full.
    package mutating func compact() {
        guard entries.capacity > entries.count + entries.count / 8 + 4 else { return }
        entries = entries.withUnsafeBufferPointer { Array($0) }
    }

    /// Adds everything another sketch has counted.
    package mutating func merge(_ other: LatencySketch) {
        if isEmpty {
            entries = other.entries
        } else {
            other.forEachBucket { put(UInt32($0), $1) }
        }
        count += other.count
        sum += other.sum
        invalid += other.invalid
        smallest = min(smallest, other.smallest)
        largest = max(largest, other.largest)
    }

    /// Takes back what was merged before; counts never fall below zero.
    package mutating func subtract(_ other: LatencySketch) {
        other.forEachBucket { bucket, times in
            count -= take(UInt32(bucket), times)
        }
        invalid = max(0, invalid - other.invalid)
        sum = count > 0 ? max(0, sum - other.sum) : 0
        smallest = entries.first.map { LatencyBucket.value(at: Self.bucket($0)) } ?? .infinity
        largest = entries.last.map { LatencyBucket.value(at: Self.bucket($0)) } ?? -.infinity
    }

    /// The order statistic ⌈q·n⌉ within one percent, `quantile` in 0...1; nil when empty.
    package func quantile(_ quantile: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = LatencyBucket.rank(of: quantile, in: count)
        if rank == 0 { return smallest }
        if rank == count - 1 { return largest }
        var seen: Int64 = 0
        for entry in entries {
            seen += Int64(entry & Self.fullCount)
            if seen > rank {
                let value = LatencyBucket.value(at: Self.bucket(entry))
                return min(max(value, smallest), largest)
            }
        }
        return largest
    }

    /// Calls with each bucket and its count, buckets rising; a bucket may come twice.
    package func forEachBucket(_ body: (_ bucket: Int, _ count: Int64) -> Void) {
        for entry in entries { body(Self.bucket(entry), Int64(entry & Self.fullCount)) }
    }

    private static func bucket(_ entry: UInt32) -> Int { Int(entry >> countBits) }

    /// The first entry at or after a bucket.
    ///
    /// Halves without a branch: which way to go is a coin
    /// toss that the processor would guess wrong every other time.
    private func firstEntry(atOrAfter bucket: UInt32) -> Int {
        let key = bucket << Self.countBits
        return entries.withUnsafeBufferPointer { entries in
            var first = 0
            var length = entries.count
            while length > 0 {
                let half = (length + 1) >> 1
                first += entries[first + half - 1] < key ? half : 0
                length -= half
            }
            return first
        }
    }

    private mutating func put(_ bucket: UInt32, _ times: Int64) {
        let place = firstEntry(atOrAfter: bucket)
        var left = times
        // Only the first entry of a bucket has room: the full ones sort behind it.
        if place < entries.count, entries[place] >> Self.countBits == bucket {
            let room = Int64(Self.fullCount - (entries[place] & Self.fullCount))
            let taken = min(room, left)
            entries[place] += UInt32(taken)
            left -= taken
        }
        while left > 0 {
            let taken = min(left, Int64(Self.fullCount))
            insert(bucket << Self.countBits | UInt32(taken), at: place)
            left -= taken
        }
    }

    /// `Array.insert` spelled out: a quarter of its time on arrays as short as these.
    private mutating func insert(_ entry: UInt32, at place: Int) {
        entries.append(entry)
        entries.withUnsafeMutableBufferPointer { entries in
            var index = entries.count - 1
            while index > place {
                entries[index] = entries[index - 1]
                index -= 1
            }
            entries[place] = entry
        }
    }

    private mutating func take(_ bucket: UInt32, _ times: Int64) -> Int64 {
        let place = firstEntry(atOrAfter: bucket)
        var left = times
        while left > 0, place < entries.count, entries[place] >> Self.countBits == bucket {
            let taken = min(left, Int64(entries[place] & Self.fullCount))
            left -= taken
            entries[place] -= UInt32(taken)
            if entries[place] & Self.fullCount == 0 { entries.remove(at: place) }
        }
        return times - left
    }
}

extension LatencySketch {
    /// Freezes an accumulator: what a slot becomes once it is full.
    package init(_ accumulator: LatencyAccumulator) {
        entries.reserveCapacity(accumulator.bucketsInUse)
        // Buckets come rising, so each goes to the end; full entries stand behind the partial one.
        accumulator.forEachBucket { bucket, times in
            let key = UInt32(bucket) << Self.countBits
            let part = UInt32(times % Int64(Self.fullCount))
            if part > 0 { entries.append(key | part) }
            guard times >= Int64(Self.fullCount) else { return }
            for _ in 0..<times / Int64(Self.fullCount) { entries.append(key | Self.fullCount) }
        }
        count = accumulator.count
        sum = accumulator.sum
        invalid = accumulator.invalid
        smallest = accumulator.minimum ?? .infinity
        largest = accumulator.maximum ?? -.infinity
    }
}
