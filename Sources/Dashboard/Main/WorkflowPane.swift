import Canvas

func drawWorkflow(_ model: DashboardModel, in area: Rect, _ pen: inout Pen, titled: Bool) {
    if titled { pen.rule("Workflow", y: area.y) }
}
