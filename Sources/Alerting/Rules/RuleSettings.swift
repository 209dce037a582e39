package import PromQL

/// What expressions of rules may call, and what Prometheus's configuration says about them.
package struct RuleSettings: Sendable {
    /// Prometheus's and, where given, the product's own.
    package var functions = FunctionTable.standard
    /// The step of a subquery that names none: Prometheus's global evaluation interval.
    package var subqueryStepMilliseconds: Int64 = 60_000

    package init() {}

    var options: EvaluationOptions {
        var options = EvaluationOptions()
        options.subqueryStep = PromDuration(milliseconds: subqueryStepMilliseconds)
        return options
    }
}
