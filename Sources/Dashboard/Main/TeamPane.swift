import Canvas

func drawTeam(_ model: DashboardModel, in area: Rect, _ pen: inout Pen, titled: Bool) {
    if titled { pen.rule("Team", y: area.y) }
}
func drawWorkflowStrip(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {}
func drawTeamStrip(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {}
func drawWorkflowFull(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {}
func drawTeamFull(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {}
