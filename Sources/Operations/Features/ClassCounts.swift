internal import DequeModule
internal import Telemetry

/// Predictions by class and fine slot; a regression's outputs are no classes.
struct ClassCounts: Sendable {
    /// Classes beyond this are one class, `other`.
    static let classLimit = 100
    /// What stands for a number that is no class; more of them than one in a hundred are a
    /// regression, one that went astray is of `other`.
    private static let noClass = "\u{0}"

    /// By class number.
    private var names: [String] = []
    private var numbers: [String: Int] = [:]
    /// Class of a whole number; text for every event would cost as much as the event.
    private var wholes: [Int: Int] = [:]
    /// Class of a source's symbol, by source and symbol; -1 not looked up yet.
    private var symbolClasses: [[Int16]] = []
    /// Counts by class number; a slot knows only the classes met so far.
    private var slots = SlotSeries<[UInt32]>()
    /// The same by minute, for the rules.
    private var minutes = SlotSeries<[UInt32]>()
    /// The same by hour, for the strips.
    private var hours = SlotSeries<[UInt32]>()

    /// - Parameters:
    ///   - slot: the fine slot; nil when none wants it any more.
    ///   - minute: the minute; nil when none wants it any more.
    ///   - hour: the hour; nil to leave it uncounted.
    mutating func add(
        _ prediction: FeatureValue, slot: Int64?, minute: Int64? = nil, hour: Int64? = nil,
        batch: EventBatch, source: Int
    ) {
        guard let number = number(of: prediction, batch, source: source) else { return }
        func count(_ counts: inout [UInt32]) {
            while counts.count <= number { counts.append(0) }
            counts[number] &+= 1
        }
        if let slot { slots.update(slot, empty: [], count) }
        if let minute { minutes.update(minute, empty: [], count) }
        if let hour { hours.update(hour, empty: [], count) }
    }

    /// Predictions by class over some slots.
    func counts(in range: ClosedRange<Int64>) -> [String: Int] {
        Self.classes(counts(slots, range)).filter { $0.value > 0 }
    }

    /// Predictions by class in one hour.
    func counts(hour: Int64) -> [String: Int] {
        Self.classes(counts(hours, hour...hour)).filter { $0.value > 0 }
    }

    /// Predictions over some minutes by every class that was ever predicted: one that is no longer
    /// has none, and that is news.
    func counts(minutes range: ClosedRange<Int64>) -> [String: Int] {
        Self.classes(counts(minutes, range))
    }

    private static func classes(_ counts: [String: Int]) -> [String: Int] {
        guard let numbers = counts[noClass], numbers > 0 else {
            return counts.filter { $0.key != noClass }
        }
        let total = counts.values.reduce(0, +)
        // Of few answers a stray one is more than one in a hundred.
        guard numbers * 100 <= total || numbers <= 3 && numbers * 10 <= total else { return [:] }
        var counts = counts
        counts[noClass] = nil
        counts["other", default: 0] += numbers
        return counts
    }

    private func counts(
        _ slots: SlotSeries<[UInt32]>, _ range: ClosedRange<Int64>
    ) -> [String: Int] {
        var sums = [Int](repeating: 0, count: names.count)
        for position in slots.positions(in: range) {
            for (number, count) in slots.values[position].enumerated() {
                sums[number] += Int(count)
            }
        }
        var counts: [String: Int] = [:]
        for (name, sum) in zip(names, sums) { counts[name] = sum }
        return counts
    }

    mutating func removeBefore(_ slot: Int64, minute: Int64? = nil, hour: Int64? = nil) {
        slots.removeBefore(slot)
        if let minute { minutes.removeBefore(minute) }
        if let hour { hours.removeBefore(hour) }
    }

    private mutating func number(
        of prediction: FeatureValue, _ batch: EventBatch, source: Int
    ) -> Int? {
        switch prediction {
        case .null: return nil
        case .number(let value):
            guard value == value.rounded(), abs(value) <= 1_000 else {
                return number(named: Self.noClass)
            }
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
        guard names.count < Self.classLimit || ["other", Self.noClass].contains(name) else {
            return number(named: "other")
        }
        names.append(name)
        numbers[name] = names.count - 1
        return names.count - 1
    }
}

extension [String: Int] {
    /// Counts of predictions as shares; empty for more than 20 and for fractions, which are not
    /// classes but the outputs of a regression.
    var classShares: [String: Double] { count <= 20 ? shares : [:] }

    /// Counts as shares of all of them; empty where there are none, or numbers as text.
    var shares: [String: Double] {
        let total = values.reduce(0, +)
        guard total > 0, !keys.contains(where: { $0.contains(".") && Double($0) != nil }) else {
            return [:]
        }
        return mapValues { Double($0) / Double(total) }
    }
}
