package import Canvas

/// Draws the rules view into `area`; its first row is the view's own sentence.
package func drawRules(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    pen.rule(model.crumbs.last ?? "", y: area.y + 1, focused: true)
}
