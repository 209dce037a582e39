import Canvas
import Snapshot

/// The limits tried so far, ascending, and what the rule would have done with each; `▌` is the one
/// looked at.
struct LimitTable {
    let detail: RuleDetail?
    /// nil: the rule's own.
    let wanted: Double?

    func draw(in area: Rect, _ pen: inout Pen) {
        guard area.height > 0 else { return }
        pen.rule("Limits", note: note, y: area.y)
        var table = table(rows: area.height - 2)
        table.cursor = (wanted ?? detail?.threshold?.value).map(Limit.words) ?? "present"
        table.draw(in: area.inset(top: 1), &pen)
    }

    private var note: String {
        guard let detail else { return "" }
        guard detail.threshold != nil else { return "none that can be moved" }
        let trial = detail.tried
        let span = trial.flatMap { trial -> String? in
            guard let from = trial.backtest.from, let to = trial.backtest.to else { return nil }
            return "\(Formatting.grouped(Int64(trial.backtest.evaluations))) evaluations, "
                + Facts.brief(from, now: to) + " to " + Facts.brief(to, now: to)
        }
        return span ?? ""
    }

    /// The trials in sight: those around the one looked at, and always the one in the file.
    private func trials(rows: Int) -> [RuleDetail.Trial] {
        let all = detail?.trials ?? []
        guard all.count > rows, rows > 0 else { return all }
        let own = all.firstIndex(where: \.isPresent)
        let looked =
            wanted.flatMap { wanted in all.firstIndex { $0.threshold == wanted } } ?? own ?? 0
        func window(_ count: Int) -> Range<Int> {
            let first = max(0, min(looked - count / 2, all.count - count))
            return first..<first + count
        }
        let whole = window(rows)
        guard let own, !whole.contains(own), rows > 1 else { return Array(all[whole]) }
        let rest = window(rows - 1)
        return own < rest.lowerBound ? [all[own]] + all[rest] : all[rest] + [all[own]]
    }

    private func table(rows: Int) -> DetailTable {
        let columns = [
            TableColumn("LIMIT", alignment: .right, minimum: 8),
            TableColumn("", minimum: 11),
            TableColumn("FIRED", alignment: .right, minimum: 5),
            TableColumn("IN ALL", alignment: .right, minimum: 8),
            TableColumn("LONGEST", alignment: .right, minimum: 8, rank: 1),
            TableColumn("ONLY PENDING", alignment: .right, minimum: 12, rank: 3),
            TableColumn("FOR WHOM", alignment: .right, minimum: 8, rank: 2),
            TableColumn("NOW", alignment: .right, minimum: 4),
        ]
        return DetailTable(columns, rows: trials(rows: rows).map(row))
    }

    private func row(_ trial: RuleDetail.Trial) -> DetailTable.Row {
        let backtest = trial.backtest
        let factor = detail?.threshold?.isFactor == true ? " ×" : ""
        let firing = backtest.sets.filter(\.firesNow).count
        let hasFired = backtest.sets.filter { $0.fired > 0 }.count
        let longest = backtest.sets.map(\.longestSeconds).max() ?? 0
        func count(_ value: Int, _ role: Role = .text) -> Run {
            value == 0 ? Run("·", .muted) : Run("\(value)", role)
        }
        func span(_ seconds: Double) -> Run {
            seconds == 0 ? Run("·", .muted) : Run(Formatting.span(seconds))
        }
        let what =
            trial.fraction.map { "\(Int(100 * $0)) % done" }
            ?? (trial.isPresent ? "in the file" : "")
        return DetailTable.Row(
            id: trial.threshold.map(Limit.words) ?? "present",
            cells: [
                Run(trial.threshold.map { Limit.words($0) + factor } ?? Formatting.unknown),
                Run(what, .muted), count(backtest.fired), span(backtest.firingSeconds),
                span(longest), count(backtest.pendingOnly), count(hasFired),
                count(firing, .ticket),
            ])
    }
}
