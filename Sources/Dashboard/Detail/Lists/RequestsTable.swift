import Canvas
import Snapshot

/// The slowest or the failed requests as a table.
struct RequestsTable {
    let model: DashboardModel
    let kind: RequestRow.Kind
    let isFocused: Bool

    func table(width: Int) -> DetailTable {
        let all = model.requestRows
        let hasIDs = all.contains { !$0.request.id.isEmpty }
        let hasFeatures = all.contains { !$0.request.features.isEmpty }
        var columns = [
            TableColumn("TIME", minimum: 12), TableColumn("MS", alignment: .right, minimum: 6),
            TableColumn("OUT", minimum: 6, maximum: 16, gap: 2),
        ]
        if hasIDs {
            columns.append(
                TableColumn("REQUEST", minimum: 8, maximum: width < 110 ? 16 : 36, gap: 2, rank: 1))
        }
        columns.append(
            TableColumn(
                hasFeatures ? "FEATURES" : "LINE", minimum: 8, gap: 2, rank: 2, isFlexible: true))
        let rows = all.filter { $0.kind == kind }.map { row in
            DetailTable.Row(id: row.id, cells: cells(of: row.request, hasIDs: hasIDs))
        }
        var table = DetailTable(columns, rows: rows, cursor: model.cursor)
        table.isFocused = isFocused
        return table
    }

    private func cells(of request: RequestList.Request, hasIDs: Bool) -> [Run] {
        let word = request.failed ? "failed" : "ok"
        var cells = [
            Run(Formatting.clockMillisecond(request.at), .muted),
            Run(Formatting.milliseconds(request.latencySeconds)),
            Run(
                request.outcome.isEmpty ? word : request.outcome,
                request.failed ? .ticket : .muted),
        ]
        if hasIDs { cells.append(Run(request.id.isEmpty ? Formatting.unknown : request.id)) }
        let text = request.features.isEmpty ? request.text : request.features
        cells.append(Run(request.isGone ? "no longer in the file" : text, .muted))
        return cells
    }
}
