package import Canvas

/// Draws the version view into `area`; its first row is the view's own sentence.
package func drawVersion(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    pen.rule(model.crumbs.last ?? "", y: area.y + 1, focused: true)
}

/// The version's state for the top line.
package func versionStatus(_ model: DashboardModel) -> [Run] { [] }
