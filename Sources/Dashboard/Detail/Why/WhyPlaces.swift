import Canvas
import Snapshot

/// Where the same measure stands elsewhere, and what changed before.
extension WhyView {
    func places(width: Int, rows: Int) -> Section {
        guard let why, !why.places.isEmpty else {
            return Section("Where it shows", [[Run(missing("no other place is measured"), .muted)]])
        }
        let unit = why.unit.isEmpty ? "" : " " + why.unit.uppercased()
        let first = why.measure.split(separator: " ").first.map { $0.uppercased() } ?? ""
        // A metric's whole name would be a column of its own; the title says it.
        let measure = first.isEmpty || first.count > 10 ? "VALUE" : first
        let columns = [
            TableColumn("WHERE", minimum: 10, maximum: 28),
            TableColumn("", maximum: 18, gap: 2, rank: 1),
            TableColumn(measure + unit, alignment: .right, minimum: 6),
            // Only a latency has a usual; everything else is held against a limit.
            TableColumn(
                why.limitWords.isEmpty ? "LIMIT" : "USUAL", alignment: .right,
                minimum: 5, gap: 2),
            TableColumn("×", alignment: .right, minimum: 4, gap: 2),
            TableColumn("SINCE", minimum: 10, gap: 3, isFlexible: true),
        ]
        let notes = notes(why, width: width)
        let room = rows - 1 - notes.count
        let known = why.places.prefix(max(1, why.places.count > room ? room - 1 : room))
        func figure(_ value: Double?) -> String {
            value.map { why.figure($0 * why.scale) } ?? Formatting.unknown
        }
        let table = known.map { place -> [Run] in
            let role: Role = place.moved == true ? .page : .text
            let (since, sinceRole) = since(place)
            let borrowed = place.usualBorrowed ? "*" : ""
            return [
                Run(place.name), Run(place.detail, .muted),
                Run(figure(place.value), role), Run(figure(place.usual) + borrowed, .muted),
                Run(Formatting.multiple(place.ratio), role), Run(since, sinceRole),
            ]
        }
        var lines = TextTable.lines(columns, rows: table, width: width)
        if why.places.count > known.count {
            lines.append([Run("\(why.places.count - known.count) more places", .muted)])
        }
        let window = why.measure.ranges(of: " over ").last.map { why.measure[$0.upperBound...] }
        var note = window.map { "the same \($0)" } ?? ""
        if alert.condition == .resolved, let end = alert.resolvedAt {
            note = "before it was over, \(TeamStatus.clock(end, now: now))"
        }
        return Section("Where it shows", note: note, lines + notes)
    }

    private func since(_ place: AlertDetail.Place) -> (String, Role) {
        switch place.moved {
        case true?:
            let glyph = alert.isPage ? "▲" : "●"
            let since = place.since.map { TeamStatus.clock($0, now: now) } ?? "moved"
            return ("\(glyph) \(since)", alert.isPage ? .page : .ticket)
        case false?: return ("✓ as usual", .muted)
        case nil: return ("— unknown", .muted)
        }
    }

    private func notes(_ why: AlertDetail, width: Int) -> [[Run]] {
        func wrapped(_ text: String, _ role: Role) -> [[Run]] {
            Prose.wrapped(text, width: width).map { [Run($0, role)] }
        }
        var lines = why.scopeNotes.flatMap { wrapped($0, .muted) }
        if !why.scopeWords.isEmpty { lines += wrapped("→ " + why.scopeWords, .text) }
        if !why.usualNote.isEmpty { lines += wrapped("* " + why.usualNote, .muted) }
        return lines
    }

    /// While the engine has not answered it is reading; then it is `words`.
    private func missing(_ words: String) -> String { why == nil ? "reading …" : words }

    /// What happened before, and in what the two versions differ.
    ///
    /// - Parameter rows: how many there are room for; the less telling events give way to the
    ///   differences, which say more. nil: all of it.
    func changes(width: Int, rows: Int? = nil) -> Section {
        guard let why else { return Section("What changed before", [[Run("reading …", .muted)]]) }
        let events = why.changes.sorted(by: TimelineEvent.isLikelier)
        var lines = events.flatMap { changeLines($0, width: width) }
        if lines.isEmpty { lines.append([Run("nothing is recorded before it", .muted)]) }
        let differences = differences(why, width: width)
        if let rows, lines.count + differences.count > rows, !differences.isEmpty {
            let room = max(3, rows - differences.count)
            if lines.count > room { lines = changeLines(events, fitting: room, width: width) }
        }
        let kinds = Set(why.changes.map { $0.kind == .alert })
        let order = kinds.count > 1 ? "nearest first, then alarms" : "nearest first"
        return Section("What changed before", note: order, lines + differences)
    }

    /// A line an event, the most telling ones in their order; how many are left out.
    private func changeLines(
        _ events: [TimelineEvent], fitting room: Int, width: Int
    ) -> [[Run]] {
        let ranked = events.indices.sorted {
            (events[$0].telling, $0) < (events[$1].telling, $1)
        }
        let kept = ranked.prefix(events.count > room ? room - 1 : room).sorted()
        let lines = kept.map { changeLines(events[$0], width: width, wraps: false)[0] }
        let more = events.count - kept.count
        return more > 0 ? lines + [[Run(Pen.pad("and", 10) + "\(more) more", .muted)]] : lines
    }

    private func changeLines(
        _ event: TimelineEvent, width: Int, wraps: Bool = true
    ) -> [[Run]] {
        let time =
            Formatting.date(event.at) == Formatting.date(now)
            ? Formatting.clockSecond(event.at) : Facts.when(event.at, now: now)
        let head = Run(Pen.pad(time, 10), .muted)
        guard event.isMark else {
            let text = event.detail.isEmpty ? event.title : "\(event.title) \(event.detail)"
            return [[head, Run(text)]]
        }
        let mark = [head, Run("◆ ", .event)]
        let title = Pen.pad(event.title, max(12, Pen.width(event.title) + 1))
        let room = max(12, width - Pen.width(mark.plainText))
        guard wraps, Pen.width(title + event.detail) > room else {
            return [mark + [Run(title), Run(event.detail)]]
        }
        let text = Prose.wrapped("\(event.title) \(event.detail)", width: room)
        let blank = Run(String(repeating: " ", count: Pen.width(mark.plainText)))
        return [mark + [Run(text.first ?? "")]] + text.dropFirst().map { [blank, Run($0)] }
    }

    private func differences(_ why: AlertDetail, width: Int) -> [[Run]] {
        var lines: [[Run]] = []
        let (one, other) = (why.chart?.name ?? "", why.comparedChart?.name ?? "")
        let differ = one.isEmpty || other.isEmpty ? "differs" : "\(one) ≠ \(other)"
        for (index, line) in why.differences.enumerated() {
            lines += Prose.labelled(index == 0 ? differ : "", line, indent: 10, width: width)
        }
        if !why.sameWords.isEmpty {
            let same = one.isEmpty || other.isEmpty ? "same" : "\(one) = \(other)"
            lines += Prose.labelled(same, why.sameWords, indent: 10, width: width)
        }
        return lines
    }
}

/// A small table as lines of runs, for text that scrolls with other text.
enum TextTable {
    /// Heads and rows in columns laid out by `TableLayout`.
    static func lines(_ columns: [TableColumn], rows: [[Run]], width: Int) -> [[Run]] {
        let layout = TableLayout(columns, texts: rows.map { $0.map(\.text) }, width: width)
        let heads = columns.map { Run($0.title, .muted) }
        return ([heads] + rows).map { row in
            var line: [Run] = []
            var x = 0
            for (index, place) in layout.places.enumerated() where index < row.count {
                guard let place else { continue }
                line.append(Run(String(repeating: " ", count: max(0, place.x - x)), .muted))
                let text = row[index].text
                line.append(
                    Run(
                        columns[index].alignment == .right
                            ? Pen.padLeft(text, place.width) : Pen.pad(text, place.width),
                        row[index].role))
                x = place.x + place.width
            }
            return line
        }
    }
}
