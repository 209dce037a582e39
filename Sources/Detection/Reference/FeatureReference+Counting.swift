package import Telemetry

extension FeatureReference {
    /// A whole column counted slot by slot: what `drift REF CURRENT` compares.
    package func slots(counting column: ReferenceTable.Column) -> [Int] {
        var slots = Array(repeating: 0, count: slotCount)
        for number in column.numbers { slots[binIndex(of: number)] += 1 }
        for (text, count) in column.categories where count > 0 {
            slots[binIndex(ofCategory: text)] += count
        }
        slots[nullIndex] += column.nulls
        return slots
    }
}
