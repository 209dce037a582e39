import Canvas
import Snapshot

/// The subject's charts against the compared version's, its drift, its quality.
func drawMetrics(_ model: DashboardModel, in area: Rect, _ pen: inout Pen, titled: Bool) {
    let body = titled ? area.inset(top: 1) : area
    if titled {
        pen.rule(
            "2 Metrics", note: metricsNote(model, naming: body.height < 11), x: area.x, y: area.y,
            width: area.width, focused: model.activePane == .metrics)
    }
    guard let subject = model.subject else {
        let lines = Prose.wrapped(model.absenceOfVersions, width: body.width - 4)
        for (row, line) in lines.prefix(body.height).enumerated() {
            pen.put(line, x: body.x + 2, y: body.y + row, .muted)
        }
        return
    }
    let detail = model.snapshot.subject.flatMap { $0.subject.id == subject ? $0 : nil }
    let hasPanels = body.width >= 82 && body.height >= 11
    let columns = Layout.chartColumns(metricsWidth: area.width)
    let charts =
        hasPanels
        ? Rect(x: body.x, y: body.y, width: columns + 8, height: body.height) : body
    if let detail {
        drawCharts(detail, model, in: charts, &pen)
    } else {
        let isIdle = model.version(subject).map { $0.lastSeenAt == nil } ?? false
        let words =
            isIdle
            ? "\(subject.words) has had no traffic: there is nothing to chart"
            : "the charts of \(subject.words) are being computed …"
        pen.put(words, x: body.x + 2, y: body.y, .muted, width: charts.width - 3)
    }
    guard hasPanels else { return }
    let drift = Rect(
        x: charts.maxX + 2, y: body.y, width: Layout.driftColumns(area.width), height: body.height)
    let hasQuality = area.width >= Layout.qualityFrom
    drawDrift(model, in: drift, answers: !hasQuality, &pen)
    guard hasQuality else { return }
    let quality = Rect(
        x: drift.maxX + 3, y: body.y, width: body.maxX - drift.maxX - 4, height: body.height)
    drawQuality(subject, detail, model, in: quality, &pen)
}

/// `fraud-detector 8 against 7 · last 30 m · live`.
private func metricsNote(_ model: DashboardModel, naming measure: Bool) -> String {
    guard let subject = model.subject else { return "" }
    var parts = [subject.words]
    if let compared = model.compared {
        parts[0] +=
            " against "
            + (compared.model == subject.model
                ? compared.version ?? "—" : compared.words)
    }
    if measure { parts.append("p95, ms") }
    parts.append("last \(Formatting.window(model.chartSpan))")
    if model.isPaused {
        parts.append("paused")
    } else if case .timeTravel = model.snapshot.liveness.mode {
        parts.append("at \(Formatting.clock(model.snapshot.at))")
    } else if let lag = model.snapshot.liveness.lagSeconds, lag >= 60 {
        parts.append("stale \(Formatting.age(lag))")
    } else {
        parts.append("live")
    }
    return parts.joined(separator: " · ")
}

extension DashboardModel {
    /// The charts' time as the snapshot has it, in seconds.
    var chartSpan: Double {
        guard let chart = snapshot.subject?.subject.p95 else { return chartSeconds }
        let seconds = chart.end.seconds(since: chart.start)
        return seconds > 0 ? seconds.rounded() : chartSeconds
    }
}

/// p95 with its limit, requests and errors, all on one time axis; rows decide how much of it.
func drawCharts(
    _ detail: SubjectDetail, _ model: DashboardModel, in area: Rect, _ pen: inout Pen
) {
    let parts = ChartRows(height: area.height, hasLatency: detail.hasLatency)
    if parts.isRoomy {
        pen.put(chartWords(detail, model), x: area.x + 1, y: area.y, width: area.width)
    }
    guard parts.latency >= 2 else { return }
    let chart = latencyChart(detail, model, pen)
    let rect = Rect(
        x: area.x, y: area.y + (parts.isRoomy ? 1 : 0), width: area.width, height: parts.latency)
    let plot = chart.plot(in: rect)
    chart.draw(in: rect, on: &pen.frame)
    if !detail.hasLatency { drawNoLatency(detail, in: plot, &pen) }
    let side = sideCharts(detail, pen)
    var y = rect.maxY
    func stack(_ charts: [SideChart], rows: Int) {
        for part in charts where rows > 0 {
            part.draw(
                in: Rect(x: area.x, y: y, width: area.width, height: rows), like: chart, &pen)
            y += rows
        }
    }
    stack(side.quantiles, rows: parts.quantile)
    if parts.strip == 1 {
        drawStrips(detail, plot: plot, y: y, &pen)
        y += 2
    } else {
        stack(side.traffic, rows: parts.strip)
    }
    let axis = timeAxis(detail.subject.p95, model.axisEvents, pen, inline: !parts.isRoomy)
    axis.draw(under: plot, y: y, on: &pen.frame)
    guard parts.isRoomy else { return }
    y += axis.rows
    let last = model.axisEvents.last.map(eventRuns) ?? []
    pen.put(last, x: plot.x, y: y, width: area.maxX - plot.x)
    pen.put(trafficRuns(detail, model), x: plot.x, y: y + 1, width: area.maxX - plot.x)
}

/// Says what is missing where the p95 chart would be, and what to do about it.
private func drawNoLatency(_ detail: SubjectDetail, in plot: Rect, _ pen: inout Pen) {
    let name = detail.subject.id.words
    let words =
        detail.usual["p95 ms"] != nil
        ? "no latency of \(name) in this time"
        : "no latency of \(name) is logged, so nobody would see it turn slow: log `latency_ms`, "
            + "or name its column under `fields:` in driftop.yaml"
    let lines = wrapped(words, width: plot.width - 2).prefix(plot.height)
    for (row, line) in lines.enumerated() {
        pen.put(line, x: plot.x + 1, y: plot.y + (plot.height - lines.count) / 2 + row, .muted)
    }
}

/// How a pane's rows are divided among its charts.
private struct ChartRows {
    /// Words above and below, and times under the axis.
    let isRoomy: Bool
    /// Rows of the p95 chart.
    let latency: Int
    /// Rows of p99 and of p50, each, under it on a tall screen.
    let quantile: Int
    /// Rows of requests and of errors, each: a strip, from 26 rows on a chart.
    let strip: Int

    /// Where no latency is logged the room is the requests' and the errors'.
    init(height: Int, hasLatency: Bool) {
        isRoomy = height >= 11
        // Words, axis with times, event and traffic.
        let left = height - (isRoomy ? 1 + 2 + 2 : 1)
        let strip = hasLatency ? height >= 26 ? left / 8 : 1 : (left - 4) / 2
        self.strip = !isRoomy ? 0 : strip < 3 ? 1 : strip
        quantile = hasLatency && left >= 18 ? (left + 1) / 5 : 0
        latency = left - 2 * self.strip - 2 * quantile
    }
}

/// `◆ 03:01:04 8 → canary 10 % on eu-1, by ci`.
private func eventRuns(_ event: TimelineEvent) -> [Run] {
    let named = event.kind == .deployment && !event.detail.isEmpty
    let words =
        named
        ? event.detail
        : [event.title, event.detail].filter { !$0.isEmpty }
            .joined(separator: ": ")
    return [Run("◆ ", .event), Run(Formatting.clockSecond(event.at) + " " + words)]
}

/// `p95, ms   8: 214, up since 03:03   7: 92`.
private func chartWords(_ detail: SubjectDetail, _ model: DashboardModel) -> [Run] {
    let id = detail.subject.id
    let status = model.version(id)
    let breached = status.map { Breaches(of: $0, in: model).latency } ?? nil
    var runs = [Run("p95, ms   ", .muted), Run((id.version ?? id.model) + ": ", .line)]
    let now = status?.latency?.p95 ?? detail.subject.p95.values.last.flatMap { $0 }
    runs.append(Run(Formatting.milliseconds(now), breached ?? .text))
    let alert = model.alerts(about: id).first { $0.isActive && $0.rule.contains("Latency") }
    if let since = now == nil ? alert?.dataLostAt : alert?.onsetAt {
        let word = now == nil ? "no data" : "up"
        runs.append(Run(", \(word) since \(TeamStatus.clock(since, now: model.snapshot.at))"))
    }
    if let other = detail.compared {
        let p95 = model.version(other.id)?.latency?.p95 ?? other.p95.values.last.flatMap { $0 }
        runs.append(Run("   \(other.id.version ?? other.id.model): ", .compared))
        runs.append(Run(Formatting.milliseconds(p95), .compared))
    }
    return runs
}

/// `412 req/s, 41.2 on 8  ×1.0 usual  0.2 % errors`.
private func trafficRuns(_ detail: SubjectDetail, _ model: DashboardModel) -> [Run] {
    guard let status = model.version(detail.subject.id) else { return [] }
    let own = status.requestsPerSecond
    var ratio = status.errorRatio
    var runs: [Run] = []
    if let other = detail.compared.flatMap({ model.version($0.id) }), let own,
        let others = other.requestsPerSecond
    {
        if let mine = ratio, let theirs = other.errorRatio, own + others > 0 {
            ratio = (mine * own + theirs * others) / (own + others)
        }
        runs.append(Run("\(Formatting.figure(own + others)) req/s"))
        let label = detail.subject.id.version ?? "this"
        runs.append(Run(", \(Formatting.figure(own)) on \(label)", .muted))
    } else {
        runs.append(Run("\(Formatting.figure(own)) req/s now"))
    }
    if let own, let usual = detail.usual["req/s"], usual > 0 {
        runs.append(Run("  ×\(Formatting.multiple(own / usual)) usual"))
    }
    runs.append(Run("  \(Formatting.percent(ratio)) % errors"))
    return runs
}
