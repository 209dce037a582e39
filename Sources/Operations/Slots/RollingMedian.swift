internal import DequeModule
internal import Telemetry

/// The median of the samples of a trailing span, kept sorted so that a step costs O(log n) search.
struct RollingMedian: Sendable {
    private var arrivals: Deque<Sample> = []
    private var sorted: [Double] = []

    var count: Int { sorted.count }

    /// Adds a sample that is not NaN; times must not fall.
    mutating func add(_ sample: Sample) {
        guard !sample.value.isNaN else { return }
        arrivals.append(sample)
        sorted.insert(sample.value, at: position(of: sample.value))
    }

    /// Forgets samples before `time`.
    mutating func removeBefore(_ time: Timestamp) {
        while let oldest = arrivals.first, oldest.time < time {
            arrivals.removeFirst()
            sorted.remove(at: position(of: oldest.value))
        }
    }

    /// nil when empty.
    var median: Double? { sorted.median }

    private func position(of value: Double) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension [Double] {
    /// Of sorted values; the mean of the two middle ones when the count is even, as NumPy's.
    var median: Double? {
        guard !isEmpty else { return nil }
        let middle = count / 2
        return count % 2 == 1 ? self[middle] : (self[middle - 1] + self[middle]) / 2
    }
}
