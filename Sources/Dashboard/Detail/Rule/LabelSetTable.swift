import Canvas
import Snapshot

/// What a rule would have done for each of its label sets, who fired most first, and when.
struct LabelSetTable {
    let model: DashboardModel
    let backtest: RuleBacktest?

    private var sets: [RuleBacktest.LabelSet] {
        let rows = Set(model.rows)
        return (backtest?.sets ?? []).filter { rows.contains($0.words) }
    }

    /// Columns that the strip of firings gets at least.
    private static let stripMinimum = 24

    func table(width: Int) -> DetailTable {
        var columns = [
            TableColumn("LABELS", minimum: 12, maximum: max(16, width * 2 / 5)),
            TableColumn("FIRED", alignment: .right, minimum: 5),
            TableColumn("IN ALL", alignment: .right, minimum: 7),
            TableColumn("LONGEST", alignment: .right, minimum: 7, rank: 2),
            TableColumn("LAST", alignment: .right, minimum: 5, rank: 1),
            TableColumn("ONLY PENDING", alignment: .right, minimum: 12, rank: 6),
            TableColumn("WORST", alignment: .right, minimum: 6, rank: 3),
            TableColumn("AT", alignment: .right, minimum: 5, rank: 4),
        ]
        let strip = width >= 100 ? max(Self.stripMinimum, width - 96) : 0
        if strip > 0 { columns.append(TableColumn("WHEN", minimum: strip, gap: 2, rank: 5)) }
        return DetailTable(
            columns, rows: sets.map { row($0, strip: strip) }, cursor: model.cursor)
    }

    private func row(_ set: RuleBacktest.LabelSet, strip: Int) -> DetailTable.Row {
        let now = backtest?.to ?? model.snapshot.at
        func span(_ seconds: Double) -> Run {
            set.fired == 0 ? Run("·", .muted) : Run(Formatting.span(seconds))
        }
        func count(_ value: Int) -> Run { value == 0 ? Run("·", .muted) : Run("\(value)") }
        func time(_ moment: Moment?) -> Run {
            Run(moment.map { Facts.brief($0, now: now) } ?? Formatting.unknown, .muted)
        }
        var cells = [
            Run(words(set), set.firesNow ? .ticket : .text),
            count(set.fired), span(set.firingSeconds), span(set.longestSeconds),
            time(set.lastFiredAt), count(set.pendingOnly), Run(set.worstWords),
            time(set.worstAt),
        ]
        if strip > 0 { cells.append(Run(self.strip(set, width: strip), .ticket)) }
        return DetailTable.Row(id: set.words, cells: cells)
    }

    /// Labels that not all of the rule's sets have alike; all of them for the only one.
    private func words(_ set: RuleBacktest.LabelSet) -> String {
        let all = backtest?.sets ?? []
        let names = Set(all.flatMap(\.labels.keys))
        let shared = names.filter { name in all.allSatisfy { $0.labels[name] == set.labels[name] } }
        let telling = set.labels.filter { !shared.contains($0.key) }
            .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if !telling.isEmpty { return telling.joined(separator: " ") }
        return set.words.isEmpty ? "its one result" : set.words
    }

    /// `···█··██`: the stretch that was gone through, a block where it fired.
    private func strip(_ set: RuleBacktest.LabelSet, width: Int) -> String {
        guard let from = backtest?.from, let to = backtest?.to, from < to else { return "" }
        let span = to.seconds(since: from)
        var cells = [Character](repeating: "·", count: width)
        for firing in set.firings {
            let first = firing.from.seconds(since: from) / span * Double(width)
            let last = (firing.to ?? to).seconds(since: from) / span * Double(width)
            let lower = min(width - 1, max(0, Int(first)))
            let upper = min(width - 1, max(lower, Int(last.rounded(.up)) - 1))
            for index in lower...upper { cells[index] = "█" }
        }
        return String(cells)
    }
}
