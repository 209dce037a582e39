package import Canvas
import Snapshot

/// Draws the sources view into `area`: what is read, how fresh it is, what was rejected and why.
package func drawSources(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    SourcesView(model: model).draw(in: area, &pen)
}

struct SourcesView {
    let model: DashboardModel

    private var sources: [SourceStatus] {
        let rows = Set(model.rows)
        return model.snapshot.sources.filter { rows.contains(Self.rowID($0)) }
    }

    private static func rowID(_ source: SourceStatus) -> String {
        source.name + "\u{1F}" + source.location
    }

    func draw(in area: Rect, _ pen: inout Pen) {
        pen.put(sentence, x: area.x + 1, y: area.y, width: area.width - 2)
        let warnings = model.snapshot.liveness.warnings
            .flatMap { Prose.wrapped($0, width: area.width - 2) }
            .prefix(max(1, area.height / 3))
        pen.lines(
            warnings.map { [Run($0, .ticket)] }, in: area.inset(left: 1, top: 1, right: 1))
        let area = area.inset(top: warnings.count)
        let (list, below) = Rect(
            x: area.x, y: area.y + 1, width: area.width, height: area.height - 1
        ).splitTop(area.height - 1 - (area.height < 16 ? 0 : max(7, (area.height - 1) / 4)))
        let table = table
        let shown = table.windowWords(list.height - 2)
        pen.rule(
            "Sources", note: shown.isEmpty ? "\(sources.count)" : shown, y: list.y, focused: true)
        guard !sources.isEmpty else {
            pen.lines(emptyLines(width: area.width - 2), in: list.inset(left: 1, top: 1))
            return
        }
        table.draw(in: list.inset(top: 1), &pen)
        drawSource(in: below, &pen)
    }

    private func emptyLines(width: Int) -> [[Run]] {
        let text =
            model.snapshot.sources.isEmpty
            ? "Nothing is read yet. Point driftop at a directory with an event log (JSONL or CSV), "
                + "a metrics file, an MLflow registry or a registry.yaml; driftop info says why a "
                + "file was not recognised."
            : "No source matches the filter; esc clears it."
        return Prose.wrapped(text, width: width).map { [Run($0, .muted)] }
    }

    private var sentence: [Run] {
        let all = model.snapshot.sources
        guard !all.isEmpty else { return [Run("· No source.", .muted)] }
        func count(_ state: SourceStatus.State) -> Int { all.count { $0.state == state } }
        var parts = ["\(count(.live)) live"]
        if count(.stale) > 0 { parts.append("\(count(.stale)) stale") }
        if count(.failed) > 0 { parts.append("\(count(.failed)) failed") }
        if count(.ignored) > 0 { parts.append("\(count(.ignored)) not recognised") }
        let rejected = all.reduce(0) { $0 + $1.rejected }
        let records = all.reduce(0) { $0 + $1.records }
        var text = parts.joined(separator: ", ") + ". \(Formatting.count(records)) records"
        text += rejected > 0 ? ", \(Formatting.grouped(rejected)) rejected." : ", none rejected."
        let isBad = count(.stale) + count(.failed) > 0
        return [isBad ? Run("● ", .ticket) : Run("✓ ", .good), Run(text)]
    }

    private var table: DetailTable {
        let columns = [
            TableColumn("STATE", minimum: 9), TableColumn("NAME", minimum: 12, maximum: 40),
            TableColumn("KIND", minimum: 8, maximum: 26, rank: 2),
            TableColumn("LAG", alignment: .right, minimum: 6),
            TableColumn("SIZE", alignment: .right, minimum: 7, rank: 1),
            TableColumn("RECORDS", alignment: .right, minimum: 7),
            TableColumn("REJECTED", alignment: .right, minimum: 8),
            TableColumn("WHY", minimum: 6, gap: 2, rank: 3, isFlexible: true),
        ]
        let rows = sources.map { source in
            let (glyph, role) = Self.mark(source.state)
            let quiet: Role = source.state == .ignored ? .muted : .text
            return DetailTable.Row(
                id: Self.rowID(source),
                cells: [
                    Run("\(glyph) \(source.state.rawValue)", role), Run(source.name, quiet),
                    Run(source.kind, .muted),
                    Run(
                        Formatting.lag(source.lagSeconds),
                        source.state == .stale ? .ticket : quiet),
                    Run(Formatting.bytes(source.bytes), .muted),
                    Run(Formatting.count(source.records), quiet),
                    Run(
                        source.rejected == 0 ? "·" : Formatting.grouped(source.rejected),
                        source.rejected == 0 ? .muted : .ticket),
                    Run(Self.words(source), .muted),
                ])
        }
        return DetailTable(columns, rows: rows, cursor: model.cursor)
    }

    private static func words(_ source: SourceStatus) -> String {
        if let fraction = source.historyFraction {
            return "reading history, \(Formatting.wholePercent(fraction)) %"
        }
        if let reason = source.reason { return reason }
        let rejected = reasons(source).map { "\($0.count) \($0.reason)" }
        return (rejected + [source.looseLabels].compactMap(\.self)).joined(separator: ", ")
    }

    private static func reasons(_ source: SourceStatus) -> [(reason: String, count: Int64)] {
        source.rejectedReasons.map { (reason: $0.key, count: $0.value) }
            .sorted { $0.count == $1.count ? $0.reason < $1.reason : $0.count > $1.count }
    }

    private static func mark(_ state: SourceStatus.State) -> (Character, Role) {
        switch state {
        case .live: ("✓", .text)
        case .stale: ("◌", .ticket)
        case .failed: ("✗", .ticket)
        case .ignored: ("·", .muted)
        }
    }

    /// Everything about the source under the cursor.
    private func drawSource(in area: Rect, _ pen: inout Pen) {
        guard let source = sources.first(where: { Self.rowID($0) == model.cursor }) ?? sources.first
        else { return }
        let width = area.width - 2
        var lines = Prose.labelled("location", source.location, indent: 12, width: width)
        if let last = source.lastSampleAt {
            lines += Prose.labelled(
                "newest", Formatting.iso(last) + ", \(Formatting.lag(source.lagSeconds)) behind",
                indent: 12, width: width)
        }
        if let reason = source.reason {
            lines += Prose.labelled(
                source.state.rawValue, reason, indent: 12, width: width,
                role: source.state == .ignored ? .muted : .ticket)
        }
        if let words = source.looseLabels {
            lines += Prose.labelled("labels", words, indent: 12, width: width)
        }
        for (reason, count) in Self.reasons(source) {
            let example = source.rejectedExamples[reason].map { ", first: " + $0 } ?? ""
            lines += Prose.labelled(
                "rejected", "\(Formatting.grouped(count)) \(reason)\(example)", indent: 12,
                width: width)
        }
        if source.rejected == 0, source.state != .ignored {
            lines += Prose.labelled("rejected", "none", indent: 12, width: width, role: .muted)
        }
        pen.draw(Section(source.name, note: source.kind, lines), in: area)
    }
}
