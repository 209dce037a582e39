internal import DequeModule
internal import Telemetry

/// Predictions by class and fine slot; numbers that are no classes are left out.
struct ClassCounts: Sendable {
    /// Classes beyond this are one class, `other`.
    static let classLimit = 100

    /// By class number.
    private var names: [String] = []
    private var numbers: [String: Int] = [:]
    /// Class of a whole number; text for every event would cost as much as the event.
    private var wholes: [Int: Int] = [:]
    /// Class of a source's symbol, by source and symbol; -1 not looked up yet.
    private var symbolClasses: [[Int16]] = []
    /// Counts by class number; a slot knows only the classes met so far.
    private var slots = SlotSeries<[UInt32]>()

    mutating func add(
        _ prediction: FeatureValue, slot: Int64, batch: EventBatch, source: Int
    ) {
        guard let number = number(of: prediction, batch, source: source) else { return }
        slots.update(slot, empty: []) { counts in
            while counts.count <= number { counts.append(0) }
            counts[number] &+= 1
        }
    }

    /// Predictions by class over some slots.
    func counts(in range: ClosedRange<Int64>) -> [String: Int] {
        var sums = [Int](repeating: 0, count: names.count)
        for position in slots.positions(in: range) {
            for (number, count) in slots.values[position].enumerated() {
                sums[number] += Int(count)
            }
        }
        var counts: [String: Int] = [:]
        for (name, sum) in zip(names, sums) where sum > 0 { counts[name] = sum }
        return counts
    }

    mutating func removeBefore(_ slot: Int64) { slots.removeBefore(slot) }

    private mutating func number(
        of prediction: FeatureValue, _ batch: EventBatch, source: Int
    ) -> Int? {
        switch prediction {
        case .null: return nil
        case .number(let value):
            // A regression's outputs are not classes.
            guard value == value.rounded(), abs(value) <= 1_000 else { return nil }
            if let known = wholes[Int(value)] { return known }
            let number = number(named: String(Int(value)))
            wholes[Int(value)] = number
            return number
        case .category(let symbol):
            guard symbol.index >= 0 else { return number(named: "other") }
            return number(of: Int(symbol.index), batch, source: source)
        }
    }

    private mutating func number(of symbol: Int, _ batch: EventBatch, source: Int) -> Int {
        while symbolClasses.count <= source { symbolClasses.append([]) }
        if symbol < symbolClasses[source].count, symbolClasses[source][symbol] >= 0 {
            return Int(symbolClasses[source][symbol])
        }
        let missing = batch.symbols.count - symbolClasses[source].count
        if missing > 0 {
            symbolClasses[source].append(contentsOf: repeatElement(-1, count: missing))
        }
        let number = number(named: batch.symbols[symbol])
        symbolClasses[source][symbol] = Int16(number)
        return number
    }

    private mutating func number(named name: String) -> Int {
        if let known = numbers[name] { return known }
        guard names.count < Self.classLimit || name == "other" else {
            return number(named: "other")
        }
        names.append(name)
        numbers[name] = names.count - 1
        return names.count - 1
    }
}
