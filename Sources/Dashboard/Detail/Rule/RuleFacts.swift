import Snapshot

/// What a rule says, line by line: expression, `for`, labels, runbook, file, health.
struct RuleFacts {
    private let rule: RuleStatus
    private let expression: String
    private let isTried: Bool

    init(_ rule: RuleStatus, _ detail: RuleDetail? = nil) {
        self.rule = rule
        let tried = detail?.tried
        expression = Prose.line(tried?.expression ?? rule.expression)
        isTried = tried.map { !$0.isPresent } ?? false
    }

    private static let indent = 12

    func lines(width: Int) -> [[Run]] {
        var lines = labelled(isTried ? "tried" : "expression", expression, width)
        if rule.isAlerting { lines += labelled("for", hold, width) }
        if let error = rule.lastError { lines += labelled("error", error, width, .ticket) }
        for note in rule.notes { lines += labelled("note", note, width, .ticket) }
        let labels = rule.labels.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        if !labels.isEmpty {
            lines += labelled("labels", labels.joined(separator: " · "), width, .muted)
        }
        if let runbook = rule.runbook { lines += labelled("runbook", runbook, width, .muted) }
        lines += labelled("file", file, width, .muted)
        return lines
    }

    private var hold: String {
        var words = rule.forSeconds > 0 ? Formatting.window(rule.forSeconds) : "at once"
        words += ", then \(rule.severity)"
        if rule.keepFiringSeconds > 0 {
            words += ", kept \(Formatting.window(rule.keepFiringSeconds)) after the last"
        }
        return words
    }

    private var file: String {
        rule.builtIn ? "built in; a rule of this name in a rule file takes its place" : rule.file
    }

    private func labelled(
        _ label: String, _ text: String, _ width: Int, _ role: Role = .text
    ) -> [[Run]] {
        Prose.labelled(label, text, indent: Self.indent, width: width, role: role)
    }
}
