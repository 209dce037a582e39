import Canvas
import Snapshot

/// What is read, how fresh it is, what was rejected and why.
func drawSources(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    let filter = Filter(model.layer.filter)
    let sources = model.snapshot.sources.filter {
        filter.matches("\($0.name) \($0.kind) \($0.location) \($0.state.rawValue)")
    }
    let live = model.snapshot.sources.filter { $0.state == .live }.count
    pen.rule(
        "Sources", note: "\(live) of \(model.snapshot.sources.count) live", y: area.y + 1,
        focused: true)
    guard !sources.isEmpty else {
        let words =
            model.layer.filter.isEmpty
            ? "nothing is read: start driftop with a directory, file, glob or URL"
            : "no source matches /\(model.layer.filter): esc clears it"
        pen.put(words, x: 2, y: area.y + 3, .muted, width: area.width - 3)
        return
    }
    let cursor = model.cursor.flatMap(model.rows.firstIndex) ?? 0
    let details = sources.indices.contains(cursor) ? sources[cursor].detailRows : []
    let reserved = min(details.count + 1, max(0, area.height / 2))
    let list = Rect(x: 0, y: area.y + 2, width: area.width, height: area.height - 2 - reserved)
    drawSourceTable(sources, cursor: cursor, in: list, &pen)
    guard reserved > 1, sources.indices.contains(cursor) else { return }
    pen.rule(sources[cursor].name, y: list.maxY)
    for (row, runs) in details.prefix(reserved - 1).enumerated() {
        pen.put(runs, x: 1, y: list.maxY + 1 + row, width: area.width - 2)
    }
}

private func drawSourceTable(
    _ sources: [SourceStatus], cursor: Int, in area: Rect, _ pen: inout Pen
) {
    let texts = sources.map(\.texts)
    let layout = TableLayout(columns, texts: texts, width: area.width - 2)
    let list = Rect(x: 1, y: area.y, width: area.width - 2, height: area.height)
    pen.heads(columns, layout, in: list, y: list.y)
    let visible = max(1, list.height - 1)
    let first = Layout.firstRow(cursor: cursor, visible: visible, count: sources.count)
    for (row, source) in sources.dropFirst(first).prefix(visible).enumerated() {
        let y = list.y + 1 + row
        let cells = zip(texts[first + row], source.roles).map {
            (text: $0, style: pen.theme[$1])
        }
        pen.frame.putRow(columns, layout, cells, in: list, y: y)
        guard first + row == cursor else { continue }
        pen.select(Rect(x: 0, y: y, width: area.width, height: 1))
        pen.put("▌", x: 0, y: y, .accent)
    }
}

private let columns = [
    TableColumn("STATE", minimum: 9), TableColumn("SOURCE", maximum: 32, gap: 2),
    TableColumn("KIND", maximum: 28, gap: 2, rank: 3),
    TableColumn("LAST", alignment: .right, minimum: 5, gap: 2),
    TableColumn("RECORDS", alignment: .right, gap: 2),
    TableColumn("REJECTED", alignment: .right, gap: 2, rank: 1),
    TableColumn("READ", alignment: .right, minimum: 6, gap: 2, rank: 2),
    TableColumn("WHERE, OR WHY NOT", minimum: 12, gap: 2, isFlexible: true),
]

extension SourceStatus {
    fileprivate var texts: [String] {
        let state =
            switch self.state {
            case .live: "✓ live"
            case .stale: "◌ stale"
            case .failed: "✗ failed"
            case .ignored: "· ignored"
            }
        let reading = historyFraction.map { ", reading \(Formatting.wholePercent($0)) %" } ?? ""
        return [
            state, name, kind, Formatting.lag(lagSeconds), Formatting.count(records),
            Formatting.count(rejected), Formatting.bytes(bytes), (reason ?? location) + reading,
        ]
    }

    fileprivate var roles: [Role] {
        let rest: Role = state == .ignored ? .muted : state == .stale ? .stale : .text
        let mark: Role = state == .failed || state == .stale ? .ticket : .muted
        return [
            mark, rest, .muted, rest, rest, rejected > 0 ? .ticket : .muted, .muted,
            state == .failed ? .ticket : .muted,
        ]
    }

    /// Where it is, what is wrong, and rejected lines by reason with a first example of each.
    fileprivate var detailRows: [[Run]] {
        var rows: [[Run]] = [[Run("location  ", .muted), Run(location)]]
        if let reason { rows.append([Run("reason    ", .muted), Run(reason, .ticket)]) }
        let reasons = rejectedReasons.sorted {
            $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value
        }
        for (reason, count) in reasons.prefix(8) {
            rows.append([
                Run("rejected  ", .muted),
                Run("\(Formatting.grouped(count)) × \(reason)", .ticket),
                Run("   first: ", .muted), Run(rejectedExamples[reason] ?? Formatting.unknown),
            ])
        }
        return rows
    }
}
