import Canvas

func drawMetrics(_ model: DashboardModel, in area: Rect, _ pen: inout Pen, titled: Bool) {
    if titled { pen.rule("Metrics", y: area.y) }
}
