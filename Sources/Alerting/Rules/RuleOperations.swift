/// What a rule says beyond Prometheus, all of it under the one key `ops:`.
package struct RuleOperations: Sendable {
    /// When a firing alert clears: hysteresis.
    package enum Clear: Sendable {
        /// The value must be back across this one.
        case threshold(Double)
        /// It clears for the label sets this expression returns.
        case expression(RuleExpression)
    }

    /// When an alert that comes and goes is called flapping: weighted shares of the last `window`
    /// evaluations in which it changed; begins at `high`, ends below `low`, by default Naemon's for
    /// services.
    package struct Flap: Hashable, Sendable {
        package var window: Int
        package var low: Double
        package var high: Double
        package init(window: Int = 21, low: Double = 0.05, high: Double = 0.2) {
            self.window = window
            self.low = low
            self.high = high
        }
    }

    package var noData = NoDataPolicy.noData
    /// The objective that the rule was made for; its expression is a part of it.
    package var objective: ServiceObjective?
    /// Fewer samples than this in the expression's ranges are no evidence.
    package var minSamples: Int?
    package var clear: Clear?
    package var flap: Flap?
    /// The role it concerns; the labels' owner otherwise.
    package var route: String?
    package var inhibit: [Inhibition] = []
    package var runbook: String?
    /// What somebody might run, labels filled in; shown and copied, never run.
    package var command: Template?
    /// The name of a configured hook.
    package var action: String?

    package init() {}
}
