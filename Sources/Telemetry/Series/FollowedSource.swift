/// A source whose series keep their numbers and mostly only grow: what was read of them once need
/// not be read again.
package protocol FollowedSource: SeriesSource {
    /// The series there are.
    var index: LabelIndex { get }
    /// Whose past the numbers and counts belong to.
    var lineage: Lineage { get }
    /// How far a series has come; nil for one that must be read anew every time.
    func course(of number: UInt32) -> SeriesCourse?
    /// Samples in `(after, through]`, oldest first.
    func samples(of number: UInt32, after: Timestamp, through: Timestamp) -> [Sample]
    /// How many of all samples there ever were are not later than a time.
    func count(of number: UInt32, through: Timestamp) -> Int
    /// What came behind the first `count` samples there ever were, up to a time; all of it must
    /// still be kept.
    func samples(of number: UInt32, behind count: Int, through: Timestamp) -> [Sample]
    /// The last sample in `(after, through]`.
    func newest(of number: UInt32, after: Timestamp, through: Timestamp) -> Sample?
}

extension FollowedSource {
    package func followed(for matchers: [LabelMatcher]) -> (any FollowedSource)? { self }

    package func select(
        _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
    ) -> [SeriesSamples] {
        index.series(matching: matchers).compactMap { number in
            let samples = samples(of: number, after: after, through: through)
            return samples.isEmpty
                ? nil : SeriesSamples(labels: index.labels[Int(number)], samples: samples)
        }
    }
}

/// How far a series has come: what tells whether what was read of it still holds.
package struct SeriesCourse: Hashable, Sendable {
    /// All samples there ever were.
    package var count = 0
    /// How often anything but its end changed: a late sample, a corrected one.
    package var rewrites = 0
    /// Up to here samples were thinned out or dropped since.
    package var thinnedThrough = Timestamp.distantPast
    /// Of all there ever were, how many of the oldest are no longer kept in full.
    package var dropped = 0

    package init() {}
}

/// One line of descent of a store: a copy that is changed begins another.
package final class Lineage: Sendable {
    package init() {}
}
