import Canvas
import Snapshot

/// All versions of one model, those that serve and those that only the registry knows.
func drawVersions(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    guard case .versions(let name) = model.place else { return }
    let filter = Filter(model.layer.filter)
    let versions = model.orderedVersions(of: name).filter { filter.matches($0.filterText) }
    let owner = model.model(name)?.owner.map { "owner \($0) · " } ?? ""
    pen.rule(
        "Versions of \(name)", note: "\(owner)\(versions.count)", y: area.y + 1, focused: true)
    guard !versions.isEmpty else {
        pen.put("no version here: esc goes back", x: 2, y: area.y + 3, .muted)
        return
    }
    let table = Rect(x: 0, y: area.y + 2, width: area.width, height: area.height - 2)
    drawModelsTable(versions, model, &pen, in: table, cursor: model.cursor, hasKeys: true)
}
