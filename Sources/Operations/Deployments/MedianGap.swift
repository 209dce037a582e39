internal import Telemetry

/// The usual gap between arrivals, from counts per slot.
enum MedianGap {
    /// So many of the newest slots are kept however old they are: what has been silent for a day
    /// was usual once, and only that tells how long is too long.
    static let slotsKept = 240

    /// Median time between consecutive arrivals in milliseconds; nil with fewer than three
    /// arrivals.
    ///
    /// Inside a slot with `k` arrivals the gaps are about `width / k`; between slots they are the
    /// distance of the slots. Exact enough for a limit of ten times the median.
    static func milliseconds(
        _ slots: some Sequence<(slot: Int64, count: Int64)>, width: Int64
    ) -> Int64? {
        var gaps: [(gap: Int64, weight: Int64)] = []
        var previous: Int64?
        var arrivals: Int64 = 0
        for (slot, count) in slots where count > 0 {
            arrivals += count
            if count > 1 { gaps.append((width / count, count - 1)) }
            if let previous { gaps.append(((slot - previous) * width, 1)) }
            previous = slot
        }
        guard arrivals >= 3 else { return nil }
        gaps.sort { $0.gap < $1.gap }
        let half = (gaps.reduce(0) { $0 + $1.weight } + 1) / 2
        var seen: Int64 = 0
        for (gap, weight) in gaps {
            seen += weight
            if seen >= half { return gap }
        }
        return gaps.last?.gap
    }
}
