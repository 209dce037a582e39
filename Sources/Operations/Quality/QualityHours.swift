internal import DequeModule
internal import Detection
internal import Telemetry

/// One version's predictions by the hour they were made in: how many there were, how many have been
/// labelled, and a fair sample of those.
///
/// By the time of the request and not of its label, so that a fall in quality stands under its
/// cause however late the labels come.
struct QualityHours: Sendable {
    struct Hour: Sendable {
        var predicted = 0
        var labelled = 0
        var pairs: [LabelledPair] = []
        /// Labels came since it was last taken.
        var isChanged = false
    }
    /// As many as the newest events that quality is always about.
    static let sampleLimit = 500
    /// Pairs of one version over all hours, 400 KB; of the oldest hours only counts stay.
    static let pairLimit = 6_000

    private var hours = SlotSeries<Hour>()
    private var pairCount = 0

    mutating func predicted(at time: Timestamp, by change: Int = 1) {
        hours.update(RollupBook.grid.slot(of: time), empty: Hour()) {
            $0.predicted = max(0, $0.predicted + change)
        }
        if hours.count > 192, let newest = hours.last { hours.removeBefore(newest - 191) }
    }

    mutating func labelled(_ pair: LabelledPair, at time: Timestamp) {
        var added = 0
        hours.update(RollupBook.grid.slot(of: time), empty: Hour()) { hour in
            hour.labelled += 1
            hour.isChanged = true
            if hour.pairs.count < Self.sampleLimit {
                hour.pairs.append(pair)
                added = 1
            } else {
                // A reservoir (Vitter 1985): each labelled prediction stays with the same chance.
                let place = Int(Self.mixed(UInt64(hour.labelled)) % UInt64(hour.labelled))
                if place < Self.sampleLimit { hour.pairs[place] = pair }
            }
        }
        pairCount += added
        while pairCount > Self.pairLimit { forgetOldest() }
    }

    /// The same number for the same count: a replay keeps the same sample (SplitMix64).
    private static func mixed(_ count: UInt64) -> UInt64 {
        var bits = count &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    private mutating func forgetOldest() {
        guard let oldest = hours.slots.first(where: { hours[$0]?.pairs.isEmpty == false }) else {
            pairCount = 0
            return
        }
        hours.update(oldest, empty: Hour()) { hour in
            pairCount -= hour.pairs.count
            hour.pairs = []
        }
    }

    subscript(slot: Int64) -> Hour { hours[slot] ?? Hour() }

    /// Hours that were labelled since they were last taken.
    func changed(in slots: ClosedRange<Int64>) -> [Int64] {
        hours.positions(in: slots).filter { hours.values[$0].isChanged }.map { hours.slots[$0] }
    }

    /// Takes the hours that ended by `time` and were labelled since the last call.
    mutating func takeChanged(before time: Timestamp) -> [Int64] {
        guard let first = hours.first else { return [] }
        let slot = RollupBook.grid.slot(of: time)
        let last = RollupBook.grid.end(of: slot) == time ? slot : slot - 1
        guard last >= first else { return [] }
        let changed = changed(in: first...last)
        for slot in changed { hours.update(slot, empty: Hour()) { $0.isChanged = false } }
        return changed
    }

    /// Share of the predictions made up to `due` that have been labelled, of whole hours; nil when
    /// there were fewer than 30.
    func coverage(through due: Timestamp) -> Double? {
        var (predicted, labelled) = (0, 0)
        for (slot, hour) in zip(hours.slots, hours.values)
        where RollupBook.grid.end(of: slot) <= due {
            predicted += hour.predicted
            labelled += hour.labelled
        }
        return predicted >= 30 ? min(1, Double(labelled) / Double(predicted)) : nil
    }

    /// The end of the last hour that has labels.
    var lastLabelled: Timestamp? {
        hours.values.lastIndex { $0.labelled > 0 }.map {
            RollupBook.grid.end(of: hours.slots[$0])
        }
    }
}
