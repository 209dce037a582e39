/// The population stability index, Σ (p − q)·ln(p / q), and the limit below which it is chance.
///
/// Without drift PSI / (1/n + 1/m) is distributed as χ² with one degree of freedom less than there
/// are bins, so a fixed limit of 0.1 cries wolf four times in five at 100 values. The limit here is
/// 0.1 or the 99.9th percentile of chance, whichever is larger. Nulls take no part; unseen values
/// are a bin of their own, which the floor of half a count keeps finite.
package enum PopulationStability {
    /// The rule of thumb below which a shift is too small to matter, significant or not.
    package static let leastThreshold = 0.1
    /// How often chance alone may exceed the limit.
    package static let chance = 0.001
    /// A category is compared on its own from this many expected values, reference and window taken
    /// together.
    ///
    /// Cochran asks for 5, but the logarithm makes PSI's tail heavier than Pearson's: with 5, forty
    /// categories of Zipf's law alarm 3.6 times in a thousand without drift, with 10 twice. To
    /// judge by the reference alone would pick the categories it happens to have too many of, and
    /// see them fall.
    package static let leastExpected = 10.0

    package static func threshold(bins: Int, referenceCount: Int, currentCount: Int) -> Double {
        guard bins > 1, referenceCount > 0, currentCount > 0 else { return leastThreshold }
        let spread = 1 / Double(referenceCount) + 1 / Double(currentCount)
        let quantile = ChiSquare.upperQuantile(chance, degrees: Double(bins - 1))
        return max(leastThreshold, quantile * spread)
    }

    /// Compares counted live values with the reference.
    ///
    /// - Parameter slots: `reference.slotCount` counts, as `FeatureReference` lays them out.
    package static func drift(
        of slots: some Collection<some BinaryInteger>, from reference: FeatureReference
    ) -> DriftResult {
        let counts = slots.map { Int($0) }
        let current = counts.prefix(reference.nullIndex).reduce(0, +)
        var result = DriftResult(referenceCount: reference.rows.values, currentCount: current)
        result.isWhole = reference.isWhole
        guard current >= Detection.leastToShow, reference.rows.values > 0 else { return result }
        result.parts = parts(counts: counts, current: current, reference: reference)
        let value = result.parts.reduce(0) { $0 + $1.contribution }
        let threshold = threshold(
            bins: result.parts.count, referenceCount: reference.rows.values,
            currentCount: current)
        result.value = value
        result.threshold = threshold
        result.drifted = current >= Detection.leastToAlarm && value > threshold
        return result
    }

    /// How far apart two windows of counts over the same bins are, and the limit for chance.
    ///
    /// Symmetric: neither is the reference. Bins in which fewer than `leastExpected` are expected
    /// are taken together; nil with too few values on either side.
    package static func distance(
        _ left: some Collection<some BinaryInteger>, _ right: some Collection<some BinaryInteger>
    ) -> (value: Double, threshold: Double)? {
        let pairs = zip(left.map { Int($0) }, right.map { Int($0) })
        let all = pairs.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
        guard min(all.0, all.1) >= Detection.leastToShow else { return nil }
        let scale = Double(min(all.0, all.1)) / Double(all.0 + all.1)
        var (bins, rare, value) = (0, (0, 0), 0.0)
        func add(_ pair: (Int, Int)) {
            guard pair.0 + pair.1 > 0 else { return }
            bins += 1
            value += Shares.stabilityTerm(
                max(Double(pair.0), 0.5) / Double(all.0), max(Double(pair.1), 0.5) / Double(all.1))
        }
        for pair in pairs {
            if Double(pair.0 + pair.1) * scale >= leastExpected {
                add(pair)
            } else {
                rare = (rare.0 + pair.0, rare.1 + pair.1)
            }
        }
        add(rare)
        return (
            value, threshold(bins: bins, referenceCount: all.0, currentCount: all.1)
        )
    }

    private static func parts(
        counts: [Int], current: Int, reference: FeatureReference
    ) -> [DriftPart] {
        let values = reference.rows.values
        let scale = Double(min(values, current)) / Double(values + current)
        var parts: [DriftPart] = []
        var rare = RareBins()
        func append(_ content: DriftPart.Content, _ before: Int, _ now: Int) {
            guard before + now > 0 else { return }
            parts.append(
                part(content, (count: before, of: values), (count: now, of: current)))
        }
        for (bin, count) in zip(reference.bins, counts) {
            let isCompared = Double(bin.count + count) * scale >= leastExpected
            switch bin.content {
            case .interval: append(.bin(bin.content), bin.count, count)
            case .category where isCompared, .text where isCompared:
                append(.bin(bin.content), bin.count, count)
            case .category, .text, .otherCategories: rare.take(bin, count)
            }
        }
        let unseen = counts[reference.unseenIndex]
        if rare.isEmpty {
            append(.unseen, 0, unseen)
        } else {
            append(.rare(mostly: rare.leading(unseen)), rare.reference, rare.current + unseen)
        }
        return parts
    }

    private static func part(
        _ content: DriftPart.Content, _ before: (count: Int, of: Int), _ now: (count: Int, of: Int)
    ) -> DriftPart {
        let p = max(Double(before.count), 0.5) / Double(before.of)
        let q = max(Double(now.count), 0.5) / Double(now.of)
        return DriftPart(
            content: content, referenceCount: before.count, currentCount: now.count,
            referenceShare: Double(before.count) / Double(before.of),
            currentShare: Double(now.count) / Double(now.of),
            contribution: Shares.stabilityTerm(p, q),
            deviation: Proportions.z(now.count, of: now.of, before.count, of: before.of) ?? 0)
    }
}

/// Categories too rare to be compared one by one.
private struct RareBins {
    private(set) var reference = 0
    private(set) var current = 0
    private(set) var isEmpty = true
    private var largest = 0
    private var largestName: String?

    mutating func take(_ bin: ReferenceBin, _ count: Int) {
        reference += bin.count
        current += count
        isEmpty = false
        if count > largest {
            largest = count
            if case .category(let name) = bin.content {
                largestName = name
            } else {
                largestName = nil
            }
        }
    }

    /// The category that makes up more than half of the live values here, the unseen included.
    func leading(_ unseen: Int) -> String? { largest * 2 > current + unseen ? largestName : nil }
}
