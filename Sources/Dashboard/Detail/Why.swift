package import Canvas

/// Draws the why view into `area`; its first row is the view's own sentence.
package func drawWhy(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    pen.rule(model.crumbs.last ?? "", y: area.y + 1, focused: true)
}

/// The alert's state for the top line.
package func whyStatus(_ model: DashboardModel) -> [Run] { [] }
