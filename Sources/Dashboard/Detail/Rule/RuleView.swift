package import Canvas
import Snapshot

/// Draws one rule into `area`: what it says, what it would have done over the kept past, and the
/// same with another limit.
package func drawRule(_ model: DashboardModel, in area: Rect, _ pen: inout Pen) {
    guard let rule = model.ruleInHand else {
        pen.put("the rule is no longer loaded", x: area.x + 1, y: area.y, .muted)
        return
    }
    RuleView(model: model, rule: rule).draw(in: area, &pen)
}

/// The parts' places follow from the size alone: neither data nor a limit moves them.
struct RuleView {
    let model: DashboardModel
    let rule: RuleStatus

    private var detail: RuleDetail? { model.ruleDetail }

    func draw(in area: Rect, _ pen: inout Pen) {
        let sentence =
            rule.isAlerting
            ? RuleSentence(detail: detail, wanted: model.layer.triedLimit).runs
            : [Run("· It records the series \(rule.name) and fires for nobody.")]
        pen.put(sentence, x: area.x + 1, y: area.y, width: area.width - 2)
        var rest = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
        if rest.height >= 18 {
            let (top, below) = rest.splitTop(max(7, rest.height / 4))
            pen.draw(
                Section(
                    rule.name, note: rule.group,
                    RuleFacts(rule, detail).lines(
                        width: area.width - 2)), in: top)
            rest = below
        }
        let limits = LimitTable(detail: detail, wanted: model.layer.triedLimit)
        let (top, below) = rest.splitTop(rest.height >= 22 ? 8 : rest.height >= 11 ? 5 : 3)
        limits.draw(in: top, &pen)
        drawSets(in: below, &pen)
    }

    private func drawSets(in area: Rect, _ pen: inout Pen) {
        guard area.height > 0 else { return }
        let table = LabelSetTable(model: model, backtest: detail?.tried?.backtest).table(
            width: area.width)
        let shown = table.windowWords(area.height - 2)
        pen.rule(
            "For whom", note: shown.isEmpty ? "\(table.rows.count)" : shown, y: area.y,
            focused: true)
        guard table.rows.isEmpty else {
            table.draw(in: area.inset(top: 1), &pen)
            return
        }
        pen.lines(
            Prose.wrapped(emptyWords, width: area.width - 2).map { [Run($0, .muted)] },
            in: area.inset(left: 1, top: 1))
    }

    private var emptyWords: String {
        guard rule.isAlerting else { return "a recording rule fires for nobody" }
        guard let backtest = detail?.tried?.backtest else { return "the past is being read" }
        if !model.layer.filter.isEmpty, !backtest.sets.isEmpty {
            return "no label set matches the filter; esc clears it"
        }
        if !backtest.missing.isEmpty {
            return "no series \(backtest.missing.joined(separator: ", ")) in this time: "
                + "nothing could fire"
        }
        return "with this limit it would have fired for nobody, and was not pending either"
    }
}
