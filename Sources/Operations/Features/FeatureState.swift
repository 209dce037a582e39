internal import Detection
internal import Telemetry

/// One feature of one version: its values counted by reference bin and time.
struct FeatureState: Sendable {
    /// Values kept beyond what any window needs, so that quiet features can be judged.
    static let spareValues: Int64 = 2_000

    let name: String
    /// nil: nothing to compare with; values are only counted, nulls apart.
    let reference: FeatureReference?
    /// Second slots of the screen's window, and rule slots behind it.
    private(set) var window: BinCounts
    private(set) var grid: BinCounts
    /// Bin of a source's symbol, by source and symbol; -1 not looked up yet.
    private var symbolBins: [[Int16]] = []
    var gauges = FeatureGauges()

    init(name: String, reference: FeatureReference?) {
        self.name = name
        self.reference = reference
        let stride = reference?.slotCount ?? 2
        window = BinCounts(stride: stride)
        grid = BinCounts(stride: stride)
    }

    /// Bins that hold a value: all but the nulls, which come last.
    var valueBins: Int { grid.stride - 1 }
    var nullBin: Int { grid.stride - 1 }

    /// Counts one value; answers its bin, -1 when it is older than anything that is kept.
    mutating func add(
        _ value: FeatureValue, at time: Timestamp, batch: EventBatch, source: Int,
        clocks: EngineClocks
    ) -> Int {
        let slot = clocks.grid.slot(of: time)
        // Older than any rule's instant: kept only as far as it may fill up a window.
        let isSpare = time <= clocks.featureStart
        if isSpare, grid.total >= Self.spareValues, let first = grid.first, slot <= first {
            return -1
        }
        let bin = bin(of: value, batch, source: source)
        if time > clocks.windowStart { window.add(slot: clocks.window.slot(of: time), bin: bin) }
        grid.add(slot: slot, bin: bin)
        if isSpare { grid.prune(before: slot, spare: Self.spareValues) }
        return bin
    }

    private mutating func bin(of value: FeatureValue, _ batch: EventBatch, source: Int) -> Int {
        guard let reference else { return value == .null ? nullBin : 0 }
        switch value {
        case .null: return reference.nullIndex
        case .number(let number): return reference.binIndex(of: number)
        case .category(let symbol):
            guard symbol.index >= 0 else { return reference.unseenIndex }
            return bin(of: symbol, batch, source: source, reference)
        }
    }

    private mutating func bin(
        of symbol: Symbol, _ batch: EventBatch, source: Int, _ reference: FeatureReference
    ) -> Int {
        while symbolBins.count <= source { symbolBins.append([]) }
        let index = Int(symbol.index)
        if index < symbolBins[source].count, symbolBins[source][index] >= 0 {
            return Int(symbolBins[source][index])
        }
        let missing = batch.symbols.count - symbolBins[source].count
        if missing > 0 {
            symbolBins[source].append(contentsOf: repeatElement(-1, count: missing))
        }
        let bin = reference.binIndex(ofCategory: batch.symbols[index])
        symbolBins[source][index] = Int16(bin)
        return bin
    }

    mutating func prune(_ clocks: EngineClocks) {
        window.prune(before: clocks.window.slot(of: clocks.windowStart), spare: 0)
        grid.prune(before: clocks.grid.slot(of: clocks.featureStart), spare: Self.spareValues)
    }
}

/// Counts of one feature over its two windows, one a slot of the reference.
struct FeatureCounts: Sendable {
    /// Over the window widened to 500 values that are not null.
    var values: [Int64]
    /// Over the window widened to 500 rows, nulls among them.
    var rows: [Int64]
    /// Left edge of the values' window; nil without values.
    var from: Timestamp?

    /// Values that are not null.
    var valueCount: Int64 { values.dropLast().reduce(0, +) }
    var rowCount: Int64 { rows.reduce(0, +) }
}

extension FeatureState {
    /// The newest 500 values, and at least those of the window ending at `at`, at most seven days
    /// back.
    ///
    /// - Parameter exact: counts the window from its own slots, which end on `at`; else from the
    ///   rules' grid, whose slot edges `at` must be.
    func counts(at: Timestamp, windowMilliseconds: Int64, exact: Bool, clocks: EngineClocks)
        -> FeatureCounts
    {
        let least = Int64(Detection.leastToAlarm)
        var values = [Int64](repeating: 0, count: grid.stride)
        let from = collect(
            &values, wanted: least, counted: valueBins, at: at, window: windowMilliseconds,
            exact: exact, clocks)
        guard values[nullBin] > 0 else {
            return FeatureCounts(values: values, rows: values, from: from)
        }
        // With nulls about, as many values reach further back than as many rows, and the rows there
        // would water the nulls down.
        var rows = [Int64](repeating: 0, count: grid.stride)
        _ = collect(
            &rows, wanted: least, counted: grid.stride, at: at, window: windowMilliseconds,
            exact: exact, clocks)
        return FeatureCounts(values: values, rows: rows, from: from)
    }

    private func collect(
        _ sums: inout [Int64], wanted: Int64, counted: Int, at: Timestamp, window length: Int64,
        exact: Bool, _ clocks: EngineClocks
    ) -> Timestamp? {
        let oldest = clocks.grid.slot(of: at - 7 * 86_400_000)
        if !exact {
            let range = clocks.grid.slots(endingAt: at, length: length)
            return grid.sum(
                through: range.upperBound, always: range.lowerBound, wanted: wanted,
                counted: counted, oldest: oldest, into: &sums
            ).map { clocks.grid.end(of: $0 - 1) }
        }
        let range = clocks.window.slots(endingAt: at, length: length)
        let inside = window.sum(
            through: range.upperBound, always: range.lowerBound, wanted: 0, counted: counted,
            oldest: range.lowerBound, into: &sums)
        var from = inside.map { clocks.window.end(of: $0 - 1) }
        if sums.prefix(counted).reduce(0, +) < wanted {
            // Behind the window, from the rules' grid: whole slots that end by the window's start.
            let start = clocks.window.end(of: range.lowerBound - 1)
            let edge = clocks.grid.slot(of: start)
            let newest = clocks.grid.end(of: edge) == start ? edge : edge - 1
            let used = grid.sum(
                through: newest, always: newest + 1, wanted: wanted, counted: counted,
                oldest: oldest, into: &sums)
            if let used { from = clocks.grid.end(of: used - 1) }
        }
        return from
    }
}
