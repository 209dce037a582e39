/// What some of many rows have in common: the range or the value of one feature that is commoner
/// among them than among the rest, beyond chance.
package struct FeatureContrast: Hashable, Sendable {
    /// One feature of the rows, counted by the slots of its reference.
    package struct Column: Sendable {
        package var name: String
        package var reference: FeatureReference
        /// Counts of the rows in question, and of all others.
        package var chosen: [Int]
        package var rest: [Int]
        package init(name: String, reference: FeatureReference, chosen: [Int], rest: [Int]) {
            self.name = name
            self.reference = reference
            self.chosen = chosen
            self.rest = rest
        }
    }

    package var feature: String
    /// `above 100`, `DE`, `missing`.
    package var words: String
    /// Share among the rows in question, and among all.
    package var share: Double
    package var shareOfAll: Double
    /// Fisher's exact test, times the number of parts that were looked at (Bonferroni).
    package var pValue: Double

    /// One in a hundred screens may name something that chance alone brought.
    package static let chance = 0.01
    // A difference that explains nothing is not worth a line, however sure it is.
    private static let leastDifference = 0.1

    /// The strongest part of every feature that stands out, the surest first.
    package static func strongest(_ columns: [Column]) -> [FeatureContrast] {
        let parts = columns.map { ContrastPart.parts(of: $0) }
        let looks = Double(parts.reduce(0) { $0 + $1.count })
        let found = parts.flatMap { parts -> [FeatureContrast] in
            // Many parts are nearly the same: the clearest by z is the one that is tested exactly.
            guard let best = parts.max(by: { $0.z < $1.z }), best.z > 0 else { return [] }
            return [best.contrast(looks: looks)].compactMap { $0 }
        }
        return found.filter { $0.pValue < chance && $0.share - $0.shareOfAll >= leastDifference }
            .sorted { ($0.pValue, -$0.share, $0.feature) < ($1.pValue, -$1.share, $1.feature) }
    }
}

/// A range or a value of one feature, and how many rows of either side have it.
private struct ContrastPart {
    var feature: String
    var words: String
    var chosen: Int
    var chosenTotal: Int
    var rest: Int
    var restTotal: Int

    var z: Double { Proportions.z(chosen, of: chosenTotal, rest, of: restTotal) ?? 0 }

    /// Every range from an end up to a bound, every category, what is new and what is missing.
    static func parts(of column: FeatureContrast.Column) -> [ContrastPart] {
        let reference = column.reference
        var slots: [(words: String, slots: Range<Int>)] = []
        let intervals = reference.kind == .numeric ? reference.edges.count + 1 : 0
        for edge in reference.edges.indices {
            let bound = Wording.bound(reference.edges[edge])
            slots.append(("up to \(bound)", 0..<edge + 1))
            slots.append(("above \(bound)", edge + 1..<intervals))
        }
        for place in intervals..<reference.bins.count {
            let name = Wording.name(of: reference.bins[place].content, isWhole: reference.isWhole)
            slots.append((name, place..<place + 1))
        }
        slots.append(("new values", reference.unseenIndex..<reference.unseenIndex + 1))
        slots.append(("missing", reference.nullIndex..<reference.nullIndex + 1))
        let chosenTotal = column.chosen.reduce(0, +)
        let restTotal = column.rest.reduce(0, +)
        return slots.compactMap { words, range in
            let chosen = column.chosen[range].reduce(0, +)
            let rest = column.rest[range].reduce(0, +)
            guard chosen + rest > 0 else { return nil }
            return ContrastPart(
                feature: column.name, words: words, chosen: chosen, chosenTotal: chosenTotal,
                rest: rest, restTotal: restTotal)
        }
    }

    func contrast(looks: Double) -> FeatureContrast? {
        let test = ContingencyTests.fisher(
            (chosen, chosenTotal - chosen), (rest, restTotal - rest))
        return test.map { test in
            FeatureContrast(
                feature: feature, words: words, share: Double(chosen) / Double(chosenTotal),
                shareOfAll: Double(chosen + rest) / Double(chosenTotal + restTotal),
                pValue: min(1, test.pValue * looks))
        }
    }
}
