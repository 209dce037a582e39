import Canvas
import Snapshot

/// The p95 chart of the subject over the compared version's, in milliseconds.
func latencyChart(_ detail: SubjectDetail, _ model: DashboardModel, _ pen: Pen) -> LineChart {
    func milliseconds(_ series: ChartSeries) -> [Double?] {
        series.values.map { $0.map { $0 * 1_000 } }
    }
    let theme = pen.theme
    var lines: [LineChart.Line] = []
    if let compared = detail.compared {
        lines.append(
            LineChart.Line(
                milliseconds(compared.p95), style: theme[.compared],
                label: compared.id.version.map { Pen.cut($0, to: 4) }))
    }
    lines.append(
        LineChart.Line(
            milliseconds(detail.subject.p95), style: theme[.line], breachStyle: theme[.breach],
            label: detail.subject.id.version.map { Pen.cut($0, to: 4) }))
    let bounds = (model.latencyScale ?? NiceScale(covering: 0...1)).bounds
    let limit = detail.latencyLimitSeconds.map { seconds in
        LineChart.Limit(seconds * 1_000, label: "limit", style: theme[.limit])
    }
    var ticks = [LineChart.Tick(bounds.upperBound, NiceScale.text(bounds.upperBound))]
    if let limit, limit.value <= bounds.upperBound {
        ticks.append(LineChart.Tick(limit.value, Formatting.milliseconds(limit.value / 1_000)))
    }
    ticks.append(LineChart.Tick(bounds.lowerBound, NiceScale.text(bounds.lowerBound)))
    // A scale of nothing would only look like one.
    if !lines.contains(where: { $0.values.contains { $0 != nil } }) { ticks = [] }
    let widest = lines.compactMap(\.label).map(Pen.width).max() ?? 0
    return LineChart(
        lines, bounds: bounds, limit: limit, ticks: ticks, axisStyle: theme[.muted],
        labelColumns: max(2, widest + 1))
}

/// The time axis under a chart: the end, and round distances before it.
func timeAxis(
    _ series: ChartSeries, _ events: [TimelineEvent], _ pen: Pen, inline: Bool
) -> TimeAxis {
    let span = series.end.seconds(since: series.start)
    guard span > 0 else { return TimeAxis([], style: pen.theme[.muted]) }
    let steps: [Double] = [
        60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400,
    ]
    let step = steps.first { span / $0 <= 3.5 } ?? 86_400
    let ticks = stride(from: (span / step).rounded(.down), through: 0, by: -1).map { count in
        let back = Int64(count * step * 1_000)
        let moment = Moment(milliseconds: series.end.milliseconds - back)
        let clock = Formatting.clockMinute(moment)
        let text = span > 72_000 ? Formatting.weekday(moment) + " " + clock : clock
        return TimeAxis.Tick(1 - count * step / span, text)
    }
    let marks = events.map { event in
        TimeAxis.Event(event.at.seconds(since: series.start) / span, style: pen.theme[.event])
    }
    return TimeAxis(
        ticks, events: marks, style: pen.theme[.muted], placement: inline ? .inline : .below)
}

/// Requests a second and errors in percent, in the columns of the chart above them.
func drawStrips(_ detail: SubjectDetail, plot: Rect, y: Int, _ pen: inout Pen) {
    let (rate, errors) = detail.traffic
    let rows: [(String, [Double?], ClosedRange<Double>)] = [
        ("req/s", rate, 0...max(1e-9, (rate.compactMap { $0 }.max() ?? 1) * 1.3)),
        // From one percent up errors fill the strip: below it they stay a calm floor.
        ("err %", errors, 0...max(0.01, errors.compactMap { $0 }.max() ?? 0)),
    ]
    for (row, (name, values, bounds)) in rows.enumerated() {
        pen.putRight(name, end: plot.x - 1, y: y + row, .muted)
        pen.put(glyph: "│", x: plot.x - 1, y: y + row, .muted)
        let columns = resampled(values, to: plot.width)
        let text = Sparkline(columns, bounds: bounds).text(width: plot.width, glyphs: pen.glyphs)
        pen.put(text, x: plot.x, y: y + row, .muted)
    }
}

/// A smaller chart under the p95 chart, on its axis: the top of its scale and its name beside it.
struct SideChart {
    var name: String
    var lines: [LineChart.Line]
    /// The top is at least this.
    var least: Double

    func draw(in rect: Rect, like chart: LineChart, _ pen: inout Pen) {
        let top = lines.flatMap(\.values).compactMap { $0 }.max()
        let bounds = NiceScale(covering: 0...max(top ?? 0, least)).bounds
        // A scale of nothing would only look like one.
        let scale =
            top == nil
            ? [] : [LineChart.Tick(bounds.upperBound, NiceScale.text(bounds.upperBound))]
        LineChart(
            lines, bounds: bounds,
            ticks: scale + [LineChart.Tick(0, name)],
            axisStyle: pen.theme[.muted], axisColumns: chart.axisColumns,
            labelColumns: chart.labelColumns
        ).draw(in: rect, on: &pen.frame)
    }
}

/// p99 and p50 in milliseconds against the compared version's; requests a second, errors in %.
func sideCharts(
    _ detail: SubjectDetail, _ pen: Pen
) -> (quantiles: [SideChart], traffic: [SideChart]) {
    let theme = pen.theme
    func quantile(_ name: String, _ series: KeyPath<SubjectDetail.Charts, ChartSeries>) -> SideChart
    {
        func line(_ charts: SubjectDetail.Charts, _ role: Role) -> LineChart.Line {
            LineChart.Line(
                charts[keyPath: series].values.map { $0.map { $0 * 1_000 } }, style: theme[role],
                label: charts.id.version.map { Pen.cut($0, to: 4) })
        }
        let other = detail.compared.map { line($0, .compared) }
        return SideChart(
            name: name, lines: [other, line(detail.subject, .line)].compactMap(\.self), least: 1)
    }
    let (rate, errors) = detail.traffic
    let percent = errors.map { $0.map { $0 * 100 } }
    return (
        [quantile("p99", \.p99), quantile("p50", \.p50)],
        [
            SideChart(
                name: "req/s", lines: [LineChart.Line(rate, style: theme[.line])], least: 1e-9),
            SideChart(
                name: "err %", lines: [LineChart.Line(percent, style: theme[.line])], least: 1),
        ]
    )
}

extension SubjectDetail {
    /// Any p95 of the subject is known in the charts' time.
    var hasLatency: Bool { subject.p95.values.contains { $0 != nil } }

    /// Requests a second and error ratio of subject and compared version together, point by point;
    /// unknown only where both are.
    var traffic: (rate: [Double?], errors: [Double?]) {
        let rates = subject.requestsPerSecond.values
        let errors = subject.errorRatio.values
        guard let other = compared, other.requestsPerSecond.values.count == rates.count,
            other.errorRatio.values.count == rates.count, errors.count == rates.count
        else { return (rates, errors) }
        var sums: [Double?] = []
        var ratios: [Double?] = []
        for index in rates.indices {
            let (mine, theirs) = (rates[index], other.requestsPerSecond.values[index])
            let total = (mine ?? 0) + (theirs ?? 0)
            sums.append(mine == nil && theirs == nil ? nil : total)
            let failed =
                (mine ?? 0) * (errors[index] ?? 0)
                + (theirs ?? 0) * (other.errorRatio.values[index] ?? 0)
            let isKnown = errors[index] != nil || other.errorRatio.values[index] != nil
            ratios.append(isKnown && total > 0 ? failed / total : nil)
        }
        return (sums, ratios)
    }
}

/// The mean of the known values in each of `columns` equal parts.
func resampled(_ values: [Double?], to columns: Int) -> [Double?] {
    guard columns > 0, !values.isEmpty else { return [] }
    return (0..<columns).map { column in
        let from = column * values.count / columns
        let to = max(from + 1, (column + 1) * values.count / columns)
        let known = values[min(from, values.count - 1)..<min(to, values.count)].compactMap { $0 }
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
}

extension DashboardModel {
    /// The events worth a mark on the main axis, oldest first.
    var axisEvents: [TimelineEvent] {
        shownEvents.filter { event in
            switch event.kind {
            case .deployment, .alias: true
            case .stage: (event.title + event.detail).contains("retrain")
            case .alert, .drift, .registry, .label: false
            }
        }
    }

    /// A scale for the p95 chart that stays while the values allow it.
    mutating func rescale() {
        guard let detail = snapshot.subject else { return }
        let series = [detail.subject.p95, detail.compared?.p95].compactMap { $0 }
        var known = series.flatMap(\.values).compactMap { $0 }.filter(\.isFinite)
        if let limit = detail.latencyLimitSeconds { known.append(limit) }
        let top = (known.max() ?? 0.001) * 1_000
        let isSame = scaledFor == detail.subject.id
        latencyScale = NiceScale(
            covering: 0...max(top, 0.001), previous: isSame ? latencyScale : nil)
        scaledFor = detail.subject.id
    }
}
