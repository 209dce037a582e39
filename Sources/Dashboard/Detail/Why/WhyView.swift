package import Canvas
import Snapshot

/// Draws the why view into `area`; its first row is the view's own sentence.
///
/// Where and what changed, why and the evidence beside it, who and what has been done: on a wide
/// screen two columns, on a narrow one below each other and scrolled as one text.
package func drawWhy(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    guard case .why(let id) = model.place, let alert = model.alert(id) else {
        pen.put(
            "· This alert is over and no longer in the data; esc goes back.", x: area.x + 1,
            y: area.y, .muted, width: area.width - 1)
        return
    }
    WhyView(model: model, alert: alert).draw(in: area, &pen)
}

/// The alert's state for the top line: `▲ page · new · firing 5 m`.
package func whyStatus(_ model: DashboardModel) -> [Run] {
    guard case .why(let id) = model.place, let alert = model.alert(id) else { return [] }
    let (glyph, role) = Facts.mark(alert)
    let now = model.snapshot.at
    let state: String
    switch alert.condition {
    case .firing, .recovering:
        let since = alert.firedAt ?? alert.activeAt
        state = alert.condition.rawValue + " " + Words.duration(now.seconds(since: since))
    case .pending:
        state = "pending " + Words.duration(now.seconds(since: alert.activeAt))
    case .resolved: state = "over"
    case .noData: state = "no data"
    case .error: state = "rule fails"
    }
    let attention = alert.condition == .pending ? [] : [alert.attention.rawValue]
    let words = ([alert.severity] + attention + [state]).joined(separator: " · ")
    return [Run("\(glyph) ", role), Run(words, role == .muted ? .muted : .text)]
}

/// Why one alert fires.
struct WhyView {
    let model: DashboardModel
    let alert: AlertStatus

    /// The engine's answer; nil until it has come.
    var why: AlertDetail? { model.snapshot.why.flatMap { $0.id == alert.id ? $0 : nil } }
    var now: Moment { model.snapshot.at }
    var version: VersionStatus? { model.requestSubject(alert).flatMap(model.version) }

    func draw(in area: Rect, _ pen: inout Pen) {
        let (glyph, role) = Facts.mark(alert)
        let look: Role = role == .page ? .page : .text
        let text = Prose.fitting(sentence, or: why?.shortSentence, width: area.width - 4)
        pen.put(
            [Run("\(glyph) ", role), Run(text, look)], x: area.x + 1, y: area.y,
            width: area.width - 2)
        let body = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
        if Self.isWide(body) {
            drawWide(in: body, &pen)
        } else {
            drawNarrow(in: body, &pen)
        }
    }

    private var sentence: String {
        if let sentence = why?.sentence, !sentence.isEmpty { return sentence }
        if let text = alert.annotations["description"] ?? alert.annotations["summary"] {
            return text
        }
        let name = alert.subject?.words ?? alert.rule
        return alert.what.isEmpty ? "\(alert.rule) on \(name)" : "\(name): \(alert.what)"
    }

    /// Value, three bands of two columns; at 40 rows 12 + 9 + 8 + 7, and from 52 on a fourth one.
    private func drawWide(in area: Rect, _ pen: inout Pen) {
        let isTall = area.height >= 47
        let spare = area.height - 36 - (isTall ? Self.lastBand : 0)
        let (chart, below) = area.splitTop(12 + max(0, spare) / 2)
        let (where_, lower) = below.splitTop(9 + max(0, spare - spare / 2) / 2)
        let (reason, last) = lower.splitTop(8 + (spare > 0 ? (spare - spare / 2) / 4 : 0))
        let (who, rest) = last.splitTop(isTall ? last.height - Self.lastBand : last.height)
        let split = area.width * 64 / 120
        let left = split - 2
        let right = area.width - split - 2
        drawValue(in: chart, &pen)
        pen.draw(
            left: places(width: left, rows: where_.height - 1),
            right: changes(width: right, rows: where_.height - 1),
            in: where_, divider: split, isAboveDivided: false)
        pen.draw(
            left: reasons(width: left, rows: reason.height - 1),
            right: evidence(width: right, rows: reason.height - 1), in: reason, divider: split,
            isAboveDivided: true)
        pen.draw(
            left: people(width: left),
            right: before(width: right, rows: who.height - 2, isTold: isTall), in: who,
            divider: split, isAboveDivided: true)
        guard isTall else { return }
        // Without evidence of its own the versions stand beside the reasons already.
        let isShown = ownEvidence(width: right, rows: reason.height - 1) == nil
        pen.draw(
            left: isShown ? handling(width: left) : beside(width: left),
            right: isShown ? Section("", []) : handling(width: right), in: rest, divider: split,
            isAboveDivided: true)
    }

    /// Rows of the fourth band.
    private static let lastBand = 9

    /// The chart stays; everything else is one text that scrolls.
    private func drawNarrow(in area: Rect, _ pen: inout Pen) {
        let (chart, text) = Self.narrowSplit(area)
        drawValue(in: chart, &pen)
        guard text.height > 1 else { return }
        let lines = textLines(width: area.width - 2)
        // The first row always says which part the text is in, and how much of it there is.
        let rows = text.height - 1
        let first = min(model.layer.scroll, max(0, lines.count - rows - 1))
        var title = ""
        var note = ""
        var shown: [TextLine] = []
        for (index, line) in lines.enumerated() where index < first + rows + 1 {
            if case .heading(let heading, let words) = line, index <= first {
                title = heading
                note = words
            } else if index >= first, shown.count < rows {
                shown.append(line)
            }
        }
        if lines.count > rows + 1 {
            note = "\(first + 1)–\(min(lines.count, first + rows + 1)) of \(lines.count)"
        }
        pen.rule(title, note: note, y: text.y, focused: true)
        for (offset, line) in shown.enumerated() {
            let y = text.y + 1 + offset
            switch line {
            case .heading(let title, let note): pen.rule(title, note: note, y: y)
            case .text(let runs): pen.put(runs, x: text.x + 1, y: y, width: text.width - 2)
            }
        }
    }

    private enum TextLine {
        case heading(String, String)
        case text([Run])
    }

    private func textLines(width: Int) -> [TextLine] {
        let hasEvidence = why.map { $0.evidence != .other } == true
        var sections = [reasons(width: width)]
        if hasEvidence { sections.append(evidence(width: width, rows: 11)) }
        sections += [
            places(width: width, rows: 12), changes(width: width), people(width: width),
        ]
        if why?.past?.isEmpty == false { sections.append(before(width: width, rows: 8)) }
        sections.append(beside(width: width))
        return (sections + [handling(width: width)]).flatMap { section in
            [TextLine.heading(section.title, section.note)] + section.lines.map { .text($0) }
        }
    }

    private static func isWide(_ body: Rect) -> Bool { body.width >= 110 && body.height >= 30 }

    private static func narrowSplit(_ body: Rect) -> (chart: Rect, text: Rect) {
        body.splitTop(
            body.height >= 14 ? min(body.height / 2, max(9, body.height / 3)) : 0)
    }

    /// The furthest its text scrolls on a screen of this size; 0 when all of it is in sight.
    func scrollEnd(_ size: Size) -> Int {
        let body = Rect(
            x: 0, y: 2, width: size.width, height: size.height - 2 - Layout.footRows(size))
        guard !Self.isWide(body) else { return 0 }
        let rows = Self.narrowSplit(body).text.height
        return max(0, textLines(width: size.width - 2).count - rows)
    }
}

extension DashboardModel {
    /// The furthest the why view scrolls.
    var whyScrollEnd: Int {
        guard case .why(let id) = place, let alert = alert(id) else { return 0 }
        return WhyView(model: self, alert: alert).scrollEnd(size)
    }
}
