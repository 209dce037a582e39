package import Canvas
import Snapshot

/// Draws the requests view into `area`: the slowest and the failed ones, as they stand in the log.
package func drawRequests(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    guard case .requests(let id) = model.place else { return }
    RequestsView(model: model, id: id).draw(in: area, &pen)
}

struct RequestsView {
    let model: DashboardModel
    let id: VersionID

    private var list: RequestList? {
        model.snapshot.requests.flatMap { $0.id == id ? $0 : nil }
    }

    func draw(in area: Rect, _ pen: inout Pen) {
        let window = Formatting.window(model.snapshot.windowSeconds)
        let total = model.version(id)?.requests.map { ", \(Formatting.grouped($0)) in all" } ?? ""
        pen.put(
            [Run("· ", .muted), Run("Requests of \(id.words), last \(window)\(total).")],
            x: area.x + 1, y: area.y, width: area.width - 2)
        let body = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
        guard let list else {
            pen.rule("Slowest", y: body.y, focused: true)
            pen.put("reading …", x: body.x + 1, y: body.y + 1, .muted)
            return
        }
        guard !list.slowest.isEmpty || !list.failed.isEmpty else {
            pen.rule("Slowest", y: body.y, focused: true)
            pen.put("no request in this time", x: body.x + 1, y: body.y + 1, .muted)
            return
        }
        let (tables, text) = body.splitTop(
            body.height - (body.height < 14 ? 0 : max(4, body.height / 4)))
        let failedRows =
            list.failed.isEmpty
            ? 0 : min(list.failed.count + 2, max(3, tables.height / 3))
        let (slow, failed) = tables.splitTop(tables.height - failedRows)
        draw(list.slowest, title: "Slowest", isFocused: !isOnFailed, in: slow, &pen)
        draw(list.failed, title: "Failed", isFocused: isOnFailed, in: failed, &pen)
        drawText(list, in: text, &pen)
    }

    private var isOnFailed: Bool {
        guard let list, let cursor = model.cursor else { return false }
        return !list.slowest.contains { $0.text == cursor }
            && list.failed.contains { $0.text == cursor }
    }

    private func draw(
        _ requests: [RequestList.Request], title: String, isFocused: Bool, in area: Rect,
        _ pen: inout Pen
    ) {
        guard area.height > 1 else { return }
        let names = Set(model.rows)
        let rows = requests.filter { names.contains($0.text) }.map { request in
            DetailTable.Row(
                id: request.text,
                cells: [
                    Run(Formatting.clockMillisecond(request.at), .muted),
                    Run(Formatting.milliseconds(request.latencySeconds)),
                    Run(request.failed ? "failed" : "ok", request.failed ? .ticket : .muted),
                    Run(request.text, .muted),
                ])
        }
        let columns = [
            TableColumn("TIME", minimum: 12), TableColumn("MS", alignment: .right, minimum: 6),
            TableColumn("OUT", minimum: 6, gap: 2),
            TableColumn("LINE", minimum: 10, gap: 2, isFlexible: true),
        ]
        var table = DetailTable(columns, rows: rows, cursor: model.cursor)
        table.isFocused = isFocused
        let shown = table.windowWords(area.height - 2)
        pen.rule(
            title, note: shown.isEmpty ? "\(rows.count)" : shown, y: area.y, focused: isFocused)
        table.draw(in: area.inset(top: 1), &pen)
    }

    /// The line under the cursor in full.
    private func drawText(_ list: RequestList, in area: Rect, _ pen: inout Pen) {
        let all = list.slowest + list.failed
        guard let request = all.first(where: { $0.text == model.cursor }) ?? all.first else {
            return
        }
        let lines = Prose.wrapped(request.text, width: area.width - 2).map { [Run($0)] }
        pen.draw(
            Section(
                "Line", note: Formatting.dateMinute(request.at) + " · escaped as it was read", lines
            ),
            in: area)
    }
}
