import Canvas
import Snapshot

/// The handoff over the whole screen, as it is copied.
func drawHandoff(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    let rows = max(1, area.height - 2)
    guard let lines = model.handoff?.lines else {
        pen.rule("Handoff", y: area.y, focused: true)
        pen.put("reading what came and went …", x: 1, y: area.y + 1, .muted)
        return
    }
    let first = min(model.layer.scroll, max(0, lines.count - rows))
    let shown = min(lines.count, first + rows)
    let more = lines.count > rows ? "\(first + 1)–\(shown) of \(lines.count) · " : ""
    let keys = "\(model.keys.key(.narrower)) \(model.keys.key(.wider)) shorter, longer"
    pen.rule("Handoff", note: more + keys, y: area.y, focused: true)
    for (row, line) in lines[first..<shown].enumerated() {
        pen.put(line, x: 1, y: area.y + 2 + row, width: area.width - 2)
    }
}

extension DashboardModel {
    /// The page on screen; nil until the engine has answered.
    var handoff: HandoffText? {
        guard case .handoff(let since) = place, snapshot.shift?.since == since else { return nil }
        return HandoffText(snapshot)
    }

    /// The furthest the page scrolls.
    var handoffScrollEnd: Int {
        let rows = max(1, size.height - 3 - Layout.footRows(size))
        return max(0, (handoff?.lines.count ?? 0) - rows)
    }

    /// The stretches of time that `-` and `+` step through, in seconds.
    private static let spans: [Double] = [1, 2, 4, 8, 12, 24, 48, 96, 168].map { $0 * 3_600 }

    /// Opens the page: since the last look when that was offered, else of eight hours.
    mutating func openHandoff(seconds: Double? = nil) {
        let wanted = seconds ?? (offeredSince == nil ? 28_800 : nil)
        let since = wanted.map { now.milliseconds - Int64($0 * 1_000) }
        push(.handoff(since: since.map(Moment.init) ?? offeredSince ?? now))
    }

    /// Another span of the page on screen.
    mutating func stepHandoff(_ step: Int, since: Moment) {
        let present = now.seconds(since: since)
        let index =
            step > 0
            ? Self.spans.firstIndex { $0 > present + 60 }
            : Self.spans.lastIndex { $0 < present - 60 }
        guard let index else {
            say(step > 0 ? "no more than a week is told" : "an hour is the shortest")
            return
        }
        stack[stack.count - 1] = Layer(
            .handoff(
                since: Moment(milliseconds: now.milliseconds - Int64(Self.spans[index]) * 1_000)))
    }
}
