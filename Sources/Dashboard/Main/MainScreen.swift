import Canvas
import Snapshot

/// The main screen: headline, five panes, the keys.
func drawMain(_ model: DashboardModel, _ pen: inout Pen) {
    drawTopLine(model, &pen)
    drawHeadline(model, &pen)
    let layout = Layout(pen.bounds.size)
    switch layout.form {
    case .single:
        drawTabs(model, &pen)
        drawPane(model.focus, model, &pen, layout: layout)
    case .narrow, .wide:
        for pane in Pane.allCases { drawPane(pane, model, &pen, layout: layout) }
        drawDividers(model, &pen, layout: layout)
    }
    drawFoot(model, &pen)
}

/// One pane over the whole screen.
func drawZoom(_ pane: Pane, _ model: DashboardModel, _ pen: inout Pen) {
    drawTopLine(model, &pen)
    drawHeadline(model, &pen)
    let area = Layout.zoomed(pen.bounds.size)
    switch pane {
    case .models: drawModels(model, in: area, &pen, titled: true)
    case .metrics: drawMetrics(model, in: area, &pen, titled: true)
    case .workflow: drawWorkflowFull(model, in: area, &pen)
    case .team: drawTeamFull(model, in: area, &pen)
    case .alerts: drawAlertsFull(model, in: area, &pen)
    }
    drawFoot(model, &pen)
}

private func drawPane(
    _ pane: Pane, _ model: DashboardModel, _ pen: inout Pen, layout: Layout
) {
    let area = layout.area(of: pane)
    let titled = layout.form != .single
    switch pane {
    case .models: drawModels(model, in: area, &pen, titled: titled)
    case .metrics: drawMetrics(model, in: area, &pen, titled: titled)
    case .alerts: drawAlerts(model, in: area, &pen, titled: titled)
    case .workflow:
        layout.form == .narrow
            ? drawWorkflowStrip(model, in: area, &pen)
            : drawWorkflow(model, in: area, &pen, titled: titled)
    case .team:
        layout.form == .narrow
            ? drawTeamStrip(model, in: area, &pen)
            : drawTeam(model, in: area, &pen, titled: titled)
    }
}

/// Row 2: the one sentence, and who is on call.
func drawHeadline(_ model: DashboardModel, _ pen: inout Pen) {
    let headline = model.snapshot.headline
    let width = pen.bounds.width
    let full = headline.text.isEmpty ? emptyHeadline(model) : headline.text
    let short = headline.shortText.isEmpty ? full : headline.shortText
    var end = width - 1
    if !headline.onCall.isEmpty, width >= 100,
        Pen.width(short) + Pen.width(headline.onCall) + 7 <= width
    {
        end = pen.putRight([Run(headline.onCall, .muted)], end: end, y: 1) - 2
    }
    let text = Prose.fitting(full, or: short, width: end - 3)
    let (mark, role): (String, Role) =
        switch headline.level {
        case .page: ("▲ ", .page)
        case .ticket: ("● ", .ticket)
        case .calm: ("✓ ", .good)
        case .unknown: ("· ", .muted)
        }
    // The sentence stays in the text's colour but while a page is new: it must be read, not seen.
    let sentence: Role = headline.level == .page ? .page : .text
    pen.put([Run(mark, role), Run(text, sentence)], x: 1, y: 1, width: end - 1)
}

private func emptyHeadline(_ model: DashboardModel) -> String {
    if let fraction = model.snapshot.liveness.historyFraction, !model.snapshot.models.isEmpty {
        let percent = Formatting.wholePercent(fraction)
        return "Reading history, \(percent) %: the figures stand, alerts and drift follow"
    }
    if !model.snapshot.liveness.windowComplete { return "Reading the newest events …" }
    if !model.snapshot.models.isEmpty { return "Nothing is known to be wrong" }
    return model.snapshot.sources.isEmpty
        ? "Nothing is read yet: start driftop with a directory of logs, or a file"
        : "No inference events yet; \(model.keys.key(.sources)) shows what is read and why not"
}

/// The panes by name where only one is seen; the focused one is marked.
private func drawTabs(_ model: DashboardModel, _ pen: inout Pen) {
    let width = pen.bounds.width
    for column in 0..<width { pen.put(glyph: "━", x: column, y: 2, .accent) }
    var x = 1
    for pane in Pane.allCases {
        let isShown = pane == model.focus
        let name = width >= 56 ? "\(pane.rawValue) \(pane.title)" : "\(pane.rawValue)\(pane.tab)"
        // Brackets, so that the shown one is known without colour.
        let text = isShown ? "[\(name)]" : width >= 56 ? " \(name) " : " \(name)"
        x = pen.put(text, x: x, y: 2, isShown ? .accent : .muted)
    }
    guard !model.mainFilter.isEmpty, width - x > 8 else { return }
    pen.putRight([Run(" /\(model.mainFilter) ", .accent)], end: width - 1, y: 2)
}

extension Pane {
    /// The name where room is short.
    fileprivate var tab: String {
        switch self {
        case .workflow: "Flow"
        case .metrics: "Charts"
        default: title
        }
    }
}

/// The vertical rules and where they meet the titles.
private func drawDividers(_ model: DashboardModel, _ pen: inout Pen, layout: Layout) {
    if layout.form == .wide {
        let x = layout.metrics.maxX
        pen.divider(x: x, rows: layout.metrics.y + 1..<layout.alerts.y)
        pen.divider(x: x, rows: layout.alerts.y + 1..<layout.alerts.maxY)
        pen.junction(.down, x: x, y: layout.metrics.y)
        pen.junction(.both, x: x, y: layout.alerts.y)
    } else {
        let x = layout.workflow.maxX
        pen.divider(x: x, rows: layout.workflow.y + 1..<layout.workflow.maxY)
        pen.junction(.down, x: x, y: layout.workflow.y)
    }
}
