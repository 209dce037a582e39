import Canvas

func drawAlerts(_ model: DashboardModel, in area: Rect, _ pen: inout Pen, titled: Bool) {
    if titled { pen.rule("Alerts", y: area.y) }
}
