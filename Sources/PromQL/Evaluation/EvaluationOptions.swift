/// How an expression is evaluated; the defaults are Prometheus's.
package struct EvaluationOptions: Sendable {
    /// How old the newest sample of a series may be for an instant selector.
    package var lookback = PromDuration(milliseconds: 300_000)
    /// The step of a subquery that names none.
    package var subqueryStep = PromDuration(milliseconds: 60_000)
    /// Drop metric names at the end of the evaluation instead of at once, so that `label_replace`
    /// can still read them (a feature flag in Prometheus, on in its test scripts).
    package var dropsNamesLate = false
    /// Functions that read native histograms find none instead of failing: where it is known that
    /// there are only floats, which they pass over.
    package var nativeFunctionsFindNothing = false
    /// More samples than this in memory are an error, not an evaluation.
    package var maximumSamples = 50_000_000

    /// More instants than this, of a range or of one subquery, are an error too.
    package var maximumSteps: Int64 = 1_000_000

    package init() {}

    package init(lookback: PromDuration) { self.lookback = lookback }

    package static let standard = EvaluationOptions()
}
