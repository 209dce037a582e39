package import Snapshot

/// A chart in words: `p95 140 ms, rising since 16:31, above 120 ms for 3 m`.
///
/// Every part is left out when the data does not carry it: no trend from noise, no duration that
/// began before the chart did without saying so.
package enum Words {
    /// Which side of a limit is the bad one.
    package enum Breach: Sendable {
        case above, below
    }

    /// One sentence part for one series.
    ///
    /// - Parameters:
    ///   - measure: what it is: `p95`, `errors`, `tenure drift`.
    ///   - unit: stands behind every figure; empty for none.
    ///   - scale: values are multiplied by it before they are shown.
    ///   - limit: in the values' own unit.
    ///   - onset: when the run beyond the limit began, where somebody looked closer than the chart
    ///     can: near the chart's own it stands for it.
    ///   - limitName: what stands for its figure: `its limit`.
    package static func chart(
        _ series: ChartSeries, measure: String, unit: String = "", scale: Double = 1,
        limit: Double? = nil, limitName: String? = nil, breach: Breach = .above,
        onset: Moment? = nil
    ) -> String {
        let points = Reading(series)
        let figure = { (value: Double) in
            Formatting.figure(value * scale) + (unit.isEmpty ? "" : " " + unit)
        }
        let clock = { (moment: Moment) in Facts.brief(moment, now: series.end) }
        guard let last = points.points.last else {
            return "\(measure) unknown, nothing measured in "
                + Formatting.age(series.end.seconds(since: series.start))
        }
        var parts: [String] = []
        if points.isSilentAtEnd(series) {
            parts.append("\(measure) unknown since \(clock(last.at)), last \(figure(last.value))")
        } else {
            parts.append("\(measure) \(figure(last.value))")
            if let trend = trend(points, onset: onset, clock: clock) { parts.append(trend) }
        }
        if let limit {
            let name = limitName ?? figure(limit)
            parts.append(beyond(points, limit: limit, breach: breach, name: name, clock: clock))
        }
        return parts.joined(separator: ", ")
    }

    /// `rising since 16:31`, `up since 16:31` when it has levelled off, `steady for 30 m`.
    static func trend(
        _ reading: Reading, onset: Moment? = nil, clock: (Moment) -> String
    ) -> String? {
        guard reading.points.count >= 6, let last = reading.points.last else { return nil }
        if let change = Change(reading) {
            let moving = change.rises ? "rising" : "falling"
            let moved = change.rises ? "up" : "down"
            // The window behind a value makes its own begin minutes after the trouble.
            let isNear = onset.map { abs($0.seconds(since: change.onset)) < 600 } ?? false
            let since = isNear ? onset ?? change.onset : change.onset
            return (change.isGoingOn ? moving : moved) + " since " + clock(since)
        }
        let values = reading.points.map(\.value)
        guard let low = values.min(), let high = values.max(), let first = reading.points.first
        else { return nil }
        let middle = values.sorted()[values.count / 2]
        // A tenth around the middle is what an eye on a chart calls flat.
        guard high - low <= 0.1 * abs(middle) || high == low else { return nil }
        return "steady for " + duration(last.at.seconds(since: first.at))
    }

    private static func beyond(
        _ reading: Reading, limit: Double, breach: Breach, name: String,
        clock: (Moment) -> String
    ) -> String {
        let isBeyond = { (value: Double) in breach == .above ? value > limit : value < limit }
        let side = breach == .above ? "above" : "below"
        guard let last = reading.points.last else { return withinLimit(name) }
        let tail = reading.points.reversed().prefix { isBeyond($0.value) }
        if let begin = tail.last {
            let whole = tail.count == reading.points.count
            let span = duration(last.at.seconds(since: begin.at))
            return "\(side) \(name) for \(whole ? "at least " : "")\(span)"
        }
        if let past = reading.points.last(where: { isBeyond($0.value) }) {
            return "\(withinLimit(name)), \(side) it until \(clock(past.at))"
        }
        return withinLimit(name)
    }

    /// The nearest whole minute is what a chart can show.
    static func duration(_ seconds: Double) -> String {
        guard seconds >= 60 else { return Formatting.age(seconds) }
        return Formatting.age((seconds / 60).rounded() * 60)
    }

    private static func withinLimit(_ name: String) -> String {
        name.first?.isNumber == true ? "limit " + name : "within " + name
    }

    /// How late something usually is: to the minute, from an hour up to the hour.
    static func delay(_ seconds: Double) -> String {
        let unit = seconds >= 3_600 ? 3_600.0 : 60
        return seconds < 60
            ? Formatting.age(seconds) : Formatting.window((seconds / unit).rounded() * unit)
    }
}
