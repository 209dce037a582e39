/// A group of a rule file: its rules run in order, at one instant.
package struct RuleGroup: Sendable {
    package var name: String
    /// The file it was read from; `built in` for ours.
    package var file: String
    /// nil: the evaluator's default.
    package var intervalMilliseconds: Int64?
    /// Reads that far back in time, for data that arrives late.
    package var queryOffsetMilliseconds: Int64
    /// More series or alerts from one rule than this are an error; 0 is no limit.
    package var limit: Int
    package var rules: [Rule]

    package init(
        name: String, file: String, intervalMilliseconds: Int64? = nil,
        queryOffsetMilliseconds: Int64 = 0, limit: Int = 0, rules: [Rule] = []
    ) {
        self.name = name
        self.file = file
        self.intervalMilliseconds = intervalMilliseconds
        self.queryOffsetMilliseconds = queryOffsetMilliseconds
        self.limit = limit
        self.rules = rules
    }
}

/// One entry of a group.
package enum Rule: Sendable {
    case alerting(AlertingRule)
    case recording(RecordingRule)

    package var name: String {
        switch self {
        case .alerting(let rule): rule.name
        case .recording(let rule): rule.record
        }
    }

    package var expression: RuleExpression {
        switch self {
        case .alerting(let rule): rule.expression
        case .recording(let rule): rule.expression
        }
    }

    /// Where it is written; nil for a rule that no file holds.
    package var marks: RuleMarks? {
        switch self {
        case .alerting(let rule): rule.marks
        case .recording(let rule): rule.marks
        }
    }

    /// What a reload recognises it by: name and labels, never the expression.
    package var identity: String {
        let labels =
            switch self {
            case .alerting(let rule): rule.labels.map { "\($0.name)=\($0.template.source)" }
            case .recording(let rule): rule.labels.map { "\($0.0)=\($0.1)" }
            }
        let kind = if case .alerting = self { "alert" } else { "record" }
        return ([kind, name] + labels.sorted()).joined(separator: "\u{0}")
    }
}

/// A rule whose result becomes a new series.
package struct RecordingRule: Sendable {
    package var record: String
    package var expression: RuleExpression
    package var labels: [(String, String)]
    /// Where it is written; nil for a rule that no file holds.
    package var marks: RuleMarks?
    package init(record: String, expression: RuleExpression, labels: [(String, String)] = []) {
        self.record = record
        self.expression = expression
        self.labels = labels
    }
}
