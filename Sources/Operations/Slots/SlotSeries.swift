internal import DequeModule

/// Values per time slot, kept only for slots that have one, in time order.
///
/// Appending at either end is O(1) amortised: live data arrives at the back, history at the front.
struct SlotSeries<Value: Sendable>: Sendable {
    private(set) var slots: Deque<Int64> = []
    private(set) var values: Deque<Value> = []

    var isEmpty: Bool { slots.isEmpty }
    var count: Int { slots.count }
    var first: Int64? { slots.first }
    var last: Int64? { slots.last }

    /// Changes the slot's value, made by `empty` when there is none yet.
    @inline(__always)
    mutating func update(
        _ slot: Int64, empty: @autoclosure () -> Value, _ change: (inout Value) -> Void
    ) {
        let position: Int
        if let last = slots.last, last == slot {
            position = slots.count - 1
        } else {
            position = place(slot, empty: empty())
        }
        change(&values[position])
    }

    private mutating func place(_ slot: Int64, empty: @autoclosure () -> Value) -> Int {
        guard let first = slots.first, let last = slots.last else {
            slots.append(slot)
            values.append(empty())
            return 0
        }
        if slot > last {
            slots.append(slot)
            values.append(empty())
            return slots.count - 1
        }
        if slot < first {
            slots.prepend(slot)
            values.prepend(empty())
            return 0
        }
        let position = lowerBound(slot)
        if slots[position] != slot {
            slots.insert(slot, at: position)
            values.insert(empty(), at: position)
        }
        return position
    }

    /// Changes the newest values but the last, which is still being filled.
    ///
    /// - Parameter change: gets the slot too.
    mutating func updateFull(newest count: Int, _ change: (Int64, inout Value) -> Void) {
        for position in max(0, values.count - 1 - count)..<max(0, values.count - 1) {
            change(slots[position], &values[position])
        }
    }

    /// Position of the first slot at or after `slot`; `count` when there is none.
    func lowerBound(_ slot: Int64) -> Int {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low + high) / 2
            if slots[middle] < slot { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Positions of the slots inside `range`.
    func positions(in range: ClosedRange<Int64>) -> Range<Int> {
        let start = lowerBound(range.lowerBound)
        return start..<max(start, lowerBound(range.upperBound + 1))
    }

    subscript(slot: Int64) -> Value? {
        let position = lowerBound(slot)
        return position < slots.count && slots[position] == slot ? values[position] : nil
    }

    /// Drops everything before `slot`, but never the newest `least`.
    mutating func removeBefore(_ slot: Int64, keeping least: Int = 0) {
        let keep = min(lowerBound(slot), max(0, count - least))
        guard keep > 0 else { return }
        slots.removeFirst(keep)
        values.removeFirst(keep)
    }
}
