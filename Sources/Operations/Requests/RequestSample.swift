internal import DequeModule
internal import Telemetry

/// A random part of a version's requests with the bins of their features, so that the slowest and
/// the failed can be held against all.
///
/// Per minute those with the smallest hash of where they stand: which ones is decided by the log
/// alone, not by the order it was read in. 80 KB for a busy version with ten features; without a
/// reference to bin by, the values themselves are kept: twice that. Of many versions each keeps
/// less.
struct RequestSample: Sendable {
    static let recentMilliseconds: Int64 = 360_000
    /// Features beyond this are not looked at.
    static let featureLimit = 64
    /// A bin that no reference has.
    static let noBin = UInt8.max

    /// One request without its text.
    struct Row: Sendable {
        var time: Timestamp
        var priority: UInt32
        /// NaN when the log does not say.
        var latencySeconds: Float
        var failed: Bool
        /// Where its target stands in `TargetRequests`.
        var target: UInt16
    }

    /// What is kept instead of bins while there is no reference.
    private(set) var values: SampledValues? = SampledValues()
    /// Features that are looked at, by their places in the version's list.
    private(set) var features: [Int] = []
    private var places: [Int: Int] = [:]
    private var slots = SlotSeries<SampledSlot>()
    /// The slot of the request before, `(after, through]` in milliseconds, and what is let in.
    private var after = Int64.max
    private var through = Int64.min
    private var threshold = UInt32.max
    /// Bins of the request that is being added.
    private var bins: [UInt8] = []
    private var row: Row?

    /// Starts anew with other features.
    mutating func look(at features: [Int]) {
        self = RequestSample()
        values = nil
        self.features = Array(features.prefix(Self.featureLimit))
        for (place, feature) in self.features.enumerated() { places[feature] = place }
    }

    /// Whether the request is one of those kept; its bins follow, then `finish`.
    @inline(__always)
    mutating func begin(_ event: EventRow, target: Int, clocks: EngineClocks) -> Bool {
        if features.isEmpty, values == nil { return false }
        let priority = Self.priority(event)
        let time = event.time.milliseconds
        if time > after, time <= through, priority >= threshold { return false }
        return admit(event, priority, target, clocks)
    }

    @inline(never)
    private mutating func admit(
        _ event: EventRow, _ priority: UInt32, _ target: Int, _ clocks: EngineClocks
    ) -> Bool {
        guard event.time > clocks.requestStart else { return false }
        let slot = clocks.requests.slot(of: event.time)
        through = clocks.requests.end(of: slot).milliseconds
        after = through - clocks.requests.widthMilliseconds
        threshold = slots[slot]?.threshold ?? .max
        guard priority < threshold else { return false }
        row = Row(
            time: event.time, priority: priority, latencySeconds: Float(event.latencySeconds),
            failed: event.outcome == .error, target: UInt16(truncatingIfNeeded: target))
        bins =
            values == nil
            ? [UInt8](repeating: Self.noBin, count: features.count) : SampledValues.blank()
        return true
    }

    /// One feature's bin of the request that is being added.
    mutating func note(_ bin: Int, of feature: Int) {
        guard let place = places[feature], bin >= 0, bin < Int(Self.noBin) else { return }
        bins[place] = UInt8(bin)
    }

    /// One feature's value of the request that is being added, while there is no reference.
    mutating func note(_ value: FeatureValue, _ batch: EventBatch, of feature: Int) {
        values?.write(value, batch, of: feature, into: &bins)
    }

    /// Bytes of a row.
    private var stride: Int {
        values == nil ? features.count : SampledValues.featureLimit * SampledValues.width
    }

    mutating func finish(clocks: EngineClocks) {
        guard let row else { return }
        // What is read of the past is thinned at once: most of it would be thrown away again.
        let width = clocks.requests.widthMilliseconds
        let recent = clocks.requestStart + 60 * width - Self.recentMilliseconds
        slots.update(clocks.requests.slot(of: row.time), empty: SampledSlot()) { slot in
            slot.add(row, bins, limits: clocks.samples, isPast: row.time <= recent)
            threshold = slot.threshold
        }
        self.row = nil
    }

    /// Thins what is older than the last minutes, drops what no window reaches.
    mutating func prune(_ clocks: EngineClocks) {
        slots.removeBefore(clocks.requests.slot(of: clocks.requestStart))
        guard let last = slots.last else { return }
        let recent = last - Self.recentMilliseconds / clocks.requests.widthMilliseconds - 1
        slots.updateFull(newest: slots.count) { $1.settle(clocks.samples, isPast: $0 < recent) }
        after = .max
    }

    /// SplitMix64's mixing of where and when it stands.
    private static func priority(_ event: EventRow) -> UInt32 {
        var hash = UInt64(bitPattern: event.time.milliseconds) &* 0x9E37_79B9_7F4A_7C15
        hash ^= UInt64(bitPattern: event.line.offset) &* 0xBF58_476D_1CE4_E5B9
        hash ^= event.requestHash
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 31))
    }

    /// The sampled requests of `(at − window, at]`, every one as likely to be here as any other.
    func rows(endingAt at: Timestamp, window: Int64, _ clocks: EngineClocks)
        -> [(row: Row, bins: ArraySlice<UInt8>)]
    {
        let first = clocks.requests.slot(of: at - window + 1)
        let positions = slots.positions(in: first...max(first, clocks.requests.slot(of: at)))
        let limit =
            positions.contains { slots.values[$0].isThinned }
            ? clocks.samples.past : clocks.samples.recent
        // A minute with more requests lets in fewer of them: what the strictest lets in is fair.
        let fair = positions.map { slots.values[$0].fairThreshold(limit: limit) }.min() ?? .max
        return positions.flatMap { slots.values[$0].rows(below: fair, stride: stride) }
            .filter { $0.row.time > at - window && $0.row.time <= at }
    }
}

/// How many requests a version's sample keeps of a minute.
struct SampleLimits: Hashable, Sendable {
    /// Of each of the last minutes.
    var recent: Int
    /// Of each of the hour behind them.
    var past: Int

    /// Some ten megabytes for all versions together, and at least what a share can be told from.
    init(versions: Int) {
        let share = max(1, min(4, versions / 25))
        recent = 256 / share
        past = 32 / share
    }
}
