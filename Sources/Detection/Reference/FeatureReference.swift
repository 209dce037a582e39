package import Telemetry

/// The distribution one feature (or the score, or the prediction) was accepted on, cut into bins.
///
/// Live values are counted in an array of `slotCount` numbers: one slot a bin, in the order of
/// `bins`, then one for values the reference cannot place (`unseenIndex`) and one for nulls
/// (`nullIndex`). Any value finds a slot: text where numbers are expected and the reverse count as
/// unseen unless the reference had such values too.
package struct FeatureReference: Sendable {
    package enum Kind: String, Sendable { case numeric, categorical }

    package let kind: Kind
    /// Rising intervals, then text if there was any; or categories, the commonest first.
    package let bins: [ReferenceBin]
    package let rows: ReferenceRows
    /// Whether every number of the reference is a whole one; how its bins are named depends on it.
    package let isWhole: Bool
    /// Inner edges of the intervals, strictly rising; empty for categories.
    package let edges: [Double]
    /// nil when the reference has no rows.
    package let expectedNulls: ExpectedRatio?
    /// Share of values expected to be new although nothing changed: how many of the reference's own
    /// were the only ones of their kind (Good and Turing's estimate).
    ///
    /// Zero where all categories are common; nil when the reference has no values at all.
    package let expectedUnseen: ExpectedRatio?
    private let places: CategoryPlaces

    // Seen this often, a category could as well not have been seen at all.
    private static let rareCount = 3
    /// Categories kept apart; the rest is one bin.
    package static let mostCategories = 100

    package var unseenIndex: Int { bins.count }
    package var nullIndex: Int { bins.count + 1 }
    package var slotCount: Int { bins.count + 2 }

    package init(_ column: ReferenceTable.Column) {
        let numbers = column.numbers.filter { !$0.isNaN }.sorted()
        let texts = column.categories.filter { $0.value > 0 }
        let textCount = texts.values.reduce(0, +)
        rows = ReferenceRows(
            values: numbers.count + textCount,
            nulls: column.nulls + column.numbers.count - numbers.count)
        kind = Self.kind(of: numbers, textCount: textCount)
        isWhole = numbers.allSatisfy { $0 == $0.rounded() }
        var names: [String: Int] = [:]
        for (text, count) in texts { names[CategoryName.canonical(text), default: 0] += count }
        switch kind {
        case .numeric:
            edges = QuantileEdges.edges(
                of: numbers, bins: min(QuantileEdges.bins, max(2, numbers.count / 5)))
            var bins = Self.intervals(of: numbers, edges: edges)
            places = CategoryPlaces(names: names, allAt: bins.count)
            if textCount > 0 { bins.append(ReferenceBin(content: .text, count: textCount)) }
            self.bins = bins
        case .categorical:
            edges = []
            for number in numbers { names[CategoryName.canonical(number), default: 0] += 1 }
            let ranked = names.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let kept = Self.categoriesKept(of: ranked.map(\.value))
            bins = Self.categories(ranked, kept: kept)
            places = CategoryPlaces(ranked: ranked.map(\.key), kept: kept)
        }
        expectedNulls = rows.total > 0 ? ExpectedRatio(rows.nulls, of: rows.total) : nil
        expectedUnseen = Self.expectedUnseen(names.values, of: rows.values)
    }

    /// The slot of a number.
    package func binIndex(of number: Double) -> Int {
        if number.isNaN { return nullIndex }
        guard kind == .numeric else { return places.index(of: number) ?? unseenIndex }
        var index = 0
        for edge in edges { index += number > edge ? 1 : 0 }
        return index
    }

    /// The slot of a text; looks it up, so a caller with symbols asks once a symbol.
    package func binIndex(ofCategory text: String) -> Int {
        if let index = places.index(of: text) { return index }
        if kind == .numeric, let number = CategoryName.number(in: text) {
            return binIndex(of: number)
        }
        return unseenIndex
    }

    /// Numeric when four values in five are numbers and more than two different ones occur.
    private static func kind(of sorted: [Double], textCount: Int) -> Kind {
        guard sorted.count >= 4 * textCount, let first = sorted.first, let last = sorted.last
        else { return .categorical }
        return sorted.contains { $0 != first && $0 != last } ? .numeric : .categorical
    }

    private static func expectedUnseen(
        _ counts: some Sequence<Int>, of total: Int
    ) -> ExpectedRatio? {
        guard total > 0 else { return nil }
        var singles = 0
        var rare = 0
        for count in counts {
            if count == 1 { singles += 1 }
            if count <= rareCount { rare += count }
        }
        // Robbins (1968) gives the variance from what came once or twice. Three times is counted
        // in: with few such values the estimate is otherwise too sure of itself, and a reference of
        // 500 rows that missed two small categories by chance would alarm in one window of sixty.
        let variance = Double(rare + 1) / (Double(total) * Double(total))
        return ExpectedRatio(singles, of: total, variance: variance)
    }

    private static func intervals(of sorted: [Double], edges: [Double]) -> [ReferenceBin] {
        var counts = Array(repeating: 0, count: edges.count + 1)
        var bin = 0
        for number in sorted {
            while bin < edges.count, number > edges[bin] { bin += 1 }
            counts[bin] += 1
        }
        return counts.indices.map { index in
            ReferenceBin(
                content: .interval(
                    above: index > 0 ? edges[index - 1] : nil,
                    through: index < edges.count ? edges[index] : nil),
                count: counts[index])
        }
    }

    /// All categories up to the bound; of more, those that surely are among the commonest.
    ///
    /// Which of many similar categories come first in the reference is chance, and the lucky ones
    /// would seem to lose in any window. So one must stand three standard deviations above the
    /// first that is left out.
    private static func categoriesKept(of counts: [Int]) -> Int {
        guard counts.count > mostCategories else { return counts.count }
        let first = Double(counts[mostCategories])
        let least = first + 3 * first.squareRoot()
        return counts.prefix(mostCategories).prefix { Double($0) > least }.count
    }

    private static func categories(
        _ ranked: [(key: String, value: Int)], kept: Int
    ) -> [ReferenceBin] {
        var bins = ranked.prefix(kept).map {
            ReferenceBin(content: .category($0.key), count: $0.value)
        }
        let rest = ranked.dropFirst(kept)
        if !rest.isEmpty {
            bins.append(
                ReferenceBin(content: .otherCategories, count: rest.reduce(0) { $0 + $1.value }))
        }
        return bins
    }
}
