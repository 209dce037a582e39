import Canvas
import Snapshot

/// The last rows: a message or a prompt, and the keys that work here and now.
func drawFoot(_ model: DashboardModel, _ pen: inout Pen) {
    let last = pen.bounds.height - 1
    let shared = Layout.footRows(pen.bounds.size) == 1
    let messageRow = shared ? last : last - 1
    let spoken = drawMessage(model, &pen, y: messageRow)
    if !(shared && spoken) { drawKeys(model, &pen, y: last) }
    if let menu = model.menu { drawMenu(menu, &pen, bottom: messageRow) }
}

/// Whether something was drawn in the row.
private func drawMessage(_ model: DashboardModel, _ pen: inout Pen, y: Int) -> Bool {
    let width = pen.bounds.width
    if let prompt = model.prompt {
        drawPrompt(prompt, model, &pen, y: y)
        return true
    }
    if let notice = model.notice {
        pen.put(notice.text, x: 1, y: y, notice.failed ? .ticket : .message, width: width - 2)
        return true
    }
    if let index = model.event, model.shownEvents.indices.contains(index) {
        let event = model.shownEvents[index]
        let detail = event.detail.isEmpty ? "" : ", \(event.detail)"
        let runs = [
            Run("◆ ", .event), Run(Formatting.clock(event.at) + " "), Run(event.title + detail),
            Run("  event \(index + 1) of \(model.shownEvents.count)", .muted),
        ]
        pen.put(runs, x: 1, y: y, width: width - 2)
        return true
    }
    // On a low screen a standing warning must not take the keys away for good.
    guard Layout.footRows(pen.bounds.size) == 2,
        let warning = model.snapshot.liveness.warnings.first
    else { return false }
    let more = model.snapshot.liveness.warnings.count - 1
    let rest = more > 0 ? "  +\(more): \(model.keys.key(.sources))" : ""
    let end = pen.put(warning, x: 1, y: y, .ticket, width: width - 2 - Pen.width(rest))
    pen.put(rest, x: end, y: y, .ticket)
    return true
}

private func drawPrompt(_ prompt: Prompt, _ model: DashboardModel, _ pen: inout Pen, y: Int) {
    let label: String
    var note = ""
    switch prompt.purpose {
    case .filter:
        label = "/"
        note = matchWords(model)
    case .command:
        label = ":"
        note = model.suggestions(for: prompt).prefix(6).joined(separator: "  ")
        if !note.isEmpty { note = "tab " + note }
    case .comment: label = "comment: "
    case .limit:
        label = "limit to try: "
        note = model.limitInHand.map { "instead of " + Limit.words($0) } ?? ""
    case .snoozeAbove(let id):
        let unit = model.alert(id).map { model.shownScale(of: $0).unit } ?? ""
        label = "snooze until worse than" + (unit.isEmpty ? ": " : ", \(unit): ")
    }
    let width = pen.bounds.width
    let x = pen.put(label, x: 1, y: y, .accent)
    // The part around the caret stays in sight.
    let room = max(1, width - x - 2)
    let skipped = max(0, prompt.caret - room + 1)
    let shown = String(prompt.text.dropFirst(skipped).prefix(room))
    let after = pen.put(shown, x: x, y: y, .prompt)
    let before = String(prompt.text.dropFirst(skipped).prefix(prompt.caret - skipped))
    let caret = x + Pen.width(before)
    pen.frame.restyle(Rect(x: caret, y: y, width: 1, height: 1)) { style in
        var style = style
        style.attributes.formSymmetricDifference(.reverse)
        return style
    }
    if !note.isEmpty, after + 3 < width - 8 {
        pen.put(note, x: after + 3, y: y, .muted, width: width - after - 4)
    }
}

/// `2 of 7 versions`: what a filter leaves.
func matchWords(_ model: DashboardModel) -> String {
    switch model.place {
    case .main, .zoom:
        let all = model.snapshot.models.reduce(0) { $0 + $1.versions.count }
        let found = model.shownAlerts.filter { $0.members.isEmpty }.map(\.id)
        let folded = model.shownAlerts.flatMap(\.members).map(\.id)
        let alerts = Set(found + folded).count
        return "\(model.versionRows.count) of \(all) versions, \(alerts) of "
            + "\(model.snapshot.alerts.count) alerts · ! inverts, ~ is a pattern"
    default:
        return "\(model.rows.count) rows · ! inverts, ~ is a pattern"
    }
}

/// Keys that work here; where room is short the last of the table fall away.
private func drawKeys(_ model: DashboardModel, _ pen: inout Pen, y: Int) {
    let width = pen.bounds.width
    let gap = width >= 110 ? 3 : 2
    let space = Run(String(repeating: " ", count: gap))
    let tail = [
        Run(model.keys.key(.filter), .accent), Run(" "), Run(model.keys.key(.command), .accent),
        space, Run(model.keys.key(.help), .accent), Run(" help", .muted),
        space, Run(model.keys.key(.quit), .accent), Run(" quit", .muted),
    ]
    let tailWidth = Pen.width(tail.plainText)
    var keys = footerKeys(model)
    func needed() -> Int {
        keys.reduce(1) { $0 + Pen.width($1.key) + 1 + Pen.width($1.word) + gap } + tailWidth
    }
    for command in dispensable where needed() > width {
        keys.removeAll { $0.command == command }
    }
    let trouble = warningWords(model, pen)
    let room = width - (trouble.isEmpty ? 0 : Pen.width(trouble) + gap)
    while needed() > room, !keys.isEmpty { keys.removeLast() }
    var x = 1
    if !trouble.isEmpty { x = pen.put(trouble, x: x, y: y, .ticket) + gap }
    for entry in keys {
        x = pen.put(entry.key, x: x, y: y, .accent)
        x = pen.put(" " + entry.word, x: x, y: y, .muted) + gap
    }
    if x + tailWidth <= width { pen.put(tail, x: x, y: y) }
}

/// `S 2 warnings`: on a low screen, where none has a row of its own.
private func warningWords(_ model: DashboardModel, _ pen: Pen) -> String {
    let count = model.snapshot.liveness.warnings.count
    guard Layout.footRows(pen.bounds.size) == 1, count > 0, model.place != .sources else {
        return ""
    }
    return "\(model.keys.key(.sources)) \(count) warning\(count == 1 ? "" : "s")"
}

/// What gives way first where the footer is short.
private let dispensable: [Command] = [
    .nextEvent, .copyLine, .copy, .version, .rule, .compare, .undo, .requests, .silence, .full,
    .comment,
]

/// Key and word of every binding that has a word here and whose command works now.
private func footerKeys(
    _ model: DashboardModel
) -> [(command: Command, key: String, word: String)] {
    model.keys.bindings.compactMap { binding in
        guard var key = binding.keys.first?.name, ![.help, .quit].contains(binding.command),
            model.availability(binding.command) == .works
        else { return nil }
        let word = model.footerWord(binding)
        if binding.command == .nextEvent { key = model.keys.key(.previousEvent) + " " + key }
        return word.isEmpty ? nil : (binding.command, AsciiTwins.keys(key, model.glyphs), word)
    }
}

extension DashboardModel {
    /// The word a key has here; empty when the key says nothing worth a place.
    func footerWord(_ binding: KeyBinding) -> String {
        switch (binding.command, place) {
        case (.open, .main), (.open, .zoom):
            foldable.map { unfolded.contains($0) ? "close" : "list" }
                ?? (activePane == .alerts ? "why" : activePane == .models ? "version" : "open")
        case (.open, .version), (.open, .compare): "feature"
        case (.open, .versions): "version"
        case (.open, .rules): "try it on the past"
        case (.version, .main), (.version, .zoom): ""
        case (.version, .version), (.requests, .requests), (.rule, .rules): ""
        case (.rule, .main), (.rule, .zoom): ""
        // Of no rule: they are about whatever version was looked at before.
        case (.requests, .rules), (.compare, .rules), (.version, .rules): ""
        case (.requests, .rule), (.compare, .rule), (.version, .rule): ""
        case (.nextEvent, .rules), (.nextEvent, .rule), (.rule, .rule): ""
        case (.open, .rule): "why"
        case (.comment, _), (.undo, _):
            alertInHand.map { $0.isHeld || $0.members.contains(where: \.isHeld) } == true
                ? binding.word : ""
        default: binding.word
        }
    }
}
