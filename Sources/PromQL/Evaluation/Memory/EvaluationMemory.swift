import Telemetry

/// What one compiled expression keeps from one evaluation to the next, so that an instant costs
/// what is new since the last: which series its selectors match, the samples of its ranges, labels
/// without their name.
///
/// A plain value: a copy goes its own way. It never changes a result, only what that costs; a
/// source that cannot be followed, or another one, is simply read.
package struct EvaluationMemory: Sendable {
    /// More labels than this are forgotten and made again.
    private static let namelessLimit = 100_000

    /// By the selector's slot.
    var selectors: [Int: SelectorMemory] = [:]
    /// By the subquery's node, of those whose steps can be kept.
    var subqueries: [ObjectIdentifier: SubqueryMemory] = [:]
    private var nameless: [Labels: Labels] = [:]

    package init() {}

    /// Keeps of a subquery's steps what the present samples of its selectors leave as it was.
    mutating func keepSteps(of node: SyntaxNode, _ operand: SyntaxNode, after start: Timestamp) {
        let key = ObjectIdentifier(node)
        let slots = operand.selectorSlots
        let changes = slots.compactMap { selectors[$0]?.changedFrom }
        guard operand.isSteady, changes.count == slots.count else {
            subqueries[key] = nil
            return
        }
        subqueries[key, default: SubqueryMemory()].keep(
            after: start, before: changes.min() ?? .distantFuture)
    }

    /// The labels without name, type and unit.
    mutating func withoutName(_ labels: Labels) -> Labels {
        if let known = nameless[labels] { return known }
        if nameless.count >= Self.namelessLimit { nameless = [:] }
        let result = MetadataLabels.removed(from: labels)
        nameless[labels] = result
        return result
    }
}

/// The series of one selector, and the samples that are in its window.
struct SelectorMemory: Sendable {
    private weak var lineage: Lineage?
    /// Numbers of the series that match, ascending.
    private var matched: [UInt32] = []
    /// How many series there were when that was found out.
    private var known = 0
    /// By the place of its series in `matched`; empty for a selector that needs no more than the
    /// newest sample.
    private var windows: [SlidingWindow] = []
    /// From here on the samples are others than the last time; the far future when none is.
    private(set) var changedFrom = Timestamp.distantPast

    /// The samples of every matching series in `(after, through]`; older ones may stand before
    /// them.
    mutating func series(
        _ matchers: [LabelMatcher], in source: any FollowedSource, after: Timestamp,
        through: Timestamp, keepsStale: Bool
    ) -> [SeriesSamples] {
        match(matchers, in: source)
        while windows.count < matched.count { windows.append(SlidingWindow()) }
        let labels = source.index.labels
        changedFrom = .distantFuture
        return matched.indices.map { place in
            let number = matched[place]
            let change = windows[place].slide(
                to: number, in: source, after: after, through: through, keepsStale: keepsStale)
            changedFrom = min(changedFrom, change)
            return SeriesSamples(labels: labels[Int(number)], samples: windows[place].samples)
        }
    }

    /// The newest sample of every matching series that has one in `(after, through]`.
    mutating func newest(
        _ matchers: [LabelMatcher], in source: any FollowedSource, after: Timestamp,
        through: Timestamp
    ) -> [SeriesSamples] {
        match(matchers, in: source)
        windows = []
        changedFrom = .distantPast
        let labels = source.index.labels
        return matched.compactMap { number in
            source.newest(of: number, after: after, through: through).map {
                SeriesSamples(labels: labels[Int(number)], samples: [$0])
            }
        }
    }

    /// Series never change their labels and never go: only new ones are looked at.
    private mutating func match(_ matchers: [LabelMatcher], in source: any FollowedSource) {
        let index = source.index
        if lineage === source.lineage {
            if index.count > known {
                matched += index.series(matching: matchers, from: known)
                known = index.count
            }
            return
        }
        lineage = source.lineage
        matched = index.series(matching: matchers)
        known = index.count
        windows = []
    }
}
