/// One value of one series at one time.
package struct Sample: Hashable, Sendable {
    package var time: Timestamp
    package var value: Double

    package init(time: Timestamp, value: Double) {
        self.time = time
        self.value = value
    }

    /// Prometheus's staleness marker: the NaN with exactly these bits ends a series.
    package static let staleBits: UInt64 = 0x7ff0_0000_0000_0002
    package static func stale(at time: Timestamp) -> Sample {
        Sample(time: time, value: Double(bitPattern: staleBits))
    }
    package var isStale: Bool { value.bitPattern == Self.staleBits }
}

/// A series and a stretch of its samples, oldest first, times strictly rising.
package struct SeriesSamples: Sendable {
    /// With the metric's name under `__name__`.
    package var labels: Labels
    package var samples: [Sample]

    package init(labels: Labels, samples: [Sample]) {
        self.labels = labels
        self.samples = samples
    }
}

extension [Sample] {
    /// The index of the first sample later than `time`, or the count; samples are in order of time.
    package func firstIndex(after time: Timestamp) -> Int {
        guard let last, last.time > time else { return count }
        var low = 0
        var high = count - 1
        while low < high {
            let middle = (low + high) / 2
            if self[middle].time > time { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
