import Canvas

func drawModels(_ model: DashboardModel, in area: Rect, _ pen: inout Pen, titled: Bool) {
    if titled { pen.rule("Models", y: area.y) }
}
