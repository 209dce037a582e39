import Canvas
import Snapshot

/// Alerts over the whole screen: the pane, and in the last row how many alarms there were.
func drawAlertsFull(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    guard let load = model.snapshot.alertLoad, area.height > 8 else {
        drawAlerts(model, in: area, &pen, titled: true)
        return
    }
    drawAlerts(model, in: area.inset(bottom: 1), &pen, titled: true)
    let role: Role = load.isTooMuch ? .ticket : .muted
    pen.put(
        "alarms  " + load.words(now: model.snapshot.at), x: area.x + 1, y: area.maxY - 1, role,
        width: area.width - 2)
}
