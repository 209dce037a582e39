import Canvas
import Snapshot

/// The models table with its rule.
func drawModels(_ model: DashboardModel, in area: Rect, _ pen: inout Pen, titled: Bool) {
    let hasKeys = model.activePane == .models
    var table = area
    if titled {
        table = area.inset(top: 1)
        pen.rule(
            "1 Models", note: modelsNote(model, visible: table.height - 1), x: area.x, y: area.y,
            width: area.width, focused: hasKeys)
    }
    guard !model.versionRows.isEmpty else {
        drawNoModels(model, in: table, &pen)
        return
    }
    let cursor = hasKeys ? model.cursor(of: .models) : nil
    drawModelsTable(
        model.versionRows, model, &pen, in: table, cursor: cursor ?? model.subject?.rowID,
        hasKeys: hasKeys)
}

/// `last 5 m · worst first · 7 of 7`, and the filter when there is one.
private func modelsNote(_ model: DashboardModel, visible: Int) -> String {
    let all = model.snapshot.models.reduce(0) { $0 + $1.versions.count }
    let shown = model.versionRows.count
    var parts = ["last \(Formatting.window(model.snapshot.windowSeconds))"]
    if !model.mainFilter.isEmpty { parts.append("/\(model.mainFilter)") }
    if model.size.width >= 100 || model.sort.column != .worst { parts.append(model.sort.words) }
    if shown > visible, visible > 0 {
        let cursor = model.subject.flatMap { id in model.versionRows.firstIndex { $0.id == id } }
        let first = Layout.firstRow(cursor: cursor ?? 0, visible: visible, count: shown)
        parts.append("\(first + 1)–\(first + visible) of \(shown)")
    } else {
        parts.append("\(shown) of \(all)")
    }
    return parts.joined(separator: " · ")
}

/// Says what is missing, why it matters, and the one thing to do.
private func drawNoModels(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    let lines: [String]
    if !model.mainFilter.isEmpty {
        lines = ["no version matches /\(model.mainFilter): esc clears it"]
    } else if !model.snapshot.liveness.windowComplete {
        lines = ["reading the newest events …"]
    } else if model.snapshot.sources.isEmpty {
        lines = [
            "no source: nothing can be watched", "start driftop with a directory, a file or a URL:",
            "driftop /var/log/models — or `driftop demo` to see one at work",
        ]
    } else {
        let key = model.keys.key(.sources)
        lines = [
            "no inference events and no registry among "
                + (model.snapshot.sources.count == 1
                    ? "the one source" : "\(model.snapshot.sources.count) sources"),
            "\(key) shows what was recognised, and why the rest was not;",
            "`fields:` in driftop.yaml names columns that driftop does not know",
        ]
    }
    let shown = lines.flatMap { wrapped($0, width: area.width - 3) }
    for (row, line) in shown.prefix(area.height - 1).enumerated() {
        pen.put(line, x: area.x + 2, y: area.y + 1 + row, .muted, width: area.width - 3)
    }
}

/// The table of versions; `cursor` is the identity of the marked row.
func drawModelsTable(
    _ versions: [VersionStatus], _ model: DashboardModel, _ pen: inout Pen, in area: Rect,
    cursor: String?, hasKeys: Bool
) {
    let kind = ModelsColumns.Kind(width: area.width)
    let columns = ModelsColumns(kind)
    let known = ModelRow.Known(model)
    func row(_ index: Int) -> ModelRow {
        let repeats = index > 0 && versions[index - 1].id.model == versions[index].id.model
        return ModelRow(versions[index], model, known, repeatsModel: repeats)
    }
    let index = cursor.flatMap { id in versions.firstIndex { $0.id.rowID == id } }
    let visible = area.height - 1
    let first = Layout.firstRow(cursor: index ?? 0, visible: visible, count: versions.count)
    let layout = columns.layout(versions, known.owners, width: area.width - 1)
    let list = Rect(x: area.x + 1, y: area.y, width: area.width - 1, height: area.height)
    pen.heads(columns.columns, layout, in: list, y: area.y)

    for line in 0..<max(0, min(visible, versions.count - first)) {
        let y = area.y + 1 + line
        let shown = row(first + line)
        for (cell, place) in zip(columns.cells, layout.places) {
            guard let place else { continue }
            pen.cell(
                shown.cell(cell, kind, width: place.width, pen.glyphs), x: list.x + place.x, y: y,
                width: place.width,
                right: columns.isRight(cell))
        }
        guard first + line == index else { continue }
        if hasKeys { pen.select(Rect(x: area.x, y: y, width: area.width, height: 1)) }
        pen.put(hasKeys ? "▌" : "›", x: area.x, y: y, hasKeys ? .accent : .muted)
    }
}
