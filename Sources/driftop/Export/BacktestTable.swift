import Canvas
package import Snapshot

/// What a backtest found, as lines for people: a rule, and below it a line for each label set.
package enum BacktestTable {
    /// Label sets shown of one rule; JSON has them all.
    private static let setLimit = 20
    /// Stretches of firing whose length is told one by one.
    private static let firingLimit = 5

    package static func text(
        _ rules: [RuleBacktest], from: Moment, to: Moment, lateEvents: Int
    ) -> String {
        let span = Lasting.words(to.seconds(since: from))
        let evaluations = rules.reduce(0) { $0 + $1.evaluations }
        let count = "\(rules.count) \(rules.count == 1 ? "rule" : "rules")"
        return "\nbacktest: \(time(from)) to \(time(to)), \(span): \(count), "
            + "\(evaluations) evaluations\n" + late(lateEvents) + rules.map(text).joined()
    }

    private static func late(_ count: Int) -> String {
        guard count > 0 else { return "" }
        let words = count == 1 ? "1 event stands" : "\(count) events stand"
        return words + " in a log far behind later ones, and rules were judged without: sort it by"
            + " time, or give its parts as files of their own\n"
    }

    private static func text(_ rule: RuleBacktest) -> String {
        var text = "\(rule.rule), \(rule.severity): \(verdict(rule))\n"
        if !rule.missing.isEmpty {
            text += "  no series \(rule.missing.joined(separator: ", ")) in this time\n"
        }
        if let error = rule.error {
            // As in Prometheus: more alerts than the limit wipe what there was.
            let fate = error.hasPrefix("exceeded limit of") ? "are forgotten" : "kept their state"
            text += "  failed \(rule.failures) ×, its alerts \(fate): \(error)\n"
        }
        for note in rule.notes { text += "  \(note)\n" }
        text += table(rule.sets.prefix(setLimit))
        let more = rule.sets.count - setLimit + rule.omittedSets
        if more > 0, rule.sets.count > setLimit { text += "  and \(more) label sets more\n" }
        return text.split(separator: "\n").map { TextSafety.plain(String($0)) + "\n" }.joined()
    }

    private static func verdict(_ rule: RuleBacktest) -> String {
        guard rule.evaluations > 0 else { return "never evaluated" }
        var words =
            rule.fired == 0
            ? "never fired"
            : "fired \(rule.fired) ×, \(Lasting.words(rule.firingSeconds)) in all"
        if rule.pendingOnly > 0 { words += ", \(rule.pendingOnly) × only pending" }
        return words + " in \(rule.evaluations) evaluations"
    }

    private static func table(_ sets: ArraySlice<RuleBacktest.LabelSet>) -> String {
        guard !sets.isEmpty else { return "" }
        let head = [
            "LABELS", "FIRED", "IN ALL", "LONGEST", "FIRST", "LAST", "ONLY PENDING", "WORST", "AT",
            "EACH",
        ]
        let rows = [head] + sets.map(cells)
        let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = " "
            for (cell, width) in zip(row, widths) {
                line += " " + cell + String(repeating: " ", count: width - cell.count + 1)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    private static func cells(_ set: RuleBacktest.LabelSet) -> [String] {
        let each = set.firings.prefix(firingLimit).map { firing in
            firing.to.map { Lasting.words($0.seconds(since: firing.from)) } ?? "still firing"
        }
        let more = set.fired > firingLimit ? ", \(set.fired - firingLimit) more" : ""
        return [
            set.words.isEmpty ? "—" : set.words, "\(set.fired)",
            set.fired > 0 ? Lasting.words(set.firingSeconds) : "—",
            set.fired > 0 ? Lasting.words(set.longestSeconds) : "—",
            set.firstFiredAt.map(time) ?? "—", set.lastFiredAt.map(time) ?? "—",
            "\(set.pendingOnly)", set.worstWords, set.worstAt.map(time) ?? "—",
            each.joined(separator: ", ") + more,
        ]
    }

    /// `2026-11-23 03:12:07Z`.
    private static func time(_ moment: Moment) -> String {
        CivilTime.text(moment).prefix(19).split(separator: "T").joined(separator: " ") + "Z"
    }
}
