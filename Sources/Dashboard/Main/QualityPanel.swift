import Canvas
import Snapshot

/// How right the subject is, over time, and what it answers; only on wide screens.
func drawQuality(
    _ subject: VersionID, _ detail: SubjectDetail?, _ model: DashboardModel, in area: Rect,
    _ pen: inout Pen
) {
    guard let version = model.version(subject), area.width >= 24 else { return }
    let other = model.compared.flatMap(model.version)
    var y = drawFigures(version, detail, in: area, &pen) + 1
    let answers = min(answerRows(version), max(0, area.maxY - y - 2))
    let delay = version.labelDelaySeconds ?? other?.labelDelaySeconds
    let advice =
        version.labels == 0 && delay == nil
        ? "; log `label` with `request_id` when the truth is known" : ""
    let labels = wrapped(labelWords(version, other) + advice, width: area.width).prefix(5)
    let room = area.maxY - y - labels.count - 1 - (answers > 0 ? answers + 2 : 0)
    if room >= 4, let chart = qualityChart(version, detail, pen) {
        let rows = min(room, 7)
        chart.draw(in: Rect(x: area.x, y: y, width: area.width, height: rows), on: &pen.frame)
        y += rows + 1
    }
    for line in labels where y < area.maxY {
        pen.put(line, x: area.x, y: y, .muted)
        y += 1
    }
    guard answers > 0, y + 2 < area.maxY else { return }
    drawAnswers(
        version, other, in: Rect(x: area.x, y: y + 1, width: area.width, height: answers + 1), &pen)
}

/// Every quality figure against its training, with its week; returns the row after.
private func drawFigures(
    _ version: VersionStatus, _ detail: SubjectDetail?, in area: Rect, _ pen: inout Pen
) -> Int {
    let figures = version.qualityFigures
    let stripWidth = max(0, min(14, area.width - 26))
    pen.put(Pen.pad("quality", 10) + " TRAIN  LIVE", x: area.x, y: area.y, .muted)
    guard !figures.isEmpty else { return area.y + 1 }
    for (row, figure) in figures.prefix(max(1, area.height / 3)).enumerated() {
        let y = area.y + 1 + row
        pen.put(figure.name.lowercased(), x: area.x, y: y, .muted, width: 10)
        pen.putRight(Formatting.quality(figure.training), end: area.x + 16, y: y, .muted)
        let live = (figure.estimated ? "~" : "") + Formatting.quality(figure.value)
        pen.putRight(live, end: area.x + 22, y: y, figure.fell ? .ticket : .text)
        if figure.fell { pen.put("▼", x: area.x + 22, y: y, .ticket) }
        guard stripWidth > 0, let strip = detail?.strips[figure.name] else { continue }
        pen.put("7 d", x: area.x + 25, y: area.y, .muted)
        let values = resampled(strip.values, to: stripWidth)
        let top = max(figure.training ?? 0, values.compactMap { $0 }.max() ?? 0, 1e-9)
        let text = Sparkline(values, bounds: 0...top).text(width: stripWidth, glyphs: pen.glyphs)
        pen.put(text, x: area.x + 25, y: y, figure.fell ? .ticket : .muted)
    }
    return area.y + 1 + min(figures.count, max(1, area.height / 3))
}

/// The chief figure's week, with what training promised drawn in; nil when no week is known.
private func qualityChart(
    _ version: VersionStatus, _ detail: SubjectDetail?, _ pen: Pen
) -> LineChart? {
    guard let figure = version.chiefQuality, let values = detail?.strips[figure.name]?.values,
        values.count(where: { $0 != nil }) > 1
    else { return nil }
    let known = values.compactMap { $0 } + [figure.training].compactMap { $0 }
    let low = known.min() ?? 0
    let high = known.max() ?? 1
    let bounds = NiceScale(covering: low...max(high, low + 1e-3)).bounds
    let theme = pen.theme
    let isBetterLow = QualityFigure.isBetterLow(figure.name)
    return LineChart(
        [LineChart.Line(values, style: theme[.line], breachStyle: theme[.ticket])],
        bounds: bounds,
        limit: figure.training.map {
            LineChart.Limit(
                $0, label: "trained", style: theme[.limit], breaches: isBetterLow ? .above : .below)
        },
        axisStyle: theme[.muted], labelColumns: 0)
}

/// Classes in sight: a table of one would say nothing that its name does not.
private func answerRows(_ version: VersionStatus) -> Int { min(5, version.predictionRatios.count) }

/// What it answers, now and in the reference, the most frequent first.
private func drawAnswers(
    _ version: VersionStatus, _ other: VersionStatus?, in area: Rect, _ pen: inout Pen
) {
    let classes = version.predictionRatios.sorted {
        $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value
    }
    var columns = [(head: "NOW", shares: version.predictionRatios)]
    if !version.referencePredictionRatios.isEmpty {
        columns.append(("REF", version.referencePredictionRatios))
    }
    if let other, !other.predictionRatios.isEmpty {
        columns.append((Pen.cut(other.id.version ?? "", to: 5), other.predictionRatios))
    }
    pen.put("answers, %", x: area.x, y: area.y, .muted)
    for (index, column) in columns.enumerated() {
        let end = area.x + 16 + index * 6
        pen.putRight(column.head, end: end, y: area.y, .muted)
        for (row, entry) in classes.prefix(area.height - 1).enumerated() {
            let share = Formatting.percent(column.shares[entry.key] ?? 0)
            pen.putRight(share, end: end, y: area.y + 1 + row, index == 0 ? .text : .muted)
        }
    }
    for (row, entry) in classes.prefix(area.height - 1).enumerated() {
        pen.put(entry.key, x: area.x, y: area.y + 1 + row, .muted, width: 10)
    }
}
