import Canvas
import Snapshot

/// The alerts, most urgent first, and under them why the one at the cursor matters.
func drawAlerts(_ model: DashboardModel, in area: Rect, _ pen: inout Pen, titled: Bool) {
    let hasKeys = model.activePane == .alerts
    let alerts = model.shownAlerts
    let (heads, explained) = titled ? Layout.alertParts(height: area.height) : (0, 0)
    let list = area.inset(top: (titled ? 1 : 0) + heads, bottom: explained)
    let index = model.cursor(of: .alerts).flatMap { id in alerts.firstIndex { $0.id == id } } ?? 0
    let first = Layout.firstRow(cursor: index, visible: list.height, count: alerts.count)
    if titled {
        let note = alertsNote(model, alerts, first: first, visible: list.height)
        pen.rule(
            "5 Alerts", note: note, x: area.x, y: area.y, width: area.width, focused: hasKeys)
    }
    guard !alerts.isEmpty else {
        drawCalm(model, in: area.inset(top: titled ? 1 : 0), &pen)
        return
    }
    let columns = AlertColumns(alerts, opened: model.unfolded, width: area.width)
    let filter = Filter(model.mainFilter)
    let layout = columns.layout(alerts, model, width: area.width - 2)
    let rows = Rect(x: area.x + 1, y: list.y, width: area.width - 2, height: list.height)
    if heads > 0 { pen.heads(columns.columns, layout, in: rows, y: list.y - 1) }
    for row in 0..<max(0, min(list.height, alerts.count - first)) {
        let alert = alerts[first + row]
        let y = list.y + row
        let roles = columns.roles(alert, model)
        let texts = columns.texts(alert, model)
        for (column, place) in layout.places.enumerated() {
            guard let place else { continue }
            let runs =
                column == 0
                ? columns.markRuns(alert) : filter.marked(texts[column], roles[column])
            pen.cell(
                runs, x: rows.x + place.x, y: y, width: place.width,
                right: columns.columns[column].alignment == .right)
        }
        guard first + row == index, hasKeys else { continue }
        pen.select(Rect(x: area.x, y: y, width: area.width, height: 1))
        pen.put("▌", x: area.x, y: y, .accent)
    }
    if explained > 0 {
        drawExplanation(alerts[index], model, in: area, rows: explained, &pen)
    }
}

/// `3 need you · 2 in hand · 1 pending`, how many are in sight, and what is not read yet.
private func alertsNote(
    _ model: DashboardModel, _ alerts: [AlertStatus], first: Int, visible: Int
) -> String {
    var parts: [String] = []
    if let fraction = model.snapshot.liveness.historyFraction {
        parts.append("reading history, \(Formatting.wholePercent(fraction)) %")
    }
    if !model.mainFilter.isEmpty { parts.append("/\(model.mainFilter)") }
    let headline = model.snapshot.headline
    if alerts.isEmpty {
        if let quiet = model.snapshot.quietSince {
            parts.append("quiet for \(Formatting.span(model.snapshot.at.seconds(since: quiet)))")
        }
        return parts.joined(separator: " · ")
    }
    if headline.needYou > 0 { parts.append(needCounts(model).first?.text ?? "") }
    if headline.inHand + headline.needYou > 0 { parts.append("\(headline.inHand) in hand") }
    if alerts.count > visible, visible > 0 {
        parts.append("\(first + 1)–\(min(first + visible, alerts.count)) of \(alerts.count)")
    } else if headline.pending > 0 {
        parts.append("\(headline.pending) pending")
    }
    return parts.joined(separator: " · ")
}

/// Two or three lines: scope, beginning and end; what somebody did about it; what its rule says.
private func drawExplanation(
    _ alert: AlertStatus, _ model: DashboardModel, in area: Rect, rows: Int, _ pen: inout Pen
) {
    let top = area.maxY - rows
    pen.put(
        String(repeating: "─", count: max(0, area.width - 2)), x: area.x + 1, y: top, .muted)
    let width = area.width - 2
    var lines = explanation(alert, model)
    // With room to spare no word is cut.
    if rows > 4 { lines = lines.flatMap { wrapped($0, width: width) } }
    for (row, line) in lines.prefix(rows - 1).enumerated() {
        pen.put(line, x: area.x + 1, y: top + 1 + row, .text, width: width + 1)
    }
}

private func explanation(_ alert: AlertStatus, _ model: DashboardModel) -> [String] {
    var lines = alert.members.isEmpty ? handling(alert, model) : listed(alert, model)
    if let why = model.snapshot.why, why.id == alert.members.first?.id ?? alert.id {
        lines += why.brief.isEmpty ? [why.sentence, why.scopeWords] + why.clearWords : why.brief
        if let command = why.command {
            lines.append("\(model.keys.key(.copy)) copies: \(command)")
        }
        if let runbook = why.runbook { lines.append("Runbook: \(runbook)") }
    }
    for key in ["summary", "description"] {
        if let text = alert.annotations[key] { lines.append(text) }
    }
    if let active = lines.isEmpty ? alert.onsetAt ?? alert.activeAt : nil {
        let earlier = alert.activeAtOrEarlier ? " or earlier" : ""
        lines.append(
            "Active since \(Formatting.short(active, now: model.snapshot.at))\(earlier).")
    }
    if let owner = alert.owner, lines.count < 2 {
        lines.append("Goes to \(owner)" + (alert.team.map { ", \($0)." } ?? "."))
    }
    return lines.filter { !$0.isEmpty }
}

/// Which alerts a row stands for, the worst first.
private func listed(_ row: AlertStatus, _ model: DashboardModel) -> [String] {
    let names = row.members.sorted { ($0.excess ?? 0) > ($1.excess ?? 0) }.map { alert in
        row.subject == nil
            ? alert.subject?.words ?? alert.what
            : alert.labels["feature"] ?? alert.labels["target"] ?? alert.what
    }
    var seen: Set<String> = []
    let distinct = names.filter { seen.insert($0).inserted }
    let more = distinct.count > 6 ? " and \(distinct.count - 6) more" : ""
    let waiting = row.members.count(where: \.needsSomebody)
    let new = waiting > 0 && waiting < row.members.count ? ", \(waiting) of them new" : ""
    return [
        "\(row.members.count) alerts in one\(new): \(distinct.prefix(6).joined(separator: ", "))\(more);"
            + " \(model.keys.key(.open)) lists them"
    ]
}

/// What somebody did about it or has to know first; nothing for what is new and firing.
private func handling(_ alert: AlertStatus, _ model: DashboardModel) -> [String] {
    let now = model.snapshot.at
    var lines: [String] = []
    // Its row says until when: what it is about stands here.
    if [.snoozed, .silenced, .inhibited].contains(alert.attention) || alert.condition == .pending {
        lines.append("It says: \(alert.what)")
    }
    if let comment = alert.hush?.comment { lines.append("“\(comment)”") }
    if let by = alert.ackedBy, alert.attention == .acked {
        let at = alert.ackedAt.map { " " + Formatting.short($0, now: now) } ?? ""
        let comment = alert.comment.map { ": “\($0)”" } ?? ""
        lines.append("Acknowledged by \(by)\(at)\(comment)")
    } else if let comment = alert.comment {
        lines.append("“\(comment)”")
    }
    if let resolved = alert.resolvedAt, alert.attention == .returned {
        lines.append(
            "Over since \(Formatting.short(resolved, now: now)), before anyone saw it; "
                + "\(model.keys.key(.acknowledge)) says that you have.")
    }
    if alert.condition == .noData {
        lines.append("Its series vanished while it was active: no data is not over.")
    }
    return lines
}

/// Nothing fires: what is closest to its limit, so that quiet is evidence and not absence.
private func drawCalm(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    let snapshot = model.snapshot
    guard model.mainFilter.isEmpty else {
        let words =
            snapshot.alerts.isEmpty
            ? "no alerts" : "none of \(snapshot.alerts.count) alerts matches /\(model.mainFilter)"
        pen.put(words, x: area.x + 1, y: area.y, .muted, width: area.width - 2)
        return
    }
    var lines: [[Run]] = []
    if let fraction = snapshot.liveness.historyFraction {
        lines.append([
            Run("reading history, \(Formatting.wholePercent(fraction)) %", .accent),
            Run(": alerts that need more of the past come when it is read", .muted),
        ])
    } else if snapshot.rules.isEmpty {
        lines.append([Run("no rules are loaded: nothing can raise an alert", .muted)])
    }
    if !snapshot.rules.isEmpty {
        let checked = snapshot.rules.compactMap(\.lastEvaluationAt).max()
        let ago = checked.map {
            ", last checked \(Formatting.lag(snapshot.at.seconds(since: $0))) ago"
        }
        let versions = snapshot.models.flatMap(\.versions)
        let judged = versions.contains { $0.lastSeenAt != nil || $0.requests != nil }
        let count = snapshot.rules.count
        let rules = "\(count) rule\(count == 1 ? "" : "s")"
        let over = "\(versions.count) version\(versions.count == 1 ? "" : "s")"
        let words =
            if judged {
                "✓ \(rules) over \(over)\(ago ?? "")\(snapshot.liveness.missedWords)"
            } else if let ago {
                "✓ \(rules)\(ago); no version has had traffic\(snapshot.liveness.missedWords)"
            } else {
                "· \(rules) loaded, but no version has had traffic: nothing is watched yet"
            }
        lines.append([Run(words, .muted)])
    }
    let nameWidth = snapshot.nearest.map { Pen.width($0.name) }.max() ?? 0
    for (index, near) in snapshot.nearest.prefix(max(1, area.height - 3)).enumerated() {
        lines.append([
            Run(index == 0 ? "nearest   " : "          ", .muted),
            Run(Pen.pad(near.name, min(24, nameWidth)) + "  " + Pen.pad(near.words, 32)),
            Run(
                near.fraction < 1 ? "  \(Formatting.wholePercent(near.fraction)) %" : "  beyond",
                .text),
            Run(index == 0 && near.fraction < 1 ? " of the way" : "", .muted),
        ])
    }
    for (index, text) in snapshot.unwatched.enumerated() {
        lines.append([
            Run(index == 0 ? "not watched   " : "              ", .muted), Run(text, .muted),
        ])
    }
    for (row, line) in lines.prefix(area.height).enumerated() {
        pen.put(line, x: area.x + 1, y: area.y + row, width: area.width - 2)
    }
}
