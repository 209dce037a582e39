import Canvas
import Snapshot

/// What happened to the version, newest last, beside its alerts and who has them.
extension VersionView {
    func drawTimeline(in area: Rect, _ pen: inout Pen) {
        guard area.height > 1 else { return }
        guard area.width >= 110 else {
            drawEvents(in: area, divided: nil, &pen)
            return
        }
        let split = area.width * 72 / 120
        drawEvents(in: area, divided: split, &pen)
        let right = Rect(
            x: area.x + split + 1, y: area.y, width: area.width - split - 1, height: area.height)
        pen.rule(
            "Alerts and owners", note: "", x: right.x, y: right.y, width: right.width, lead: 1)
        pen.divider(x: area.x + split, rows: area.y + 1..<area.maxY)
        pen.junction(.down, x: area.x + split, y: area.y)
        pen.lines(
            sideLines(width: right.width - 2),
            in: right.inset(left: 1, top: 1, right: 1))
    }

    private func drawEvents(in area: Rect, divided: Int?, _ pen: inout Pen) {
        let width = divided ?? area.width
        let events = eventLines(width: width - 2)
        let room = area.height - 1
        // The newest ones from the bottom up; of the one that does not fit, its beginning.
        var kept: [[Run]] = Array((events.last ?? []).prefix(room))
        var hidden = max(0, events.count - 1)
        for event in events.dropLast().reversed() {
            guard kept.count < room else { break }
            kept = event.prefix(room - kept.count) + kept
            hidden -= 1
        }
        pen.rule(
            "Timeline", note: hidden > 0 ? "\(hidden) earlier · newest last" : "newest last",
            y: area.y, width: width)
        if events.isEmpty {
            pen.put("nothing has been recorded", x: area.x + 1, y: area.y + 1, .muted)
        }
        for (index, line) in kept.enumerated() {
            pen.put(line, x: area.x + 1, y: area.y + 1 + index, width: width - 2)
        }
    }

    private func eventLines(width: Int) -> [[[Run]]] {
        (detail?.events ?? []).sorted { $0.at < $1.at }.map { event -> [[Run]] in
            let mark = glyph(event)
            let head = [
                Run(Pen.pad(Facts.when(event.at, now: now), 14), .muted),
                Run(Pen.pad(event.title, 18), .text),
            ]
            let room = width - 32
            guard room > 8 else { return [head + [Run(event.detail, .muted)]] }
            let text = Prose.wrapped(event.detail, width: room - (mark == nil ? 0 : 2))
            let first = (mark.map { [Run("\($0.0) ", $0.1)] } ?? []) + [Run(text.first ?? "")]
            let blank = Run(String(repeating: " ", count: 32 + (mark == nil ? 0 : 2)))
            return [head + first] + text.dropFirst().map { [blank, Run($0)] }
        }
    }

    private func glyph(_ event: TimelineEvent) -> (Character, Role)? {
        if let status = event.status { return Facts.mark(status) }
        switch event.grade {
        case .page: return ("▲", .page)
        case .ticket: return ("●", .ticket)
        case .silent: return ("◌", .ticket)
        case .pending, .none: return nil
        }
    }

    /// Open alerts of the version, its owners, and its charts in words.
    private func sideLines(width: Int) -> [[Run]] {
        var lines: [[Run]] = []
        for alert in model.alerts(about: version.id) where alert.isActive || alert.needsSomebody {
            let (glyph, role) = Facts.mark(alert)
            var state = Facts.attention(alert)
            if alert.attention != .new, let by = alert.ackedBy { state += " by " + by }
            let age = Formatting.age(now.seconds(since: alert.firedAt ?? alert.activeAt))
            lines.append(
                Prose.between(
                    [Run("\(glyph) ", role), Run(alert.rule)],
                    [Run(state + "  " + Pen.padLeft(age, 4), .muted)], width: width))
            if !alert.what.isEmpty { lines.append([Run("  " + alert.what, .muted)]) }
        }
        if lines.isEmpty { lines.append([Run("· ", .muted), Run("no alert on it", .muted)]) }
        lines.append([])
        lines += ownerLines(width: width)
        let words = chartWords
        if !words.isEmpty { lines.append([]) }
        for sentence in words {
            lines += Prose.wrapped(sentence, width: width).map { [Run($0, .muted)] }
        }
        return lines
    }

    /// `owner   data scientist: ana, on call now`.
    private func ownerLines(width: Int) -> [[Run]] {
        var lines: [[Run]] = []
        if let owner = model.model(version.id.model)?.owner {
            lines += Prose.labelled("owner", model.people(of: owner), indent: 8, width: width)
        }
        let stages = model.workflow(of: version.id.model)?.stages ?? []
        if let input = stages.first(where: { $0.stage == "data preparation" })?.owner {
            lines += Prose.labelled("input", model.people(of: input), indent: 8, width: width)
        }
        return lines
    }

    private var chartWords: [String] {
        guard let detail else { return [] }
        return [
            Words.chart(
                detail.subject.p95, measure: "p95", unit: "ms", scale: 1_000,
                limit: detail.latencyLimitSeconds),
            Words.chart(detail.subject.requestsPerSecond, measure: "requests", unit: "/s"),
        ]
    }
}
