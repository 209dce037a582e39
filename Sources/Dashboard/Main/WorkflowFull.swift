import Canvas
import Snapshot

/// The zoomed pane: the subject's stages with owner, run and source, then every model's in a line.
func drawWorkflowFull(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    pen.rule("3 Workflow", note: model.subject?.model ?? "", y: area.y, focused: true)
    let stages = model.subjectWorkflow?.stages ?? []
    var y = area.y + 1
    if stages.isEmpty {
        drawWorkflow(model, in: area, &pen, titled: true)
        y = area.y + min(area.height - 2, 8)
    } else {
        y = drawStageTable(stages, model, in: area.inset(top: 1), &pen)
        if let flow = model.subjectWorkflow { y = drawTrouble(flow, in: area, from: y, &pen) }
    }
    drawMatrix(model, in: Rect(x: 0, y: y + 1, width: area.width, height: area.maxY - y - 1), &pen)
}

private let stageColumns = [
    TableColumn("STAGE", minimum: 19), TableColumn("STATUS", minimum: 9, gap: 2),
    TableColumn("AGE", alignment: .right, minimum: 4, gap: 2),
    TableColumn("TOOK", alignment: .right, minimum: 4, gap: 2, rank: 4),
    TableColumn("OWNER", minimum: 8, maximum: 24, gap: 2, rank: 1),
    TableColumn("RUN", maximum: 16, gap: 2, rank: 3),
    TableColumn("SINCE", minimum: 10, gap: 2, rank: 2),
    TableColumn("DETAIL", minimum: 6, gap: 2, isFlexible: true),
    TableColumn("SOURCE", maximum: 24, gap: 2, rank: 5),
]

/// Returns the row after the table.
private func drawStageTable(
    _ stages: [StageStatus], _ model: DashboardModel, in area: Rect, _ pen: inout Pen
) -> Int {
    let now = model.snapshot.at
    let texts = stages.map { stage in
        [
            "\(stage.status.glyph) \(stage.stage)",
            stage.status.word + (stage.overdue ? ", late" : ""),
            stage.ageWords(at: now),
            stage.durationSeconds.map { Formatting.age($0) } ?? "—",
            [stage.owner, stage.team].compactMap { $0 }.joined(separator: ", "),
            stage.run ?? "—",
            (stage.finishedAt ?? stage.startedAt).map { Formatting.short($0, now: now) } ?? "—",
            stage.troubleWords, stage.source,
        ]
    }
    let layout = TableLayout(stageColumns, texts: texts, width: area.width - 2)
    let list = Rect(x: 1, y: area.y, width: area.width - 2, height: area.height)
    pen.heads(stageColumns, layout, in: list, y: area.y)
    for (row, stage) in stages.prefix(max(0, area.height - 1)).enumerated() {
        let y = area.y + 1 + row
        let roles: [Role] = [stage.role(.text), stage.role(.muted)]
        let cells = texts[row].enumerated().map { index, text in
            (text: text, style: pen.theme[index < 2 ? roles[index] : .muted])
        }
        pen.frame.putRow(stageColumns, layout, cells, in: list, y: y)
        if model.cursor(of: .workflow) == stage.stage {
            pen.select(Rect(x: 0, y: y, width: area.width, height: 1))
            pen.put("▌", x: 0, y: y, .accent)
        }
    }
    return area.y + 1 + stages.count
}

/// Every model's pipeline: stages side by side, a model a line, what is stuck first.
private func drawMatrix(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    let flows = model.snapshot.workflow.sorted { left, right in
        let (first, second) = (
            left.stages.contains(where: \.isStuck), right.stages.contains(where: \.isStuck)
        )
        return first == second ? left.model < right.model : first
    }
    guard area.height >= 3, !flows.isEmpty else { return }
    pen.rule("Every model", note: "\(flows.count)", y: area.y)
    let nameWidth = min(24, max(8, flows.map { Pen.width($0.model) }.max() ?? 8)) + 2
    let width = max(8, (area.width - nameWidth - 2) / 7)
    for (row, flow) in flows.prefix(area.height - 2).enumerated() {
        let y = area.y + 2 + row
        let isSubject = flow.model == model.subject?.model
        pen.put(isSubject ? "›" : " ", x: 0, y: y, .muted)
        pen.put(flow.model, x: 1, y: y, isSubject ? .text : .muted, width: nameWidth - 1)
        for (index, stage) in flow.stages.prefix(7).enumerated() {
            let x = 1 + nameWidth + index * width
            if row == 0 {
                pen.put(stage.verb.uppercased(), x: x, y: area.y + 1, .muted, width: width)
            }
            let words = "\(stage.status.glyph) \(stage.ageWords(at: model.snapshot.at))"
            pen.put(words, x: x, y: y, stage.role(.muted), width: width - 1)
        }
    }
}
