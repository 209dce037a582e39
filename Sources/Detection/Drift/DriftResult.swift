/// How far a window of one feature is from its reference.
package struct DriftResult: Hashable, Sendable {
    package var method = "psi"
    /// nil when there are too few values, or no reference values at all: unknown.
    package var value: Double?
    /// What the value must exceed to count; nil when the value is.
    package var threshold: Double?
    /// Beyond its threshold, on enough values to say so.
    package var drifted = false
    /// Values of the reference and of the window, nulls left out.
    package var referenceCount: Int
    package var currentCount: Int
    /// Whether the reference's numbers are all whole.
    package var isWhole = false
    /// What was compared, in the order of the reference's bins; the contributions add up to
    /// `value`.
    package var parts: [DriftPart] = []

    package init(referenceCount: Int, currentCount: Int) {
        self.referenceCount = referenceCount
        self.currentCount = currentCount
    }

    package var timesLimit: Double? {
        guard let value, let threshold, threshold > 0 else { return nil }
        return value / threshold
    }
}

/// One bin, or several pooled, in the reference and in the window.
package struct DriftPart: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case bin(ReferenceBin.Content)
        /// Categories too rare to be compared one by one, the unseen among them; `mostly` names the
        /// one that makes up most of the window's.
        case rare(mostly: String?)
        /// Values that the reference cannot place.
        case unseen
    }
    package var content: Content
    package var referenceCount: Int
    package var currentCount: Int
    package var referenceShare: Double
    package var currentShare: Double
    /// Its term of the sum.
    package var contribution: Double
    /// Standard deviations between the two shares if nothing had changed; positive: grown.
    package var deviation: Double
}
