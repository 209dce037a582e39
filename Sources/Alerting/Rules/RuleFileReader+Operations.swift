internal import Documents
internal import PromQL

extension RuleFileReader {
    /// What stands under `ops:`.
    mutating func operations(
        _ node: DocumentNode, of expression: RuleExpression?
    ) -> RuleOperations? {
        let keys = [
            "no_data", "min_samples", "clear", "flap", "route", "inhibit", "runbook", "command",
            "action", "slo",
        ]
        guard let mapping = mapping(node, of: "ops", keys: keys) else { return nil }
        var operations = RuleOperations()
        if let policy = mapping["no_data"] {
            operations.noData =
                attempt { () throws(DocumentError) in
                    try policy.choice("no_data policy", NoDataPolicy.self)
                } ?? .noData
        }
        if let samples = mapping["min_samples"] {
            operations.minSamples = minSamples(samples, of: expression)
        }
        if let clear = mapping["clear"] {
            if mapping["slo"] == nil {
                operations.clear = self.clear(clear, of: expression)
            } else {
                note(
                    clear.error(
                        "clear has no place beside an slo, whose short windows clear it",
                        hint: "take it out, or write the rule without slo"))
            }
        }
        if let flap = mapping["flap"] { operations.flap = self.flap(flap) }
        operations.route =
            attempt { () throws(DocumentError) in try mapping.string("route") } ?? nil
        operations.runbook =
            attempt { () throws(DocumentError) in try mapping.string("runbook") } ?? nil
        operations.action =
            attempt { () throws(DocumentError) in try mapping.string("action") } ?? nil
        if let command = mapping["command"] { operations.command = self.command(command) }
        if let inhibit = mapping["inhibit"] { operations.inhibit = inhibitions(inhibit) }
        return operations
    }

    private mutating func minSamples(
        _ node: DocumentNode, of expression: RuleExpression?
    ) -> Int? {
        guard let count = attempt({ () throws(DocumentError) in try node.integer() }) else {
            return nil
        }
        if count < 1 { note(node.error("min_samples must be at least 1")) }
        if let expression, !expression.hasRange {
            note(
                node.error(
                    "min_samples needs a range such as [5m] in the expression",
                    hint: "or compare a count with the floor inside the expression"))
        }
        return count
    }

    /// A number is a threshold for the expression's own comparison, a text another expression.
    private mutating func clear(
        _ node: DocumentNode, of expression: RuleExpression?
    ) -> RuleOperations.Clear? {
        if case .scalar(let text, _) = node.content, let threshold = GoNumber.parse(text) {
            if let fault = expression.flatMap({ Self.fault(of: threshold, $0) }) {
                note(node.error(fault.message, hint: fault.hint))
            }
            return .threshold(threshold)
        }
        return self.expression(node).map { .expression($0) }
    }

    /// What is wrong with a number to clear at; nil when nothing is.
    private static func fault(
        of threshold: Double, _ expression: RuleExpression
    ) -> (message: String, hint: String)? {
        guard threshold.isFinite else {
            return ("a clear threshold is a finite number", "name the value at which it is over")
        }
        guard expression.held(beyond: threshold) != nil else {
            return (
                "a clear threshold needs an expression that compares with >, >=, < or <=",
                "write clear as an expression of its own"
            )
        }
        guard let limit = expression.limit else { return nil }
        let isUpwards = expression.breachesUpwards
        guard isUpwards ? threshold > limit : threshold < limit else { return nil }
        let number = GoNumber.general(limit)
        return (
            "clear lies beyond the limit \(number): the alert would be over while it still holds",
            isUpwards ? "name \(number) or less" : "name \(number) or more"
        )
    }

    /// `true` for the usual thresholds, `false` for none, or a mapping.
    private mutating func flap(_ node: DocumentNode) -> RuleOperations.Flap? {
        if case .scalar = node.content {
            let wanted = attempt { () throws(DocumentError) in try node.bool() }
            return wanted == true ? RuleOperations.Flap() : nil
        }
        guard let mapping = mapping(node, of: "flap", keys: ["window", "low", "high"]) else {
            return nil
        }
        var flap = RuleOperations.Flap()
        if let window = mapping["window"] {
            flap.window =
                attempt { () throws(DocumentError) in try window.integer() } ?? flap.window
        }
        flap.low =
            attempt { () throws(DocumentError) in try mapping.double("low") }
            .flatMap { $0 } ?? flap.low
        flap.high =
            attempt { () throws(DocumentError) in try mapping.double("high") }
            .flatMap { $0 } ?? flap.high
        if !(3...1_000).contains(flap.window) {
            note(node.error("flap's window must be between 3 and 1000 evaluations"))
        }
        if !(flap.low > 0 && flap.low <= flap.high && flap.high <= 1) {
            note(node.error("flap needs 0 < low <= high <= 1"))
        }
        return flap
    }

    private mutating func command(_ node: DocumentNode) -> Template? {
        guard let text = attempt({ () throws(DocumentError) in try node.string() }) else {
            return nil
        }
        return template(text, of: "command", at: node)
    }

    /// One mapping or a list of them: `{alerts: 'alertname="X"', equal: [model]}`.
    private mutating func inhibitions(_ node: DocumentNode) -> [Inhibition] {
        let nodes: [DocumentNode]
        if case .mapping = node.content {
            nodes = [node]
        } else {
            nodes = attempt { () throws(DocumentError) in try node.sequence() } ?? []
        }
        var result: [Inhibition] = []
        for node in nodes {
            guard
                let mapping = mapping(node, of: "inhibit", keys: ["alerts", "equal"]),
                let alerts = attempt({ () throws(DocumentError) in
                    try mapping.required("alerts")
                }),
                let text = attempt({ () throws(DocumentError) in try alerts.string() }),
                let equal = attempt({ () throws(DocumentError) in try mapping.strings("equal") })
            else { continue }
            do throws(LabelSelector.Fault) {
                result.append(Inhibition(targets: try LabelSelector(parsing: text), equal: equal))
            } catch {
                note(
                    alerts.error(
                        "not a list of matchers: \(error.message)",
                        hint: "write for example alertname=\"LatencyRegressed\""))
            }
        }
        return result
    }
}
