/// What a detector says after a value.
package enum ChangeVerdict: Hashable, Sendable {
    case steady
    /// On the way to a change; DDM, EDDM and the two HDDM only.
    case warning
    /// The stream has changed. The detector forgets what it knew and starts anew with the next
    /// value.
    case change
}

/// Watches a stream of values, one at a time, in constant or logarithmic memory.
///
/// Detectors of a binary stream take 1 for an error and 0 for a success. Values that are NaN must
/// be left out by the caller.
package protocol ChangeDetector: Sendable {
    mutating func update(_ value: Double) -> ChangeVerdict
}

/// A mean and a variance over a stream, by Welford's recurrence.
struct RunningMoments: Sendable {
    private(set) var count = 0.0
    private(set) var mean = 0.0
    private var squares = 0.0

    mutating func add(_ value: Double) {
        count += 1
        let deviation = value - mean
        mean += deviation / count
        squares += deviation * (value - mean)
    }

    /// With n − 1 below; 0 for a single value.
    var variance: Double { count > 1 ? squares / (count - 1) : 0 }
}
