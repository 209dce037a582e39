import Canvas
import Snapshot

/// The value over time with its limit, what happened on the way, and since when it counts.
extension WhyView {
    func drawValue(in area: Rect, _ pen: inout Pen) {
        guard area.height > 2 else { return }
        let chart = why?.chart
        var note: [String] = []
        if let why, !why.measure.isEmpty {
            note.append(why.measure + (why.unit.isEmpty ? "" : ", " + why.unit))
        }
        if let chart {
            note.append("last " + Formatting.window(chart.end.seconds(since: chart.start)))
        }
        note.append(isLive ? "live" : "not live")
        pen.rule("Value", note: note.joined(separator: " · "), y: area.y)
        guard let why, let chart, chart.values.contains(where: { $0 != nil }) else {
            let text = why == nil ? "reading …" : "nothing was measured in this time"
            pen.put(text, x: area.x + 1, y: area.y + 1, .muted)
            return
        }
        let isTall = area.height >= 9
        // Below the plot: the axis, its times, events and bar.
        let foot = isTall ? 3 : 1
        let plotArea = Rect(
            x: area.x, y: area.y + 1, width: area.width, height: area.height - 1 - foot)
        let drawing = lineChart(why, chart, pen)
        drawing.draw(in: plotArea, on: &pen.frame)
        let plot = drawing.plot(in: plotArea)
        let events = marks(chart)
        ChartTimes.axis(
            chart, events: events, selected: model.selectedEvent, inline: !isTall, theme: pen.theme
        ).draw(under: plot, y: plotArea.maxY, on: &pen.frame)
        if isTall { drawEvents(events, chart, plot: plot, y: area.maxY - 1, &pen) }
    }

    private var isLive: Bool {
        if case .live = model.snapshot.liveness.mode { return model.newest == nil }
        return false
    }

    private func lineChart(_ why: AlertDetail, _ chart: ChartSeries, _ pen: Pen) -> LineChart {
        let theme = pen.theme
        let scale = why.scale
        func scaled(_ series: ChartSeries) -> [Double?] {
            series.finite.map { $0.map { $0 * scale } }
        }
        let value = scaled(chart)
        let other = why.comparedChart.map(scaled)
        let moving = why.movingLimit.map(scaled)
        let limit =
            moving == nil ? why.limit.flatMap { $0.isFinite ? $0 * scale : nil } : nil
        let all =
            (value + (other ?? []) + (moving ?? [])).compactMap { $0 } + (limit.map { [$0] } ?? [])
        let nice = NiceScale(covering: (all.min() ?? 0)...max(all.max() ?? 1, all.min() ?? 0))
        func label(_ series: ChartSeries?, _ values: [Double?]) -> String {
            let last = values.last { $0 != nil }.flatMap { $0 }
            let figure = last.map { why.figure($0) } ?? ""
            return [series?.name ?? "", Pen.padLeft(figure, max(3, Pen.width(figure)))]
                .joined(separator: " ")
        }
        var lines: [LineChart.Line] = []
        if let other {
            lines.append(
                LineChart.Line(
                    other, style: theme[.compared],
                    label: pen.spelled(label(why.comparedChart, other))))
        }
        if let moving {
            lines.append(
                LineChart.Line(
                    moving, style: theme[.limit],
                    label: pen.spelled(label(why.limitChart, moving))))
        }
        lines.append(
            LineChart.Line(
                value, style: theme[.line], breachStyle: theme[.breach],
                label: pen.spelled(label(chart, value))))
        if let moving {
            // Beyond a limit that moves every value has its own.
            let beyond = zip(value, moving).map { value, limit -> Double? in
                guard let value, let limit else { return nil }
                return (why.breachesBelow ? value < limit : value > limit) ? value : nil
            }
            lines.append(LineChart.Line(beyond, style: theme[.breach]))
        }
        var ticks = [LineChart.Tick(nice.bounds.upperBound, NiceScale.text(nice.bounds.upperBound))]
        if let limit { ticks.append(LineChart.Tick(limit, why.figure(limit))) }
        ticks.append(LineChart.Tick(nice.bounds.lowerBound, NiceScale.text(nice.bounds.lowerBound)))
        let words = why.limitWords.isEmpty ? "limit" : "limit " + why.limitWords
        let labels = lines.compactMap { $0.label.map(Pen.width) }.max() ?? 0
        return LineChart(
            lines, bounds: nice.bounds,
            limit: limit.map {
                LineChart.Limit(
                    $0, label: pen.spelled(words), style: theme[.limit],
                    breaches: why.breachesBelow ? .below : .above)
            },
            ticks: ticks, axisStyle: theme[.muted], axisColumns: 6, labelColumns: labels + 2)
    }

    private func marks(_ chart: ChartSeries) -> [TimelineEvent] {
        (why?.changes ?? []).filter { event in
            event.isMark && event.at >= chart.start && event.at <= chart.end
        }.sorted { $0.at < $1.at }
    }

    /// `◆ 03:01:04 8 → canary 10 %`, in the order of the axis, and the bar of the alert's state.
    private func drawEvents(
        _ events: [TimelineEvent], _ chart: ChartSeries, plot: Rect, y: Int, _ pen: inout Pen
    ) {
        let span = chart.end.seconds(since: chart.start)
        func column(_ moment: Moment) -> Int {
            let share = span > 0 ? moment.seconds(since: chart.start) / span : 1
            return plot.x + Int((min(1, max(0, share)) * Double(max(0, plot.width - 1))).rounded())
        }
        var end = plot.maxX
        let from = column(alert.activeAt)
        let to = column(alert.resolvedAt ?? now)
        if alert.activeAt <= chart.end, to > from {
            let fired = alert.firedAt.map(column) ?? to + 1
            // Without data nobody knows whether it is still so.
            let lost = alert.dataLostAt.map(column) ?? to + 1
            for x in from...to {
                let isKnown = x >= fired && x <= lost
                let role: Role = alert.isPage ? .page : .ticket
                pen.put(
                    glyph: isKnown ? pen.glyphs.firingBar : pen.glyphs.pendingBar, x: x, y: y,
                    x > lost ? .muted : role)
            }
            let words = "pending \(Formatting.clockMinute(alert.activeAt))  "
            let start = max(plot.x, from - Pen.width(words))
            pen.put(words, x: start, y: y, .muted, width: from - start)
            end = start
        }
        var x = plot.x
        // A mark whose time alone would fit says nothing.
        for event in events where x + 16 < end {
            let detail = event.detail.split(separator: " on ").first.map(String.init) ?? ""
            let words = event.kind == .stage ? event.title : (detail.isEmpty ? event.title : detail)
            pen.put(glyph: pen.glyphs.event, x: x, y: y, .event)
            let role: Role = event == model.selectedEvent ? .selection : .muted
            let text = "\(Formatting.clockSecond(event.at)) \(words)"
            x = pen.put(text, x: x + 2, y: y, role, width: end - x - 3) + 3
        }
    }
}

extension TimelineEvent {
    /// Whether it is something somebody or something did, rather than something measured.
    var isMark: Bool {
        switch kind {
        case .deployment, .alias, .stage, .registry: true
        case .alert, .drift, .label: false
        }
    }
}

extension AlertDetail {
    /// A scaled value where room is short; whole where everything measured was: a count, a state.
    func figure(_ value: Double) -> String {
        let values = chart?.finite.compactMap(\.self) ?? []
        let isWhole =
            unit.isEmpty && !values.isEmpty && values.allSatisfy { $0 == $0.rounded() }
        return isWhole && value == value.rounded() ? Formatting.fixed(value, 0) : Facts.short(value)
    }

    /// The limit over time, where one dashed line would not tell the truth.
    fileprivate var movingLimit: ChartSeries? {
        let values = limitChart?.values.compactMap { $0 }.filter(\.isFinite) ?? []
        guard let low = values.min(), let high = values.max(), let limit, limit.isFinite,
            high - low > 0.1 * abs(limit)
        else { return nil }
        return limitChart
    }
}
