import Canvas
import Snapshot

/// Every quality figure against its training, with its week; only on wide screens.
func drawQuality(
    _ subject: VersionID, _ detail: SubjectDetail?, _ model: DashboardModel, in area: Rect,
    _ pen: inout Pen
) {
    guard let version = model.version(subject), area.width >= 24 else { return }
    let figures = version.qualityFigures
    let stripWidth = max(0, min(14, area.width - 26))
    pen.put(Pen.pad("quality", 10) + " TRAIN  LIVE", x: area.x, y: area.y, .muted)
    if stripWidth > 0 { pen.put("7 d", x: area.x + 25, y: area.y, .muted) }
    guard !figures.isEmpty else {
        let words =
            version.labels == 0
            ? "no labels and no training metrics: how right \(version.id.words) is stays unknown; "
                + "log `label` with `request_id` when the truth is known"
            : "\(Formatting.count(version.labels)) labels, none comparable yet"
        for (row, line) in wrapped(words, width: area.width).prefix(area.height - 2).enumerated() {
            pen.put(line, x: area.x, y: area.y + 1 + row, .muted)
        }
        return
    }
    for (row, figure) in figures.prefix(max(0, area.height - 3)).enumerated() {
        let y = area.y + 1 + row
        pen.put(figure.name.lowercased(), x: area.x, y: y, .muted, width: 10)
        pen.putRight(Formatting.quality(figure.training), end: area.x + 16, y: y, .muted)
        let live = (figure.estimated ? "~" : "") + Formatting.quality(figure.value)
        pen.putRight(live, end: area.x + 22, y: y, figure.fell ? .ticket : .text)
        if figure.fell { pen.put("▼", x: area.x + 22, y: y, .ticket) }
        guard stripWidth > 0, let strip = detail?.strips[figure.name] else { continue }
        let values = resampled(strip.values, to: stripWidth)
        let top = max(figure.training ?? 0, values.compactMap { $0 }.max() ?? 0, 1e-9)
        let text = Sparkline(values, bounds: 0...top).text(width: stripWidth, glyphs: pen.glyphs)
        pen.put(text, x: area.x + 25, y: y, figure.fell ? .ticket : .muted)
    }
    let note = version.labels > 0 ? "\(Formatting.count(version.labels)) labels" : "no labels yet"
    let late = version.labelDelaySeconds.map { ", they come \(Formatting.age($0)) late" } ?? ""
    pen.put(note + late, x: area.x, y: area.maxY - 1, .muted, width: area.width)
}
