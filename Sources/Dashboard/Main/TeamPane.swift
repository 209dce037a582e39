import Canvas
import Snapshot

/// Who has the subject's trouble, and what is open at every team.
func drawTeam(_ model: DashboardModel, in area: Rect, _ pen: inout Pen, titled: Bool) {
    let hasKeys = model.activePane == .team
    if titled {
        pen.rule(
            "4 Team", note: "who has this", x: area.x, y: area.y, width: area.width,
            focused: hasKeys, lead: 1)
    }
    let body = titled ? area.inset(top: 1) : area
    guard !model.snapshot.teams.isEmpty else {
        drawNoTeams(in: body, &pen)
        return
    }
    for (row, runs) in ownerLines(model, width: body.width - 2).prefix(3).enumerated()
    where row < body.height {
        pen.put(runs, x: body.x + 1, y: body.y + row, width: body.width - 2)
    }
    // On the lowest screens the blank row before the teams gives way.
    let heads = body.y + (body.height < 10 ? 3 : 4)
    pen.put("    TEAM", x: body.x + 1, y: heads, .muted)
    pen.put("ON CALL", x: body.x + 22, y: heads, .muted, width: 7)
    pen.putRight("OPEN", end: body.maxX - 1, y: heads, .muted)
    for (row, team) in model.snapshot.teams.enumerated() {
        let y = heads + 1 + row
        guard y < body.maxY else { break }
        drawTeamRow(team, x: body.x, end: body.maxX, y: y, &pen)
        if hasKeys, model.cursor(of: .team) == team.team {
            pen.select(Rect(x: body.x, y: y, width: body.width, height: 1))
            pen.put("▌", x: body.x, y: y, .accent)
        }
    }
    let roles = model.snapshot.teams.reduce(0) { $0 + $1.roles.count }
    let last = heads + 1 + model.snapshot.teams.count
    guard last < body.maxY, roles > 0 else { return }
    drawRoles(model, in: body.inset(top: last + 1 - body.y, bottom: 2), &pen)
    let keys = "\(model.keys.key(.focusTeam)) \(model.keys.key(.full))"
    pen.put(
        "\(roles) roles and their duties: \(keys)", x: body.x + 1, y: body.maxY - 1, .muted,
        width: body.width - 2)
}

/// The roles of the team that has the subject's trouble, where all of them have room.
private func drawRoles(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    let owner =
        model.alertInHand?.team ?? model.subject.flatMap { model.ownerTeam(of: $0.model)?.0.team }
    guard let team = model.snapshot.teams.first(where: { $0.team == owner }),
        area.height >= team.roles.count, area.width >= 40
    else { return }
    for (row, role) in team.roles.enumerated() {
        let y = area.y + row
        let who = role.members.isEmpty ? "nobody" : role.members.joined(separator: ", ")
        let has = role.role == model.alertInHand?.owner
        pen.put(role.role, x: area.x + 5, y: y, has ? .text : .muted, width: 21)
        pen.put(who, x: area.x + 27, y: y, has ? .text : .muted, width: area.width - 36)
        guard role.openAlerts > 0 else { continue }
        pen.putRight([Run("● \(role.openAlerts)", .ticket)], end: area.maxX - 1, y: y)
    }
}

private func drawTeamRow(
    _ team: TeamStatus, x: Int, end: Int, y: Int, _ pen: inout Pen
) {
    pen.put(team.short, x: x + 1, y: y, .muted, width: 3)
    pen.put(team.team, x: x + 5, y: y, .text, width: 16)
    pen.put(team.onCall ?? "—", x: x + 22, y: y, .text, width: max(1, end - x - 31))
    pen.putRight(openRuns(team, spaced: true), end: end - 1, y: y)
}

/// `▲ 1 ● 2`, or `·`.
private func openRuns(_ team: TeamStatus, spaced: Bool) -> [Run] {
    let gap = spaced ? " " : ""
    var runs: [Run] = []
    if team.openPages > 0 { runs.append(Run("▲\(gap)\(team.openPages)", .page)) }
    if team.openTickets > 0 {
        if !runs.isEmpty { runs.append(" ") }
        runs.append(Run("●\(gap)\(team.openTickets)", .ticket))
    }
    return runs.isEmpty ? [Run("·", .muted)] : runs
}

/// `page → SRE, MLOps/DevOps`, who is on call until when, how to reach them.
private func ownerLines(_ model: DashboardModel, width: Int) -> [[Run]] {
    let alert = model.alertInHand
    var lines: [[Run]] = []
    let team: TeamStatus?
    if let alert, let owner = alert.owner ?? alert.team {
        team = model.snapshot.teams.first { $0.team == alert.team || $0.short == alert.team }
        let name = alert.owner == nil ? nil : alert.team
        let full = [owner, name].compactMap { $0 }.joined(separator: ", ")
        // The team's short name where the full one would be cut.
        let fits = Pen.width(full) + Pen.width(alert.severity) + 3 <= width
        lines.append([
            Run(alert.severity, alert.mark.role), Run(" → ", .muted),
            Run(fits ? full : [owner, team?.short].compactMap { $0 }.joined(separator: ", ")),
        ])
    } else if let name = model.subject?.model,
        let owner = model.ownerTeam(of: name)
    {
        lines.append([Run("\(name) → ", .muted), Run("\(owner.1), \(owner.0.short)")])
        team = owner.0
    } else {
        let name = model.subject?.model ?? "this"
        let words = "nobody owns \(name): name it under `owns` in team.yaml"
        lines += wrapped(words, width: width).map { [Run($0, .muted)] }
        team = model.snapshot.anyOnCall
    }
    guard let team else { return lines }
    lines.append(onCallRuns(team, now: model.snapshot.at))
    if let contact = team.contact { lines.append([Run(contact, .muted)]) }
    return lines
}

/// `sam   on call to 08:00, then kim`.
func onCallRuns(_ team: TeamStatus, now: Moment) -> [Run] {
    guard let who = team.onCall else {
        return [Run(team.nobodyWords(now: now), .muted)]
    }
    return [Run(who), Run(" " + team.dutyWords(now: now), .muted)]
}

extension DashboardModel {
    /// The team and the role that own a model.
    func ownerTeam(of name: String) -> (TeamStatus, String)? {
        for team in snapshot.teams {
            if let role = team.roles.first(where: { $0.owns.contains(name) }) {
                return (team, role.role)
            }
        }
        return nil
    }
}

private func drawNoTeams(in body: Rect, _ pen: inout Pen) {
    let words =
        "no team is known, so nobody is on call: write team.yaml beside the logs, with `teams`, "
        + "each with `on_call`, `contact` and `roles`"
    for (row, line) in wrapped(words, width: body.width - 2).prefix(body.height).enumerated() {
        pen.put(line, x: body.x + 1, y: body.y + row, .muted)
    }
}

/// Two rows for a low screen.
func drawTeamStrip(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    let hasKeys = model.activePane == .team
    let owner = model.alertInHand.flatMap { $0.owner ?? $0.team }
    // The sentence where it fits, else the name.
    let words = owner.map { " ─ \($0) has this" } ?? ""
    let title = "4 Team" + (words.count + 10 <= area.width ? words : owner.map { " ─ \($0)" } ?? "")
    pen.rule(title, x: area.x, y: area.y, width: area.width, focused: hasKeys, lead: 1, trail: 1)
    guard !model.snapshot.teams.isEmpty else {
        pen.put(
            "nobody known: write team.yaml", x: area.x + 1, y: area.y + 1, .muted,
            width: area.width - 1)
        return
    }
    let team =
        model.alertInHand.flatMap(model.snapshot.team) ?? model.snapshot.anyOnCall
    if let team {
        pen.put(
            onCallRuns(team, now: model.snapshot.at), x: area.x + 1, y: area.y + 1,
            width: area.width - 1)
    } else {
        pen.put("nobody is on call: write team.yaml", x: area.x + 1, y: area.y + 1, .muted)
    }
    let cursor = hasKeys ? model.cursor(of: .team) : nil
    var runs: [Run] = []
    for team in model.snapshot.teams {
        if !runs.isEmpty { runs.append("  ") }
        runs.append(Run(team.short, team.team == cursor ? .accent : .muted))
        runs.append(" ")
        runs += openRuns(team, spaced: false)
    }
    pen.put(runs, x: area.x + 1, y: area.y + 2, width: area.width - 1)
}
