internal import DequeModule

/// Counts per bin and time slot, flat: `stride` numbers a slot, slots in time order.
struct BinCounts: Sendable {
    let stride: Int
    private(set) var slots: Deque<Int64> = []
    private var counts: Deque<UInt32> = []
    /// Sum of everything kept.
    private(set) var total: Int64 = 0

    init(stride: Int) { self.stride = stride }

    var first: Int64? { slots.first }

    @inline(__always)
    mutating func add(slot: Int64, bin: Int) {
        let position: Int
        if let last = slots.last, last == slot {
            position = slots.count - 1
        } else {
            position = place(slot)
        }
        counts[position * stride + bin] &+= 1
        total += 1
    }

    private mutating func place(_ slot: Int64) -> Int {
        guard let first = slots.first, let last = slots.last else {
            slots.append(slot)
            counts.append(contentsOf: repeatElement(0, count: stride))
            return 0
        }
        if slot > last {
            slots.append(slot)
            counts.append(contentsOf: repeatElement(0, count: stride))
            return slots.count - 1
        }
        if slot < first {
            slots.prepend(slot)
            counts.prepend(contentsOf: repeatElement(0, count: stride))
            return 0
        }
        let position = lowerBound(slot)
        if slots[position] != slot {
            slots.insert(slot, at: position)
            counts.insert(contentsOf: repeatElement(0, count: stride), at: position * stride)
        }
        return position
    }

    private func lowerBound(_ slot: Int64) -> Int {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low + high) / 2
            if slots[middle] < slot { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Adds counts to `sums`, slot by slot backwards from `newest`: all slots from `always` on,
    /// then on until the first `counted` of the sums reach `wanted`, and never before `oldest`.
    ///
    /// Returns the oldest slot used.
    func sum(
        through newest: Int64, always: Int64, wanted: Int64, counted: Int, oldest: Int64,
        into sums: inout [Int64]
    ) -> Int64? {
        var position = lowerBound(newest + 1) - 1
        var values: Int64 = sums.prefix(counted).reduce(0, +)
        var used: Int64?
        while position >= 0 {
            let slot = slots[position]
            if slot < oldest || (slot < always && values >= wanted) { break }
            for bin in 0..<stride {
                let count = Int64(counts[position * stride + bin])
                sums[bin] += count
                if bin < counted { values += count }
            }
            used = slot
            position -= 1
        }
        return used
    }

    /// Drops slots before `slot` while more than `spare` values stay behind them.
    mutating func prune(before slot: Int64, spare: Int64) {
        while let oldest = slots.first, oldest < slot {
            var dropped: Int64 = 0
            for bin in 0..<stride { dropped += Int64(counts[bin]) }
            guard total - dropped >= spare else { return }
            total -= dropped
            slots.removeFirst()
            counts.removeFirst(stride)
        }
    }
}
