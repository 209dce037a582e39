internal import Alerting
internal import Telemetry

/// What a deployment's p95 usually is: the median of its own p95 over the two hours before.
///
/// While its alert is pending or firing the baseline is frozen and the samples of that time are not
/// learned, so that an outage does not become the new normal.
struct LatencyBaseline: Sendable {
    static let spanMilliseconds: Int64 = 7_200_000

    private var own = RollingMedian()
    private(set) var current: Double?
    /// The version it was borrowed from; nil when it is the deployment's own.
    private(set) var borrowedFrom: String?
    /// Time spent frozen: the median's span is stretched by it.
    private var frozenMilliseconds: Int64 = 0
    private var lastStep: Timestamp?
    /// It was learned in another process, from what may no longer be at hand.
    private var isKept = false

    /// One evaluation instant.
    ///
    /// - Parameters:
    ///   - p95: the window's p95 in seconds; nil when nothing was measured.
    ///   - isOld: whether the deployment has served for two hours.
    ///   - frozen: whether its latency alert is pending or firing.
    ///   - champion: p95 in seconds and version of the champion on the same target.
    mutating func step(
        at time: Timestamp, p95: Double?, isOld: Bool, frozen: Bool,
        champion: (seconds: Double, version: String)?
    ) {
        defer { lastStep = time }
        if frozen {
            if let lastStep { frozenMilliseconds += time - lastStep }
            return
        }
        own.removeBefore(time - Self.spanMilliseconds - frozenMilliseconds)
        if frozenMilliseconds > 0, let lastStep {
            frozenMilliseconds = max(0, frozenMilliseconds - (time - lastStep))
        }
        if isOld || isKept && champion == nil {
            current = own.median ?? current
            borrowedFrom = nil
        } else if let champion {
            current = champion.seconds
            borrowedFrom = champion.version
        } else {
            current = nil
            borrowedFrom = nil
        }
        if let p95 { own.add(Sample(time: time, value: p95)) }
    }

    /// Takes over what it stood at when it was frozen, perhaps in another process.
    mutating func hold(_ frozen: FrozenBaseline) {
        isKept = true
        current = frozen.seconds
        borrowedFrom = frozen.borrowedFrom
    }
}
