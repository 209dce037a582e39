import Canvas
import Snapshot

/// The time axis of a chart in a detail view.
enum ChartTimes {
    /// Six equal steps with their absolute times, and a mark for each event.
    static func axis(
        _ series: ChartSeries, events: [TimelineEvent] = [], selected: TimelineEvent? = nil,
        inline: Bool = false, theme: Theme
    ) -> TimeAxis {
        let span = series.end.milliseconds - series.start.milliseconds
        let ticks = span > 36 * 3_600_000 ? days(series) : steps(series, inline ? 3 : 6)
        let marks = events.map { event in
            let share =
                Double(event.at.milliseconds - series.start.milliseconds) / Double(max(1, span))
            return TimeAxis.Event(share, style: theme[event == selected ? .selection : .event])
        }
        return TimeAxis(
            ticks, events: marks, style: theme[.muted], placement: inline ? .inline : .below)
    }

    private static func steps(_ series: ChartSeries, _ count: Int64) -> [TimeAxis.Tick] {
        let span = series.end.milliseconds - series.start.milliseconds
        return (0...count).map { step in
            let at = Moment(milliseconds: series.start.milliseconds + span * step / count)
            return TimeAxis.Tick(Double(step) / Double(count), Formatting.clockMinute(at))
        }
    }

    /// Every midnight, with the day that begins there.
    private static func days(_ series: ChartSeries) -> [TimeAxis.Tick] {
        let day: Int64 = 86_400_000
        let start = series.start.milliseconds
        let span = max(1, series.end.milliseconds - start)
        let first = (start + day - 1) / day
        let last = min(series.end.milliseconds / day, first + 60)
        guard first <= last else { return [] }
        return (first...last).map { index in
            let at = Moment(milliseconds: index * day)
            return TimeAxis.Tick(
                Double(at.milliseconds - start) / Double(span),
                "\(Formatting.weekday(at)) \(Formatting.monthDay(at))")
        }
    }
}

extension ChartSeries {
    /// The values that a chart can show: what is not finite is a gap.
    var finite: [Double?] {
        values.map { value in value.flatMap { $0.isFinite ? $0 : nil } }
    }
}

extension DashboardModel {
    /// The event that `[` and `]` stand on.
    var selectedEvent: TimelineEvent? {
        event.flatMap { shownEvents.indices.contains($0) ? shownEvents[$0] : nil }
    }
}
