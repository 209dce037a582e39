/// How large a ratio (of nulls, of unseen values) may be before it stands out from the reference.
package struct RatioLimit: Hashable, Sendable {
    /// nil when nothing was counted.
    package var value: Double?
    /// The expected ratio and the larger of the margin and three standard errors; nil when nothing
    /// is expected or nothing was counted.
    package var limit: Double?
    /// Above its limit, on enough values to say so.
    package var exceeded = false

    package init(count: Int, of total: Int, expected: ExpectedRatio?, margin: Double) {
        guard total > 0 else { return }
        let ratio = Double(count) / Double(total)
        value = ratio
        guard let expected else { return }
        let limit = expected.value + max(margin, 3 * expected.standardError(against: total))
        self.limit = limit
        exceeded = total >= Detection.leastToAlarm && ratio > limit
    }

    package static let nullMargin = 0.05
    package static let unseenMargin = 0.01
}

extension FeatureReference {
    /// The share of nulls among all live values.
    package func nulls(in slots: some Collection<some BinaryInteger>) -> RatioLimit {
        let counts = slots.map { Int($0) }
        return RatioLimit(
            count: counts[nullIndex], of: counts.reduce(0, +), expected: expectedNulls,
            margin: RatioLimit.nullMargin)
    }

    /// The share of values that the reference cannot place, among live values that are not null.
    package func unseen(in slots: some Collection<some BinaryInteger>) -> RatioLimit {
        let counts = slots.map { Int($0) }
        return RatioLimit(
            count: counts[unseenIndex], of: counts.prefix(nullIndex).reduce(0, +),
            expected: expectedUnseen, margin: RatioLimit.unseenMargin)
    }
}
