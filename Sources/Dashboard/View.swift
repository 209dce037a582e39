package import Canvas

/// Draws the model: the same model and size give the same frame.
package func view(_ model: DashboardModel, size: Size) -> Frame {
    var pen = Pen(size: size, theme: model.theme, glyphs: model.glyphs)
    guard Layout.fits(size) else {
        drawTooSmall(&pen)
        return pen.frame
    }
    switch model.place {
    case .main: drawMain(model, &pen)
    case .zoom(let pane): drawZoom(pane, model, &pen)
    default: drawLayer(model, &pen)
    }
    return pen.frame
}

/// A view over the whole screen: crumbs, the view's own rows, message and footer.
private func drawLayer(_ model: DashboardModel, _ pen: inout Pen) {
    drawTopLine(model, &pen)
    let rows = pen.bounds.height - 1 - Layout.footRows(pen.bounds.size)
    let area = Rect(x: 0, y: 1, width: pen.bounds.width, height: rows)
    switch model.place {
    case .version: drawVersion(model, in: area, &pen)
    case .why: drawWhy(model, in: area, &pen)
    case .feature: drawFeature(model, in: area, &pen)
    case .compare: drawCompare(model, in: area, &pen)
    case .requests: drawRequests(model, in: area, &pen)
    case .rules: drawRules(model, in: area, &pen)
    case .rule: drawRule(model, in: area, &pen)
    case .versions: drawVersions(model, in: area, &pen)
    case .sources: drawSources(model, in: area, &pen)
    case .handoff: drawHandoff(model, in: area, &pen)
    case .help: drawHelp(model, in: area, &pen)
    case .main, .zoom: break
    }
    drawFoot(model, &pen)
}
