package import Canvas

/// Draws the compare view into `area`; its first row is the view's own sentence.
package func drawCompare(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    pen.rule(model.crumbs.last ?? "", y: area.y + 1, focused: true)
}
