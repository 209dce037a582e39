package import Canvas
import Snapshot

/// Draws the versions of one model into `area`, worst first, those that only the registry knows
/// too.
package func drawVersions(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    guard case .versions(let name) = model.place else { return }
    VersionsView(model: model, name: name).draw(in: area, &pen)
}

struct VersionsView {
    let model: DashboardModel
    let name: String

    private var versions: [VersionStatus] {
        let rows = Set(model.rows)
        return model.orderedVersions(of: name).filter { rows.contains($0.id.rowID) }
    }

    func draw(in area: Rect, _ pen: inout Pen) {
        pen.put(sentence, x: area.x + 1, y: area.y, width: area.width - 2)
        let list = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
        let table = table
        let shown = table.windowWords(list.height - 2)
        pen.rule(
            "Versions", note: shown.isEmpty ? "\(versions.count), worst first" : shown, y: list.y,
            focused: true)
        guard !versions.isEmpty else {
            pen.put("no version of \(name) here", x: area.x + 1, y: list.y + 1, .muted)
            return
        }
        table.draw(in: list.inset(top: 1), &pen)
    }

    private var sentence: [Run] {
        let status = model.model(name)
        let all = status?.versions ?? []
        let live = all.filter { ($0.requests ?? 0) > 0 }
        var text = "\(all.count) version\(all.count == 1 ? "" : "s"), \(live.count) with traffic"
        if let owner = status?.owner { text += ", owned by \(owner)" }
        if let champion = all.first(where: \.isChampion) {
            text += "; champion \(champion.id.version ?? "without a name")"
        }
        if let description = status?.description, !description.isEmpty {
            text += ". " + description
        }
        return [Run("· ", .muted), Run(text)]
    }

    private var table: DetailTable {
        let columns = [
            TableColumn("STATE", minimum: 9), TableColumn("VERSION", minimum: 7, maximum: 20),
            TableColumn("ROLE", minimum: 8, maximum: 14),
            TableColumn("ALIASES", maximum: 24, rank: 4),
            TableColumn("TARGET", maximum: 16, rank: 3),
            TableColumn("TRAF%", alignment: .right, minimum: 5),
            TableColumn("REQ/S", alignment: .right, minimum: 6),
            TableColumn("ERR%", alignment: .right, minimum: 5),
            TableColumn("P95 MS", alignment: .right, minimum: 6),
            TableColumn("× USUAL", alignment: .right, minimum: 7, rank: 2),
            TableColumn("DRIFT, × LIM.", minimum: 10, maximum: 22, gap: 2, rank: 1),
            TableColumn("QUALITY", minimum: 8, maximum: 14, gap: 2, rank: 5),
            TableColumn("CREATED", minimum: 10, gap: 2, rank: 6),
            TableColumn("COMMIT", minimum: 7, maximum: 10, rank: 7),
            TableColumn("RUN", minimum: 4, maximum: 14, rank: 8),
            TableColumn("DATA", minimum: 4, rank: 9, isFlexible: true),
        ]
        return DetailTable(columns, rows: versions.map(row), cursor: model.cursor)
    }

    private func row(_ version: VersionStatus) -> DetailTable.Row {
        let (state, role) = Self.state(version)
        let isSlow = (version.timesUsual ?? 0) > 1.5
        let worst = version.orderedDrift.first
        let drift = worst.map { "\($0.feature) \(Formatting.multiple($0.timesLimit))" }
        let metric = Facts.ordered(version.quality.keys).first
        let quality = metric.map { "\($0) \(Formatting.quality(version.quality[$0]))" }
        let target =
            version.target
            ?? (version.targets.count > 1 ? "\(version.targets.count) targets" : nil)
        func text(_ value: String?) -> Run { Run(value ?? Formatting.unknown, .muted) }
        return DetailTable.Row(
            id: version.id.rowID,
            cells: [
                Run(state, role), Run(version.id.version ?? Formatting.unknown),
                text(version.role),
                text(version.aliases.isEmpty ? nil : version.aliases.joined(separator: ", ")),
                text(target), Run(Formatting.wholePercent(version.trafficShare)),
                Run(Formatting.figure(version.requestsPerSecond)),
                Run(Formatting.percent(version.errorRatio)),
                Run(Formatting.milliseconds(version.latency?.p95), isSlow ? .page : .text),
                Run(Formatting.multiple(version.timesUsual), isSlow ? .page : .muted),
                Run(drift ?? Formatting.unknown, worst?.drifted == true ? .ticket : .muted),
                text(quality), text(version.createdAt.map(Formatting.date)), text(version.commit),
                text(version.run), text(version.dataset),
            ])
    }

    private static func state(_ version: VersionStatus) -> (String, Role) {
        switch version.worst {
        case .page: return ("▲ page", .page)
        case .ticket: return ("● ticket", .ticket)
        case .silent: return ("◌ silent", .ticket)
        case .pending, .none: break
        }
        if version.silent { return ("◌ silent", .ticket) }
        return (version.requests ?? 0) > 0 ? ("✓ ok", .muted) : ("· idle", .muted)
    }
}
