/// What PromQL reads from: the engine's store, or the loaded series of a test script.
package protocol SeriesSource {
    /// Every series that satisfies all matchers and has a sample in `(after, through]`.
    ///
    /// Staleness markers are included; the evaluator drops them. Order of series is unspecified.
    func select(_ matchers: [LabelMatcher], after: Timestamp, through: Timestamp) -> [SeriesSamples]

    /// The same series from a source that can be followed from one evaluation to the next; nil when
    /// there is none, or when it does not have all of them.
    func followed(for matchers: [LabelMatcher]) -> (any FollowedSource)?
}

extension SeriesSource {
    package func followed(for matchers: [LabelMatcher]) -> (any FollowedSource)? { nil }
}
