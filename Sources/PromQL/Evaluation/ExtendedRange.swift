import Telemetry

/// Ranges with `anchored` and `smoothed`: they know the value at their edges, from samples
/// outside them, and therefore need not extrapolate.
enum ExtendedRange {
    /// The samples that stand for a range: values put at the edges, and what lies between.
    ///
    /// Anchored: the left edge has the newest value at or before it. Smoothed: both edges have a
    /// value interpolated between their neighbours.
    static func samples(
        _ all: [Sample], from start: Timestamp, through end: Timestamp,
        _ extent: SyntaxNode.Extent, lookback: Int64
    ) -> [Sample] {
        let lower = all.firstIndex(after: start)
        let upper = all.firstIndex(after: end)
        let before = lower > 0 && all[lower - 1].time > start - lookback ? all[lower - 1] : nil
        let inside = all[lower..<max(lower, upper)]
        if extent == .anchored {
            guard let first = inside.first else {
                // `changes` and `resets` then still compare the last two samples before.
                return before == nil ? [] : Array(all[..<lower].suffix(2))
            }
            let anchor = Sample(time: start, value: before?.value ?? first.value)
            return [anchor] + inside
        }
        let after = upper < all.count && all[upper].time < end + lookback ? all[upper] : nil
        guard !inside.isEmpty || (before != nil && after != nil) else { return [] }
        var known = Array(inside)
        if let before { known.insert(before, at: 0) }
        if let after { known.append(after) }
        return known
    }

    /// The change over an extended range.
    static func change(_ kind: RateKind, _ window: Window) -> Double? {
        let samples = window.samples
        guard let newest = samples.last, newest.time > window.start else { return nil }
        let isAnchored = samples.first?.time == window.start
        var points: [Double] = []
        points.append(value(samples, at: window.start, kind, isAnchored: isAnchored))
        points += samples.filter { $0.time > window.start && $0.time < window.end }.map(\.value)
        points.append(value(samples, at: window.end, kind, isAnchored: isAnchored))
        guard let first = points.first, let last = points.last else { return nil }
        var result = last - first
        if kind.isCounter {
            for (previous, next) in zip(points, points.dropFirst()) where next < previous {
                result += previous
            }
        }
        if kind == .rate { result /= Double(window.end - window.start) / 1_000 }
        return result
    }

    private static func value(
        _ samples: ArraySlice<Sample>, at time: Timestamp, _ kind: RateKind, isAnchored: Bool
    ) -> Double {
        let before = samples.last { $0.time <= time }
        let after = samples.first { $0.time > time }
        guard let before else { return after?.value ?? .nan }
        guard let after, before.time < time else { return before.value }
        return between(before, after, at: time, isCounter: kind.isCounter)
    }

    /// The value at an instant between two samples; nil when nothing lies near.
    static func interpolated(_ all: [Sample], at time: Timestamp, after oldest: Timestamp)
        -> Double?
    {
        let next = all.firstIndex(after: time)
        let lookback = time - oldest
        var before = next > 0 ? all[next - 1] : nil
        if let found = before, found.time <= oldest || found.isStale { before = nil }
        var after = next < all.count ? all[next] : nil
        if let found = after, found.time >= time + lookback || found.isStale { after = nil }
        guard let before else { return after?.value }
        guard let after, before.time < time else { return before.value }
        return between(before, after, at: time, isCounter: false)
    }

    /// On the straight line between two samples; a counter that fell started again from zero.
    private static func between(
        _ before: Sample, _ after: Sample, at time: Timestamp, isCounter: Bool
    ) -> Double {
        let share = Double(time - before.time) / Double(after.time - before.time)
        if isCounter, after.value < before.value { return after.value * share }
        return before.value + (after.value - before.value) * share
    }
}
