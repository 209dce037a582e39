import Canvas
import Snapshot

/// Row 1: what is watched or where the user is, who needs somebody, how fresh the truth is.
func drawTopLine(_ model: DashboardModel, _ pen: inout Pen) {
    let width = pen.bounds.width
    let fresh = freshness(model, short: width < 100 || isCrowded(model, width: width))
    let clock =
        width >= 60 ? Formatting.dayClock(model.snapshot.at) : Formatting.clock(model.snapshot.at)
    let gap = width < 100 ? "  " : "   "
    let right = [fresh, Run(gap), Run(clock)]
    let end = pen.putRight(right, end: width - (width < 60 ? 0 : 1), y: 0)

    var left = 1
    if model.crumbs.isEmpty, width < 60 {
        // On the smallest screen who needs somebody says more than the program's name.
        let calm = model.snapshot.headline.needYou + model.snapshot.headline.inHand == 0
        let counts = calm ? Run("quiet", .muted) : needCounts(model)[0]
        pen.put([counts], x: 1, y: 0, width: max(0, end - 2))
        return
    }
    if model.crumbs.isEmpty {
        left = pen.put("driftop", x: 1, y: 0, .accent, width: max(0, end - 2))
        let scope = width < 80 ? "" : model.snapshot.scope
        let room = min(28, end - left - 4)
        // The end of a path says more than its beginning.
        let shown = Pen.width(scope) <= room ? scope : "…" + scope.suffix(max(0, room - 1))
        if !scope.isEmpty { left = pen.put(shown, x: left + 2, y: 0, .muted, width: room) }
    } else {
        // What it is about says more than the way there.
        let status = Pen.width(viewStatus(model).plainText)
        let whole = crumbRuns(model, width: width)
        let isShort = status > 0 && Pen.width(whole.plainText) + status + 6 > end
        let crumbs = isShort ? crumbRuns(model.crumbs.suffix(2)) : whole
        left = pen.put(crumbs, x: 1, y: 0, width: max(0, end - 3))
    }
    drawCentre(model, &pen, from: left, to: end)
}

/// Whether a view's own state would be cut beside freshness in full.
private func isCrowded(_ model: DashboardModel, width: Int) -> Bool {
    let status = viewStatus(model)
    guard !status.isEmpty else { return false }
    let left = 1 + Pen.width(crumbRuns(model, width: width).plainText)
    let right =
        Pen.width(freshness(model, short: false).text) + 3
        + Pen.width(Formatting.dayClock(model.snapshot.at)) + 1
    return max(left + 3, 40) + Pen.width(status.plainText) + 2 > width - right
}

private func crumbRuns(_ model: DashboardModel, width: Int) -> [Run] {
    crumbRuns((width < 60 ? [] : ["driftop"]) + model.crumbs)
}

private func crumbRuns(_ crumbs: [String]) -> [Run] {
    crumbs.enumerated().flatMap { index, crumb -> [Run] in
        let role: Role = index == crumbs.count - 1 ? .text : .muted
        return index == 0 ? [Run(crumb, role)] : [Run(" › ", .muted), Run(crumb, role)]
    }
}

/// What stands between the left and the right end: counts on the main screen, a view's own state.
private func drawCentre(_ model: DashboardModel, _ pen: inout Pen, from left: Int, to end: Int) {
    let width = pen.bounds.width
    let status = viewStatus(model)
    if !status.isEmpty {
        let x = max(left + 3, width >= 120 ? 40 : 0)
        let room = max(0, end - x - 2)
        pen.put(fitting(status, width: room), x: x, y: 0, width: room)
        return
    }
    var counts = needCounts(model)
    var x = max(left + 3, width >= 120 ? width / 5 : width >= 80 ? 22 : 0)
    if x + Pen.width(counts.plainText) > end - 2 { counts.removeLast(counts.count - 1) }
    guard x + Pen.width(counts.plainText) <= end - 2 else { return }
    x = pen.put(counts, x: x, y: 0)
    guard width >= 110 else { return }
    let traffic = trafficWords(model)
    x = max(x + 4, width * 53 / 120)
    if x + Pen.width(traffic) <= end - 3 { pen.put(traffic, x: x, y: 0, .muted) }
}

/// As many of the parts between `·` as fit, and at least the first.
private func fitting(_ status: [Run], width: Int) -> [Run] {
    guard let last = status.last, Pen.width(status.plainText) > width else { return status }
    let head = Array(status.dropLast())
    var parts = last.text.split(separator: " · ", omittingEmptySubsequences: false)
    while parts.count > 1, Pen.width(head.plainText + parts.joined(separator: " · ")) > width {
        parts.removeLast()
    }
    return head + [Run(parts.joined(separator: " · "), last.role)]
}

/// `3 need you · 2 in hand`.
func needCounts(_ model: DashboardModel) -> [Run] {
    let headline = model.snapshot.headline
    guard headline.needYou + headline.inHand > 0 else {
        let isReading = model.snapshot.liveness.historyFraction != nil
        return [Run(isReading ? "alerts not known yet" : "nothing needs you", .muted)]
    }
    let need = headline.needYou == 1 ? "1 needs you" : "\(headline.needYou) need you"
    let role: Role = headline.needYou > 0 ? .text : .muted
    return [Run(need, role), Run(" · \(headline.inHand) in hand", .muted)]
}

/// `7 versions · 697 req/s`.
private func trafficWords(_ model: DashboardModel) -> String {
    let versions = model.snapshot.models.flatMap(\.versions).filter { $0.requests != nil }
    if versions.isEmpty {
        let known = model.snapshot.models.reduce(0) { $0 + $1.versions.count }
        return known == 0 ? "no versions" : "\(known) versions, none with traffic"
    }
    let noun = versions.count == 1 ? "version" : "versions"
    let total = Formatting.figure(model.snapshot.requestsPerSecond)
    return "\(versions.count) \(noun) · \(total) req/s"
}

/// `live, 0.2 s behind`, `paused`, or why this is not now.
func freshness(_ model: DashboardModel, short: Bool) -> Run {
    let liveness = model.snapshot.liveness
    if let newest = model.newest {
        let behind = Formatting.age(newest.at.seconds(since: model.snapshot.at))
        let key = model.keys.key(.pause)
        return Run(short ? "paused \(behind)" : "paused for \(behind), \(key) follows", .accent)
    }
    if case .timeTravel(let reason) = liveness.mode {
        return Run(Pen.cut(short ? "not live" : reason, to: 44), .ticket)
    }
    guard let lag = liveness.lagSeconds else {
        return Run(liveness.windowComplete ? "no events yet" : "reading …", .muted)
    }
    if !liveness.windowComplete { return Run("reading, \(Formatting.lag(lag)) behind", .muted) }
    let words = Formatting.lag(lag) + (short ? "" : " behind")
    return lag < 60 ? Run("live, \(words)") : Run("stale, \(words)", .ticket)
}

/// The state of what a view is about, for the top line.
private func viewStatus(_ model: DashboardModel) -> [Run] {
    switch model.place {
    case .version: versionStatus(model)
    case .why: whyStatus(model)
    default: []
    }
}
