import Canvas

func drawSources(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {}
func drawVersions(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {}
