import Canvas
import Snapshot

/// What goes in, against the reference, worst first, with the week on the axis of the tables above.
extension VersionView {
    func drawFeatures(in area: Rect, _ pen: inout Pen) {
        guard area.height > 1 else { return }
        let names = model.rows
        let features = version.orderedDrift.filter { names.contains($0.feature) }
        let columns = FeatureColumns(features)
        let table = DetailTable(
            columns.all.map(\.column), rows: features.map(columns.row), cursor: model.cursor)
        let foot = footRuns
        let hasFoot = area.height > 4 && (features.count > area.height - 2 || !foot.isEmpty)
        let visible = area.height - (hasFoot ? 3 : 2)
        let window = table.window(visible)
        pen.rule(
            "Features", note: note(window, columns, width: area.width), y: area.y, focused: true)
        guard !features.isEmpty else {
            drawMissing(in: area, &pen)
            return
        }
        let body = Rect(x: area.x, y: area.y + 1, width: area.width, height: visible + 1)
        let (rows, layout) = table.draw(in: body, &pen)
        let strip = columns.strip.flatMap { layout.places[$0] }
        if let strip { drawStrips(features, rows: rows, place: strip, in: body, &pen) }
        guard hasFoot else { return }
        let y = body.y + 1 + rows.count
        let after = pen.put(
            restWords(features[window.upperBound...]), x: area.x + 1, y: y, .muted)
        // The mark stands under the bucket in which it moved.
        let moved = strip.flatMap { onsetColumn(in: $0) }.map { body.x + 1 + $0 } ?? 0
        let start = max(after + 2, moved)
        pen.put(foot, x: start, y: y, width: area.maxX - start)
    }

    /// Where on the week's axis the worst feature left its limit.
    private func onsetColumn(in strip: TableLayout.Place) -> Int? {
        guard let worst = version.orderedDrift.first(where: \.drifted), let at = onset(of: worst),
            let axis = stripAxis
        else { return nil }
        let share = at.seconds(since: axis.start) / max(1, axis.end.seconds(since: axis.start))
        return share >= 0 && share < 1 ? strip.x + Int(share * Double(strip.width)) : nil
    }

    /// Why there is no row, and the one thing to do.
    private func drawMissing(in area: Rect, _ pen: inout Pen) {
        let text =
            version.drift.isEmpty
            ? version.driftUnknownReason
                ?? "no reference: drift unknown. Name one in driftop.yaml, or press R to take its "
                + "live traffic."
            : "no feature matches the filter"
        let lines = Prose.wrapped(text, width: area.width - 2).map { [Run($0, .muted)] }
        pen.lines(lines, in: area.inset(left: 1, top: 1))
    }

    private func note(_ shown: Range<Int>, _ columns: FeatureColumns, width: Int) -> String {
        guard !version.drift.isEmpty else { return "" }
        let inputs = version.drift.filter { $0.feature != "score" && $0.feature != "prediction" }
        var words =
            shown.lowerBound > 0
            ? ["\(shown.lowerBound + 1)–\(shown.upperBound) of \(version.drift.count)"]
            : ["\(inputs.count), worst first"]
        guard width >= 110 else { return words[0] }
        if let feature = model.snapshot.feature, feature.id == version.id,
            let from = feature.liveFrom
        {
            words.append("last \(Formatting.age(now.seconds(since: from))) against reference")
        }
        words.append("limit follows n")
        if columns.strip != nil { words.append("heat = × limit, full block at 2") }
        return words.joined(separator: " · ")
    }

    private func drawStrips(
        _ features: [FeatureDrift], rows: Range<Int>, place: TableLayout.Place, in area: Rect,
        _ pen: inout Pen
    ) {
        let x = area.x + 1 + place.x
        if let series = stripAxis, series.values.count == place.width {
            DayHeads.draw(series, x: x, y: area.y, width: place.width, &pen)
        }
        for (offset, index) in rows.enumerated() {
            let strip = Strip.against(1, times: 2, features[index].history)
            strip.draw(x: x, y: area.y + 1 + offset, width: place.width, &pen) { value in
                value > 1 ? .ticket : .muted
            }
        }
    }

    /// `6 more below 0.2`, and how many of them are unknown.
    private func restWords(_ rest: ArraySlice<FeatureDrift>) -> String {
        guard !rest.isEmpty else { return "" }
        let known = rest.compactMap(\.timesLimit)
        let unknown = rest.count - known.count
        guard let worst = known.max() else { return "\(unknown) more, unknown" }
        let bound = Formatting.fixed((worst * 10).rounded(.down) / 10 + 0.1, 1)
        return "\(known.count) more below \(bound)" + (unknown > 0 ? ", \(unknown) unknown" : "")
    }

    /// `◆ Fri 18:40, 8 m after preparation r-311`: when the worst one moved, and what had ended
    /// within half an hour before.
    private var footRuns: [Run] {
        guard let worst = version.orderedDrift.first(where: \.drifted),
            let onset = onset(of: worst)
        else { return [] }
        var text = "◆ " + Facts.brief(onset, now: now)
        let stages = model.workflow(of: version.id.model)?.stages ?? []
        let before = stages.compactMap { stage in
            stage.finishedAt.map { (stage, onset.seconds(since: $0)) }
        }.filter { $0.1 >= 0 && $0.1 <= 1_800 }.min { $0.1 < $1.1 }
        if let (stage, seconds) = before {
            let name = stage.stage.split(separator: " ").last.map(String.init) ?? stage.stage
            text += ", \(Formatting.age(seconds)) after \(name)"
            if let run = stage.run { text += " " + run }
        }
        return [Run(text, .event)]
    }
}
