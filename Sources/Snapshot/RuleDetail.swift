/// A rule to be tried on the kept past, with the limit it has or with another.
package struct RulePreview: Hashable, Sendable {
    package var group: String
    package var rule: String
    /// Which of the group's alerting rules of this name, from 0.
    package var ordinal: Int
    /// nil: only as it stands.
    package var threshold: Double?
    package init(group: String, rule: String, ordinal: Int = 0, threshold: Double? = nil) {
        self.group = group
        self.rule = rule
        self.ordinal = ordinal
        self.threshold = threshold
    }
}

extension RulePreview {
    /// Whether both are about one rule, whatever the limit.
    package func isOfSameRule(as other: RulePreview) -> Bool {
        group == other.group && rule == other.rule && ordinal == other.ordinal
    }
}

/// One rule, and what it would have done over the kept past with one limit and another.
package struct RuleDetail: Equatable, Sendable {
    /// The number that the rule's first comparison has for its limit.
    package struct Threshold: Equatable, Sendable {
        package var value: Double
        /// A multiple of the series on the other side.
        package var isFactor: Bool
        package var isUpwards: Bool
        package init(value: Double, isFactor: Bool, isUpwards: Bool) {
            self.value = value
            self.isFactor = isFactor
            self.isUpwards = isUpwards
        }
    }

    /// The rule with one limit.
    package struct Trial: Equatable, Sendable {
        /// nil when the rule has none to be moved.
        package var threshold: Double?
        /// As it stands in the file.
        package var isPresent: Bool
        package var expression: String
        package var backtest: RuleBacktest
        /// 0 … 1 while the past is gone through; nil when done.
        package var fraction: Double?
        package init(
            threshold: Double?, isPresent: Bool, expression: String, backtest: RuleBacktest
        ) {
            self.threshold = threshold
            self.isPresent = isPresent
            self.expression = expression
            self.backtest = backtest
        }
    }

    /// What was asked for; one whose limit cannot be tried has none.
    package var preview: RulePreview
    package var threshold: Threshold?
    /// Every limit tried lately, ascending; the present one among them.
    package var trials: [Trial] = []
    package init(preview: RulePreview) { self.preview = preview }

    /// The rule as it stands.
    package var present: Trial? { trials.first(where: \.isPresent) }

    /// What is being tried, else the rule as it stands.
    package var tried: Trial? {
        guard let wanted = preview.threshold else { return present }
        return trials.first { $0.threshold == wanted } ?? present
    }
}

/// What the journal remembers of a rule's incidents of thirty days.
package struct RuleHistory: Hashable, Sendable {
    package var fired = 0
    package var acknowledged = 0
    /// Over before anybody had acknowledged it.
    package var clearedByItself = 0
    package init(fired: Int = 0, acknowledged: Int = 0, clearedByItself: Int = 0) {
        self.fired = fired
        self.acknowledged = acknowledged
        self.clearedByItself = clearedByItself
    }
}
