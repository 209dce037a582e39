import Canvas
import Snapshot

/// The two histograms side by side, and the multiple of the limit over time.
extension FeatureView {
    func drawBins(in area: Rect, _ pen: inout Pen) {
        guard area.height > 1 else { return }
        let bins = shownBins(area.height - 2)
        let all = detail?.bins ?? []
        var note = ["reference " + Formatting.count(drift.referenceCount)]
        note.append("live " + Formatting.count(drift.currentCount))
        if let from = detail?.liveFrom { note.append("since " + Facts.when(from, now: now)) }
        pen.rule(
            "Reference and live", note: note.joined(separator: " · "), y: area.y, width: area.width,
            focused: true)
        guard !bins.isEmpty else {
            let why =
                detail == nil
                ? "reading …" : version.driftUnknownReason ?? "no values to put into bins"
            pen.put(why, x: area.x + 1, y: area.y + 1, .muted, width: area.width - 2)
            return
        }
        // Label, share and bar twice, difference, part of the PSI.
        let label = min(18, max(8, all.map { Pen.width($0.label) }.max() ?? 8))
        let fixed = 1 + label + 1 + 6 + 1 + 1 + 6 + 1 + 7 + 6 + 2
        let bar = max(4, (area.width - fixed) / 2)
        let first = area.x + 1 + label + 1
        let second = first + 6 + 1 + bar + 1
        let change = second + 6 + 1 + bar
        pen.put("BIN", x: area.x + 1, y: area.y + 1, .muted)
        pen.put("REFERENCE %", x: first, y: area.y + 1, .muted, width: 6 + bar)
        pen.put("LIVE %", x: second, y: area.y + 1, .muted, width: 6 + bar)
        pen.putRight("Δ", end: change + 7, y: area.y + 1, .muted)
        pen.putRight("PSI", end: change + 13, y: area.y + 1, .muted)
        let top = all.flatMap { [$0.referenceShare, $0.currentShare] }.max() ?? 1
        for (offset, bin) in bins.enumerated() {
            let y = area.y + 2 + offset
            let moved = isMoved(bin)
            let role: Role = moved ? .ticket : .text
            pen.put(bin.label, x: area.x + 1, y: y, moved ? .text : .muted, width: label)
            share(bin.referenceShare, of: top, x: first, y: y, bar: bar, .muted, &pen)
            share(bin.currentShare, of: top, x: second, y: y, bar: bar, role, &pen)
            let difference = Formatting.fixed((bin.currentShare - bin.referenceShare) * 100, 1)
            pen.putRight(Formatting.signed(difference), end: change + 7, y: y, role)
            pen.putRight(
                Formatting.quality(bin.contribution, decimals: 3), end: change + 13, y: y, role)
        }
        if bins.count < all.count, area.height > bins.count + 2 {
            pen.put(
                "\(all.count - bins.count) more bins, each a smaller part of the PSI",
                x: area.x + 1, y: area.y + 2 + bins.count, .muted)
        }
    }

    private func share(
        _ value: Double, of top: Double, x: Int, y: Int, bar: Int, _ role: Role, _ pen: inout Pen
    ) {
        pen.putRight(Formatting.percent(value), end: x + 5, y: y, role)
        let style = pen.theme[role]
        Bar(value, maximum: top > 0 ? top : 1).draw(
            x: x + 6, y: y, width: bar, on: &pen.frame, style: style, breachStyle: style,
            limitStyle: style)
    }

    /// All bins in their order, or those that weigh most when they do not fit, in their order.
    private func shownBins(_ rows: Int) -> [FeatureDetail.Bin] {
        let all = detail?.bins ?? []
        guard all.count > rows, rows > 0 else { return rows > 0 ? all : [] }
        let ranked = all.indices.sorted {
            all[$0].contribution == all[$1].contribution
                ? $0 < $1 : all[$0].contribution > all[$1].contribution
        }
        return ranked.prefix(max(1, rows - 1)).sorted().map { all[$0] }
    }

    /// A bin that carries more than its even part of a PSI beyond the limit.
    private func isMoved(_ bin: FeatureDetail.Bin) -> Bool {
        guard drift.drifted, let value = drift.value, let bins = detail?.bins.count, bins > 0
        else { return false }
        return bin.contribution > value / Double(bins)
    }

    func drawHistory(in area: Rect, _ pen: inout Pen) {
        guard area.height > 1 else { return }
        let history = detail?.history
        let span = history.map(DayHeads.span) ?? ""
        pen.rule("History", note: "× limit" + (span.isEmpty ? "" : " · \(span)"), y: area.y)
        guard let history, history.values.contains(where: { $0 != nil }) else {
            pen.put(
                detail == nil ? "reading …" : "no past is known yet", x: area.x + 1, y: area.y + 1,
                .muted)
            return
        }
        guard area.height >= 6 else {
            let width = area.width - 2
            let cells = max(1, width / max(1, history.values.count))
            let y = area.height > 2 ? area.y + 2 : area.y + 1
            if area.height > 2 {
                DayHeads.draw(
                    history, x: area.x + 1, y: area.y + 1, width: width, cells: cells, &pen)
            }
            Strip.against(1, times: 2, history.values).draw(
                x: area.x + 1, y: y, width: width, cells: cells, &pen
            ) { $0 > 1 ? .ticket : .muted }
            return
        }
        let theme = pen.theme
        let known = history.finite.compactMap { $0 }
        // Whole multiples, at least two: a calm feature stays in the lower half.
        let top = min(1e6, max(2, (known.max() ?? 0).rounded(.up)))
        let last = known.last.map { Formatting.multiple($0) } ?? ""
        let chart = LineChart(
            [
                LineChart.Line(
                    history.finite, style: theme[.line], breachStyle: theme[.breach], label: last)
            ],
            bounds: 0...top, limit: LineChart.Limit(1, label: "limit", style: theme[.limit]),
            ticks: [
                LineChart.Tick(top, NiceScale.text(top)),
                LineChart.Tick(1, "1"), LineChart.Tick(0, "0"),
            ], axisStyle: theme[.muted], axisColumns: 6, labelColumns: 6)
        let plot = Rect(
            x: area.x, y: area.y + 1, width: area.width, height: area.height - 3)
        chart.draw(in: plot, on: &pen.frame)
        ChartTimes.axis(history, theme: theme).draw(
            under: chart.plot(in: plot), y: plot.maxY, on: &pen.frame)
    }
}
