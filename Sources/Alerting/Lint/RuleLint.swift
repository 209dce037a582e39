/// Something allowed and unwise in a rule.
package struct RuleLint: Hashable, Sendable {
    /// What kind, by the name that switches it off.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        case alwaysTrue = "always-true"
        case neverTrue = "never-true"
        case noThreshold = "no-threshold"
        case uselessFor = "for-useless"
        case noRunbook = "no-runbook"
        case duplicate
        case templateLabel = "template-label"
        case templateCompare = "template-compare"
        case unknownMetric = "unknown-metric"
        case unknownLabel = "unknown-label"
        case rateOfGauge = "rate-gauge"
        case shortRange = "range-short"
        case quantileRange = "quantile-range"
        case nativeHistogram = "native-histogram"
        case reach
        case unknownRole = "unknown-role"
        case unknownAlert = "unknown-alert"
        case severityCase = "severity-case"
    }
    package var code: Code
    package var file: String
    package var line: Int
    package var column: Int
    package var rule: String
    /// What is unwise, one sentence without a full stop.
    package var message: String
    /// What to do about it.
    package var hint: String
    /// The offending line of the expression and carets under what is meant.
    package var excerpt: String?

    /// `FILE:LINE:COLUMN: CODE: RULE: message; hint`.
    package var description: String {
        "\(file):\(line):\(column): \(code.rawValue): \(rule): \(message); \(hint)"
    }
}
