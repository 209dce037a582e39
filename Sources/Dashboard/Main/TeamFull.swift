import Canvas
import Snapshot

/// The zoomed pane: every team with its key activities, every role with its duty and what it owns.
func drawTeamFull(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    let roles = model.snapshot.teams.reduce(0) { $0 + $1.roles.count }
    pen.rule(
        "4 Team", note: "\(model.snapshot.teams.count) teams · \(roles) roles", y: area.y,
        focused: true)
    guard !model.snapshot.teams.isEmpty else {
        drawTeam(model, in: area, &pen, titled: true)
        return
    }
    let cursor = model.cursor(of: .team)
    var lines: [(runs: [Run], marked: Bool)] = []
    var start = 0
    for team in model.snapshot.teams {
        if team.team == cursor { start = lines.count }
        lines += teamLines(team, model, width: area.width - 2).enumerated().map {
            ($0.element, $0.offset == 0 && team.team == cursor)
        }
    }
    let visible = area.height - 1
    // A whole picture when it fits; else the page begins with the chosen team.
    let first = min(start, max(0, lines.count - visible))
    for (row, line) in lines.dropFirst(first).prefix(visible).enumerated() {
        let y = area.y + 1 + row
        pen.put(line.runs, x: 1, y: y, width: area.width - 2)
        if line.marked {
            pen.select(Rect(x: 0, y: y, width: area.width, height: 1))
            pen.put("▌", x: 0, y: y, .accent)
        }
    }
}

private func teamLines(_ team: TeamStatus, _ model: DashboardModel, width: Int) -> [[Run]] {
    var head = [Run(team.team, .text), Run("   ")] + onCallRuns(team, now: model.snapshot.at)
    if let contact = team.contact { head.append(Run("   \(contact)", .muted)) }
    var lines = [head]
    if !team.activities.isEmpty {
        lines += labelled("  key activities  ", team.activities.joined(separator: " · "), width)
    }
    for role in team.roles { lines += roleLines(role, width: width) }
    return lines + [[]]
}

private func roleLines(_ role: RoleStatus, width: Int) -> [[Run]] {
    let members = role.members.isEmpty ? "nobody" : role.members.joined(separator: ", ")
    let open = role.openAlerts > 0 ? "● \(role.openAlerts)" : "·"
    let duty = Pen.pad(role.responsibility, max(10, min(64, width - 52)))
    var lines: [[Run]] = [
        [
            Run("  " + Pen.pad(role.role, 23)), Run(Pen.pad(members, 14), .muted),
            Run(Pen.padLeft(open, 5) + "  ", role.openAlerts > 0 ? .ticket : .muted), Run(duty),
        ]
    ]
    let activities = role.activities.joined(separator: " · ")
    if !activities.isEmpty { lines += labelled("    does  ", activities, width) }
    if !role.owns.isEmpty {
        lines += labelled("    owns  ", role.owns.joined(separator: ", "), width)
    }
    return lines
}

/// A label and its text, wrapped under itself.
private func labelled(_ label: String, _ text: String, _ width: Int) -> [[Run]] {
    let room = max(10, width - Pen.width(label))
    return wrapped(text, width: room).enumerated().map { index, line in
        let lead = index == 0 ? label : String(repeating: " ", count: Pen.width(label))
        return [Run(lead, .muted), Run(line, .muted)]
    }
}
