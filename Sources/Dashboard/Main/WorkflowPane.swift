import Canvas
package import Snapshot

/// The seven stages of the subject's model, and what is stuck at others.
func drawWorkflow(_ model: DashboardModel, in area: Rect, _ pen: inout Pen, titled: Bool) {
    let hasKeys = model.activePane == .workflow
    if titled {
        pen.rule(
            "3 Workflow", note: model.subject?.model ?? "", x: area.x, y: area.y,
            width: area.width, focused: hasKeys, lead: 1)
    }
    let body = titled ? area.inset(top: 1) : area
    var y = body.y
    if let flow = model.subjectWorkflow, !flow.stages.isEmpty {
        for stage in flow.stages where y < body.maxY {
            drawStage(stage, model, x: body.x, end: body.maxX, y: y, &pen)
            if hasKeys, model.cursor(of: .workflow) == stage.stage {
                pen.select(Rect(x: body.x, y: y, width: body.width, height: 1))
                pen.put("▌", x: body.x, y: y, .accent)
            }
            y += 1
        }
        if y < body.maxY { pen.put("└ then back to data preparation", x: body.x + 1, y: y, .muted) }
        y += flow.isKnown ? 2 : 1
        y = drawTrouble(flow, in: body, from: y, &pen)
        if !flow.isKnown { y = drawNoWorkflow(model, in: body, from: y, &pen) + 1 }
    } else {
        y = drawNoWorkflow(model, in: body, from: body.y, &pen) + 1
    }
    drawElsewhere(model, in: body, from: y, &pen)
}

/// Why the subject's own stages are stuck; returns the row after.
func drawTrouble(
    _ flow: ModelWorkflow, in body: Rect, from top: Int, _ pen: inout Pen
) -> Int {
    var y = top
    for stage in flow.stages where stage.isStuck && !stage.troubleWords.isEmpty {
        let words = "\(stage.status.glyph) \(stage.verb): \(stage.troubleWords)"
        for line in wrapped(words, width: body.width - 2).prefix(2) where y < body.maxY {
            pen.put(line, x: body.x + 1, y: y, .ticket)
            y += 1
        }
    }
    return y == top ? y : y + 1
}

private func drawNoWorkflow(
    _ model: DashboardModel, in body: Rect, from top: Int, _ pen: inout Pen
) -> Int {
    let words =
        model.subject.map {
            "no stage of \($0.model) is known: write workflow.jsonl beside the logs, "
                + "a line an event: "
                + "{\"ts\": …, \"model\": \"\($0.model)\", \"stage\": \"model retraining\", "
                + "\"status\": \"started\"}"
        } ?? "no model, so no workflow"
    let lines = wrapped(words, width: body.width - 2)
    for (row, line) in lines.prefix(max(0, body.maxY - top)).enumerated() {
        pen.put(line, x: body.x + 1, y: top + row, .muted)
    }
    return top + lines.count
}

private func drawStage(
    _ stage: StageStatus, _ model: DashboardModel, x: Int, end: Int, y: Int, _ pen: inout Pen
) {
    let role = stage.role(.muted)
    let team = Pen.padLeft(stage.team ?? "", 3)
    pen.put(String(stage.status.glyph), x: x + 1, y: y, role)
    pen.put(stage.stage, x: x + 3, y: y, stage.role(.text), width: 17)
    let word = stage.detail.flatMap { Pen.width($0) <= 6 ? $0 : nil } ?? stage.status.word
    pen.put(word, x: x + 21, y: y, role, width: max(0, min(6, end - x - 30)))
    // With room to spare the role that owns the stage stands between.
    if end - x >= 50, let owner = stage.owner {
        pen.put(owner, x: x + 29, y: y, .muted, width: end - x - 40)
    }
    pen.putRight(stage.ageWords(at: model.snapshot.at), end: end - 5, y: y, role)
    pen.put(team, x: end - 4, y: y, .muted)
}

extension StageStatus {
    /// How long ago it ended, or how long it has been so: `41 m`, `now`.
    package func ageWords(at now: Moment) -> String {
        guard let moment = finishedAt ?? startedAt else { return "—" }
        let seconds = now.seconds(since: moment)
        return seconds < 1 ? "now" : Formatting.age(seconds)
    }

    /// Trouble that other models' panes should know of.
    var isStuck: Bool { status == .failed || status == .stale || overdue }

    /// `2nd try: tenure 118 > 72`.
    var troubleWords: String {
        [attemptWords, detail].compactMap(\.self).joined(separator: ": ")
    }
}

/// What is stuck at models that are not the subject.
private func drawElsewhere(
    _ model: DashboardModel, in body: Rect, from top: Int, _ pen: inout Pen
) {
    let stuck = model.snapshot.workflow.filter { $0.model != model.subject?.model }
        .flatMap { flow in flow.stages.filter(\.isStuck).map { (flow.model, $0) } }
    guard !stuck.isEmpty, top + 1 < body.maxY else { return }
    pen.put("elsewhere", x: body.x + 1, y: top, .muted)
    let nameWidth = min(12, max(5, stuck.map { Pen.width($0.0) }.max() ?? 5)) + 2
    var y = top + 1
    for (name, stage) in stuck where y < body.maxY {
        let role: Role = .ticket
        pen.put(String(stage.status.glyph), x: body.x + 1, y: y, role)
        pen.put(name, x: body.x + 3, y: y, width: nameWidth - 2)
        let failed = stage.status == .failed
        let words = failed || stage.troubleWords.isEmpty ? stage.stage : stage.troubleWords
        let room = body.width - 3 - nameWidth - 10
        pen.put(words, x: body.x + 3 + nameWidth, y: y, role, width: room)
        pen.putRight(stage.ageWords(at: model.snapshot.at), end: body.maxX - 5, y: y, .muted)
        pen.put(Pen.padLeft(stage.team ?? "", 3), x: body.maxX - 4, y: y, .muted)
        y += 1
        guard failed, !stage.troubleWords.isEmpty, y < body.maxY else { continue }
        pen.put(stage.troubleWords, x: body.x + 3, y: y, .muted, width: body.width - 4)
        y += 1
    }
}

/// Two rows for a low screen: `✓ collect  ✓ prepare  ◐ deploy 10 % 11 m`.
func drawWorkflowStrip(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    let hasKeys = model.activePane == .workflow
    let name = model.subject.map { " " + $0.model } ?? ""
    pen.rule(
        "3 Workflow" + name, x: area.x, y: area.y, width: area.width, focused: hasKeys, trail: 0)
    guard let flow = model.subjectWorkflow, flow.isKnown else {
        pen.put(
            "no stage known: write workflow.jsonl here", x: area.x + 1, y: area.y + 1,
            .muted, width: area.width - 2)
        return
    }
    let cursor = hasKeys ? model.cursor(of: .workflow) : nil
    for (row, part) in [flow.stages.prefix(4), flow.stages.dropFirst(4)].enumerated() {
        var runs: [Run] = []
        for stage in part {
            let chosen = stage.stage == cursor
            runs.append(Run(chosen ? "▌" : runs.isEmpty ? " " : "  ", .accent))
            runs.append(
                Run("\(stage.status.glyph) \(stage.verb)", chosen ? .accent : stage.role(.muted)))
            guard stage.status != .succeeded else { continue }
            let age = stage.ageWords(at: model.snapshot.at)
            // The last of a row may take what is left of it.
            let left = area.width - Pen.width(runs.plainText) - Pen.width(age) - 3
            let room = stage.stage == part.last?.stage ? max(10, left) : 10
            let detail = stage.detail.map { Pen.cut($0, to: room) + " " } ?? ""
            runs.append(Run(" \(detail)\(age)", stage.role(.muted)))
        }
        pen.put(runs, x: area.x, y: area.y + 1 + row, width: area.width - 1)
    }
}

extension StageStatus {
    /// The stage in one word.
    package var verb: String {
        switch stage {
        case "data collection": "collect"
        case "data preparation": "prepare"
        case "model development": "develop"
        case "model evaluation": "evaluate"
        case "model deployment": "deploy"
        case "model monitoring": "monitor"
        case "model retraining": "retrain"
        default: stage
        }
    }
}
