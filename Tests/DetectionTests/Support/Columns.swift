import Detection
import Telemetry

extension FeatureReference {
    init(numbers: [Double], nulls: Int = 0) {
        var column = ReferenceTable.Column()
        column.numbers = numbers
        column.nulls = nulls
        self.init(column)
    }

    init(categories: [String: Int], nulls: Int = 0) {
        var column = ReferenceTable.Column()
        column.categories = categories
        column.nulls = nulls
        self.init(column)
    }

    /// Counts of live numbers, slot by slot.
    func slots(of numbers: [Double]) -> [Int] {
        var slots = Array(repeating: 0, count: slotCount)
        for number in numbers { slots[binIndex(of: number)] += 1 }
        return slots
    }

    /// Counts of live texts, slot by slot.
    func slots(ofCategories texts: [String]) -> [Int] {
        var slots = Array(repeating: 0, count: slotCount)
        for text in texts { slots[binIndex(ofCategory: text)] += 1 }
        return slots
    }
}
