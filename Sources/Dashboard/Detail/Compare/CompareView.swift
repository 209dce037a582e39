package import Canvas
import Snapshot

/// Draws the compare view into `area`; its first row is the view's own sentence.
///
/// p95 of both on one axis, figures side by side, what they are made of with changed lines first,
/// and the input of both feature by feature.
package func drawCompare(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    guard case .compare(let one, let other) = model.place, let first = model.version(one),
        let second = model.version(other)
    else {
        pen.put(
            "One of the two versions is no longer in the data.", x: area.x + 1, y: area.y, .muted)
        return
    }
    CompareView(model: model, first: first, second: second).draw(in: area, &pen)
}

struct CompareView {
    let model: DashboardModel
    let first: VersionStatus
    let second: VersionStatus

    private var names: (String, String) {
        (first.id.version ?? first.id.model, second.id.version ?? second.id.model)
    }
    private var detail: SubjectDetail? {
        model.snapshot.subject.flatMap { $0.subject.id == first.id ? $0 : nil }
    }

    func draw(in area: Rect, _ pen: inout Pen) {
        let comparison = Comparison(first, second, detail: detail)
        let (text, isBad) = comparison.sentence
        pen.put(
            [Run(isBad ? "● " : "· ", isBad ? .ticket : .muted), Run(text)], x: area.x + 1,
            y: area.y, width: area.width - 2)
        let body = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
        let (chart, rest) = body.splitTop(body.height >= 16 ? body.height * 3 / 10 : 0)
        // Head, six measures of health and the rule; quality and training lines where there is
        // room.
        let least = body.width >= 76 && rest.height >= 12 ? 8 : 4
        let (middle, low) = rest.splitTop(min(rest.height, max(least, rest.height / 2)))
        drawChart(in: chart, &pen)
        if body.width >= 76 {
            let split = area.width / 2
            let left = side(comparison, width: split - 2, rows: middle.height - 1)
            let right = made(width: area.width - split - 2, rows: middle.height - 1)
            pen.draw(
                left: left, right: right, in: middle, divider: split, isAboveDivided: false)
            drawFeatures(in: low, &pen)
        } else {
            // Room for two of the three: what they are made of comes last.
            pen.draw(side(comparison, width: area.width - 2, rows: middle.height - 1), in: middle)
            let (input, made) = low.splitTop(low.height >= 16 ? low.height / 2 : low.height)
            drawFeatures(in: input, &pen)
            pen.draw(self.made(width: area.width - 2, rows: made.height - 1), in: made)
        }
    }

    private func drawChart(in area: Rect, _ pen: inout Pen) {
        guard area.height > 2 else { return }
        let span = detail.map {
            "last " + Formatting.window($0.subject.p95.end.seconds(since: $0.subject.p95.start))
        }
        pen.rule(
            "p95, ms", note: [span].compactMap { $0 }.joined(separator: " · "), y: area.y)
        guard let detail else {
            pen.put("reading …", x: area.x + 1, y: area.y + 1, .muted)
            return
        }
        let own = detail.subject.p95.finite.map { $0.map { $0 * 1_000 } }
        let charts = detail.compared.flatMap { $0.id == second.id ? $0 : nil }
        let other = charts?.p95.finite.map { $0.map { $0 * 1_000 } } ?? []
        let limit = detail.latencyLimitSeconds.map { $0 * 1_000 }
        let all = (own + other).compactMap { $0 } + (limit.map { [$0] } ?? [])
        let nice = NiceScale(covering: 0...max(all.max() ?? 1, 0))
        let theme = pen.theme
        var lines: [LineChart.Line] = []
        if !other.isEmpty {
            lines.append(LineChart.Line(other, style: theme[.compared], label: names.1))
        }
        lines.append(
            LineChart.Line(
                own, style: theme[.line], breachStyle: theme[.breach], label: names.0))
        var ticks = [LineChart.Tick(nice.bounds.upperBound, NiceScale.text(nice.bounds.upperBound))]
        if let limit { ticks.append(LineChart.Tick(limit, Facts.short(limit))) }
        ticks.append(LineChart.Tick(0, "0"))
        let label = max(Pen.width(names.0), Pen.width(names.1))
        let chart = LineChart(
            lines, bounds: nice.bounds,
            limit: limit.map {
                LineChart.Limit(
                    $0, label: pen.spelled("limit " + detail.latencyLimitWords),
                    style: theme[.limit])
            },
            ticks: ticks, axisStyle: theme[.muted], axisColumns: 6,
            labelColumns: min(label, 12) + 2)
        let isTall = area.height >= 8
        let plotArea = Rect(
            x: area.x, y: area.y + 1, width: area.width, height: area.height - (isTall ? 3 : 2))
        chart.draw(in: plotArea, on: &pen.frame)
        let marks = detail.events.filter { event in
            event.isMark && event.at >= detail.subject.p95.start
                && event.at <= detail.subject.p95.end
        }
        ChartTimes.axis(
            detail.subject.p95, events: marks, selected: model.selectedEvent, inline: !isTall,
            theme: theme
        )
        .draw(under: chart.plot(in: plotArea), y: plotArea.maxY, on: &pen.frame)
    }

    private func side(_ comparison: Comparison, width: Int, rows: Int) -> Section {
        let columns = [
            TableColumn("", minimum: 10, maximum: 24),
            TableColumn(names.0, alignment: .right, minimum: 8, maximum: 14),
            TableColumn(names.1, alignment: .right, minimum: 8, maximum: 14),
            TableColumn("", minimum: 4, gap: 3, isFlexible: true),
        ]
        let lines = comparison.rows.map { row -> [Run] in
            [
                Run(row.name, .muted), Run(row.first, row.isBad ? .page : .text),
                Run(row.second, .muted), Run(row.words, row.isBad ? .text : .muted),
            ]
        }
        return Section(
            "Side by side", note: "last " + Formatting.window(model.snapshot.windowSeconds),
            TextTable.lines(columns, rows: lines, width: width))
    }

    private func made(width: Int, rows: Int) -> Section {
        let differences = Differences(first, second)
        guard !differences.lines.isEmpty else {
            return Section(
                "What differs",
                [[Run("no registry knows what they are made of: put registry.yaml here", .muted)]])
        }
        let columns = [
            TableColumn("", minimum: 8, maximum: 18),
            TableColumn(names.0, minimum: 8, maximum: max(8, (width - 13) / 2)),
            TableColumn(names.1, minimum: 8, gap: 2, isFlexible: true),
        ]
        let lines = differences.lines.map { line -> [Run] in
            let role: Role = line.isSame ? .muted : .text
            return [
                Run((line.isSame ? "= " : "≠ ") + line.name, .muted),
                Run(line.first ?? Formatting.unknown, role),
                Run(line.second ?? Formatting.unknown, role),
            ]
        }
        return Section(
            "What differs",
            note: "\(differences.changed) of \(differences.lines.count), changed first",
            TextTable.lines(columns, rows: lines, width: width))
    }

    private func drawFeatures(in area: Rect, _ pen: inout Pen) {
        guard area.height > 1 else { return }
        let names = model.rows
        let features = first.orderedDrift.filter { names.contains($0.feature) }
        let columns = [
            TableColumn("FEATURE", minimum: 13, maximum: 26),
            TableColumn(self.names.0 + " PSI", alignment: .right, minimum: 7, gap: 2),
            TableColumn("LIMIT", alignment: .right, minimum: 6),
            TableColumn("× LIM", alignment: .right, minimum: 6),
            TableColumn(self.names.1 + " PSI", alignment: .right, minimum: 7, gap: 3),
            TableColumn("LIMIT", alignment: .right, minimum: 6, rank: 1),
            TableColumn("× LIM", alignment: .right, minimum: 6),
            TableColumn("WHAT MOVED", minimum: 6, gap: 3, rank: 2, isFlexible: true),
        ]
        let rows = features.map { feature in
            let other = second.drift.first { $0.feature == feature.feature }
            let role: Role = feature.drifted ? .ticket : .text
            return DetailTable.Row(
                id: feature.feature,
                cells: [
                    Run(feature.feature), Run(Formatting.quality(feature.value), role),
                    Run(Formatting.quality(feature.threshold), .muted),
                    Run(Formatting.multiple(feature.timesLimit), role),
                    Run(
                        Formatting.quality(other?.value),
                        other?.drifted == true ? .ticket : .muted),
                    Run(Formatting.quality(other?.threshold), .muted),
                    Run(Formatting.multiple(other?.timesLimit), .muted),
                    Run(feature.whatMoved, .muted),
                ])
        }
        let table = DetailTable(columns, rows: rows, cursor: model.cursor)
        let shown = table.windowWords(area.height - 2)
        pen.rule(
            "Input", note: shown.isEmpty ? "worst first" : shown + ", worst first", y: area.y,
            focused: true)
        guard !rows.isEmpty else {
            pen.put(
                first.driftUnknownReason ?? "no reference: drift unknown", x: area.x + 1,
                y: area.y + 1, .muted, width: area.width - 2)
            return
        }
        table.draw(in: area.inset(top: 1), &pen)
    }
}
