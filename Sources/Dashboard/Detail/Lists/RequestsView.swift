package import Canvas
import Snapshot

/// Draws the requests view into `area`: the slowest and the failed ones, as they stand in the log.
package func drawRequests(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    guard case .requests(let id, let target) = model.place else { return }
    RequestsView(model: model, id: id, target: target).draw(in: area, &pen)
}

/// Two tables over the line under the cursor; their places follow from the size alone, so that
/// neither data nor the cursor moves them.
struct RequestsView {
    let model: DashboardModel
    let id: VersionID
    let target: String?

    func draw(in area: Rect, _ pen: inout Pen) {
        pen.put(sentence, x: area.x + 1, y: area.y, width: area.width - 2)
        let body = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
        let (tables, line) = body.splitTop(
            body.height - (body.height < 12 ? 0 : max(5, body.height / 4)))
        let (slowest, failed) = tables.splitTop(tables.height - max(3, tables.height / 3))
        let hand = model.requestInHand
        draw(.slowest, isFocused: hand?.kind != .failed, in: slowest, &pen)
        draw(.failed, isFocused: hand?.kind == .failed, in: failed, &pen)
        if let request = hand?.request { draw(request, in: line, &pen) }
    }

    private var counted: RequestCount? {
        model.version(id).flatMap { RequestCount(of: $0, on: target) }
    }

    private var words: String { target.map { "\(id.words) on \($0)" } ?? id.words }

    private var window: String { Formatting.window(model.snapshot.windowSeconds) }

    private var sentence: [Run] {
        let mark = Run("· ", .muted)
        guard let counted, let requests = counted.requests else {
            return [mark, Run("No event log names \(words).")]
        }
        var text = "\(Formatting.grouped(requests)) requests of \(words) in the last \(window)"
        if let errors = counted.errors {
            text += errors == 0 ? ", none failed" : ", \(Formatting.grouped(errors)) failed"
        }
        if let latency = counted.latency {
            text += "; p95 \(Formatting.milliseconds(latency.p95)) ms"
            text += ", the slowest \(Formatting.milliseconds(latency.max)) ms"
        }
        return [mark, Run(text + ".")]
    }

    private func draw(
        _ kind: RequestRow.Kind, isFocused: Bool, in area: Rect, _ pen: inout Pen
    ) {
        guard area.height > 1 else { return }
        let table = RequestsTable(model: model, kind: kind, isFocused: isFocused)
            .table(width: area.width)
        let shown = table.windowWords(area.height - 2)
        let parts = [note(kind), shown.isEmpty ? "\(table.rows.count)" : shown]
        pen.rule(
            kind == .slowest ? "Slowest" : "Failed",
            note: parts.filter { !$0.isEmpty }.joined(separator: " · "), y: area.y,
            focused: isFocused)
        if table.rows.isEmpty {
            let lines = Prose.wrapped(emptyWords(kind), width: area.width - 2)
            pen.lines(lines.map { [Run($0, .muted)] }, in: area.inset(left: 1, top: 1))
        } else {
            table.draw(in: area.inset(top: 1), &pen)
        }
    }

    /// Since when, and what the list leaves out.
    private func note(_ kind: RequestRow.Kind) -> String {
        guard let list = model.requestList, let since = list.since else { return "" }
        let span = model.snapshot.at.seconds(since: since)
        let words =
            span == model.snapshot.windowSeconds
            ? "last \(window)" : "since \(Formatting.clockSecond(since))Z"
        guard kind == .failed, let errors = counted?.errors,
            errors > Int64(list.failed.count)
        else { return words }
        let stretch = list.slotSeconds == 60 ? "minute" : Formatting.window(list.slotSeconds)
        return words + " · newest of each \(stretch)"
    }

    /// Why a list is empty, and what to do about it.
    private func emptyWords(_ kind: RequestRow.Kind) -> String {
        guard let list = model.requestList else { return "reading …" }
        if !model.layer.filter.isEmpty, !(list.slowest.isEmpty && list.failed.isEmpty) {
            return "no request matches the filter; \(model.keys.key(.back)) clears it"
        }
        guard let counted, let requests = counted.requests else {
            return "Requests are read from event logs (JSONL or CSV). \(words) is known from a "
                + "registry or from metrics alone: point driftop at its event log too."
        }
        guard requests > 0 else { return quietWords(counted) }
        switch kind {
        case .slowest:
            return "The log says no latency: write latency_ms into each event, or name its field "
                + "in driftop.yaml (fields: latency)."
        case .failed:
            guard counted.errors != nil else {
                return "The log does not say how requests ended: write status into each event, or "
                    + "name its field in driftop.yaml (fields: outcome)."
            }
            return "none of \(Formatting.grouped(requests)) failed"
        }
    }

    private func quietWords(_ counted: RequestCount) -> String {
        var text = "no request in the last \(window)"
        if let last = counted.lastSeenAt {
            let age = Formatting.age(model.snapshot.at.seconds(since: last))
            text += "; the last one was at \(Formatting.clockSecond(last))Z, \(age) ago"
        }
        return text + ". \(model.keys.key(.wider)) widens the window."
    }

    /// The line of one request in full.
    private func draw(_ request: RequestList.Request, in area: Rect, _ pen: inout Pen) {
        let place = request.place
        let note = [
            Formatting.date(request.at) + " " + Formatting.clockMillisecond(request.at) + "Z",
            place.offset < 0 ? "" : "\(place.source) byte \(place.offset)",
        ]
        let words =
            request.isGone
            ? "This line is no longer in \(place.source): it was cut off, or the file was "
                + "rotated away and compressed."
            : request.text.isEmpty ? "reading …" : request.text
        let role: Role = request.isGone || request.text.isEmpty ? .muted : .text
        pen.draw(
            Section(
                "Line", note: note.filter { !$0.isEmpty }.joined(separator: " · "),
                Prose.wrapped(words, width: area.width - 2).map { [Run($0, role)] }),
            in: area)
    }
}
