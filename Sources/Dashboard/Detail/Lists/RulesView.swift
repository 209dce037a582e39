package import Canvas
import Snapshot

/// Draws the rules view into `area`: how each rule stands, what it costs, what it says.
package func drawRules(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    RulesView(model: model).draw(in: area, &pen)
}

struct RulesView {
    let model: DashboardModel

    private var rules: [RuleStatus] {
        let rows = Set(model.rows)
        return model.snapshot.rules.filter { rows.contains($0.rowID) }
    }

    func draw(in area: Rect, _ pen: inout Pen) {
        pen.put(sentence, x: area.x + 1, y: area.y, width: area.width - 2)
        let (list, below) = Rect(
            x: area.x, y: area.y + 1, width: area.width, height: area.height - 1
        ).splitTop(area.height - 1 - (area.height < 16 ? 0 : max(6, (area.height - 1) / 3)))
        let table = table
        let shown = table.windowWords(list.height - 2)
        pen.rule("Rules", note: shown.isEmpty ? "\(rules.count)" : shown, y: list.y, focused: true)
        guard !rules.isEmpty else {
            let text =
                model.snapshot.rules.isEmpty
                ? "no rule is loaded yet" : "no rule matches the filter; esc clears it"
            pen.put(text, x: area.x + 1, y: list.y + 1, .muted)
            return
        }
        table.draw(in: list.inset(top: 1), &pen)
        drawRule(in: below, &pen)
    }

    private var sentence: [Run] {
        // A file that is broken leaves the rules before it standing: their health is not its.
        let fault = model.snapshot.liveness.warnings.first { $0.hasPrefix("the rules before it") }
        if let fault { return [Run("✗ ", .ticket), Run(fault, .ticket)] }
        let all = model.snapshot.rules
        guard !all.isEmpty else { return [Run("· No rule.", .muted)] }
        let failing = all.filter { !Self.isHealthy($0) }
        let firing = all.reduce(0) { $0 + $1.firing }
        let pending = all.reduce(0) { $0 + $1.pending }
        let cost =
            model.snapshot.judgingSeconds ?? all.compactMap(\.evaluationSeconds).reduce(0, +)
        var text = "\(all.count) rules: \(firing) firing, \(pending) pending."
        if let last = all.compactMap(\.lastEvaluationAt).max() {
            let ago = max(0, model.snapshot.at.seconds(since: last))
            let missed = model.snapshot.liveness.missedWords
            text += " Last checked \(Formatting.lag(ago)) ago\(missed)."
        }
        if cost > 0 { text += " One evaluation of all takes \(Formatting.milliseconds(cost)) ms." }
        guard failing.isEmpty else {
            let one = failing.count == 1
            let words = one ? "\(failing[0].name) fails" : "\(failing.count) rules fail"
            return [
                Run("✗ ", .ticket),
                Run(words + ": \(one ? "its" : "their") alerts keep their state. ", .ticket),
                Run(text),
            ]
        }
        if let fraction = model.snapshot.liveness.historyFraction {
            let read = "reading history, \(Formatting.wholePercent(fraction)) %"
            return [Run("◐ ", .accent), Run(read, .accent), Run(": not all is judged. " + text)]
        }
        return [Run("✓ ", .good), Run(text)]
    }

    private static func isHealthy(_ rule: RuleStatus) -> Bool {
        rule.lastError == nil && (rule.health == "ok" || rule.health == "unknown")
    }

    private var table: DetailTable {
        let columns = [
            TableColumn("STATE", minimum: 9), TableColumn("RULE", minimum: 16, maximum: 36),
            TableColumn("GROUP", minimum: 8, maximum: 18, rank: 5),
            TableColumn("SEVERITY", minimum: 8, rank: 3),
            TableColumn("FOR", alignment: .right, minimum: 5),
            TableColumn("FIRING", alignment: .right, minimum: 6),
            TableColumn("PEND", alignment: .right, minimum: 4),
            TableColumn("LAST", alignment: .right, minimum: 5, rank: 2),
            TableColumn("COST MS", alignment: .right, minimum: 7, rank: 2),
            TableColumn("30 D", alignment: .right, minimum: 4, gap: 2),
            TableColumn("ACKED", alignment: .right, minimum: 5, rank: 1),
            TableColumn("ITSELF", alignment: .right, minimum: 6, rank: 1),
            TableColumn("HEALTH", minimum: 6, gap: 2, rank: 4),
            TableColumn("EXPRESSION", minimum: 12, gap: 2, rank: 6, isFlexible: true),
        ]
        let rows = rules.map { rule in
            let (state, role) = Self.state(rule)
            let ago = rule.lastEvaluationAt.map { max(0, model.snapshot.at.seconds(since: $0)) }
            func count(_ value: Int, _ role: Role) -> Run {
                value == 0 ? Run("·", .muted) : Run("\(value)", role)
            }
            func past(_ value: Int?) -> Run {
                value.map { count($0, .text) } ?? Run(Formatting.unknown, .muted)
            }
            return DetailTable.Row(
                id: rule.rowID,
                cells: [
                    Run(state, role), Run(rule.name), Run(rule.group, .muted),
                    Run(rule.severity, .muted),
                    Run(rule.forSeconds > 0 ? Formatting.window(rule.forSeconds) : "·", .muted),
                    count(rule.firing, role), count(rule.pending, .text),
                    Run(Formatting.lag(ago), .muted),
                    Run(Formatting.milliseconds(rule.evaluationSeconds), .muted),
                    past(rule.history?.fired), past(rule.history?.acknowledged),
                    past(rule.history?.clearedByItself),
                    Self.health(rule),
                    Run(Prose.line(rule.expression), .muted),
                ])
        }
        return DetailTable(columns, rows: rows, cursor: model.cursor)
    }

    private static func health(_ rule: RuleStatus) -> Run {
        if !isHealthy(rule) { return Run(rule.health, .ticket) }
        return rule.notes.isEmpty ? Run(rule.health, .muted) : Run("notes", .ticket)
    }

    private static func state(_ rule: RuleStatus) -> (String, Role) {
        if !isHealthy(rule) { return ("✗ fails", .ticket) }
        if rule.firing > 0 {
            return rule.isPage ? ("▲ firing", .page) : ("● firing", .ticket)
        }
        return rule.pending > 0 ? ("· pending", .text) : ("✓ quiet", .muted)
    }

    /// The expression in full, what was last wrong with it, and whom it holds now.
    private func drawRule(in area: Rect, _ pen: inout Pen) {
        guard let rule = rules.first(where: { $0.rowID == model.cursor }) ?? rules.first
        else { return }
        let width = area.width - 2
        var lines = RuleFacts(rule).lines(width: width)
        if let history = rule.history {
            lines += Prose.labelled("30 days", Self.words(history), indent: 12, width: width)
        }
        let held = model.orderedAlerts.filter { $0.rule == rule.name && $0.isActive }
        let names = held.prefix(8).map { alert in
            "\(alert.subject?.words ?? alert.rule) (\(Facts.attention(alert)))"
        }
        let more = held.count > 8 ? ", \(held.count - 8) more" : ""
        lines += Prose.labelled(
            "alerts", names.isEmpty ? "none" : names.joined(separator: ", ") + more, indent: 12,
            width: width, role: names.isEmpty ? .muted : .text)
        pen.draw(Section(rule.name, note: rule.group, lines), in: area)
    }

    /// `fired 5 ×: 2 acknowledged, 3 gone by themselves`.
    private static func words(_ history: RuleHistory) -> String {
        guard history.fired > 0 else { return "never fired" }
        return "fired \(history.fired) ×: \(history.acknowledged) acknowledged, "
            + "\(history.clearedByItself) gone by themselves"
    }
}
