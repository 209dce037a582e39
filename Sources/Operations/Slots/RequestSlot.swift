internal import Telemetry

/// What one slot of time holds of one deployment.
struct RequestSlot: Sendable {
    var requests: Int64 = 0
    var errors: Int64 = 0
    /// Requests whose outcome the log states; the error ratio is over these.
    var withOutcome: Int64 = 0
    var latency = LatencySketch()
}

/// The upper bounds of `model_request_duration_seconds_bucket`, in seconds, counted at fold time.
enum DurationBuckets {
    static let bounds: [Double] = [
        0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5,
        10, 30, 60,
    ]

    /// Index of the first bound that holds `seconds`; `bounds.count` beyond the last.
    static func index(of seconds: Double) -> Int {
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] < seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The exact counts behind the counters of one deployment, per rule slot.
struct CounterSlot: Sendable {
    var ok: UInt32 = 0
    var error: UInt32 = 0
    var unknown: UInt32 = 0
    var durations: UInt32 = 0
    var durationSum: Double = 0
    /// Not cumulative; allocated with the first duration.
    var buckets: [UInt32] = []

    mutating func add(_ outcome: Outcome, latencySeconds: Double) {
        switch outcome {
        case .ok: ok &+= 1
        case .error: error &+= 1
        case .unknown: unknown &+= 1
        }
        guard latencySeconds >= 0 else { return }
        durations &+= 1
        durationSum += latencySeconds
        if buckets.isEmpty {
            buckets = Array(repeating: 0, count: DurationBuckets.bounds.count + 1)
        }
        buckets[DurationBuckets.index(of: latencySeconds)] &+= 1
    }
}
