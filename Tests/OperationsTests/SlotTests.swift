import Telemetry
import Testing

@testable import Operations

@Test("A slot is open on the left and closed on the right")
func slotEdges() {
    let clock = SlotClock(widthMilliseconds: 1_000, phaseMilliseconds: 370)
    let edge = Timestamp(milliseconds: 5_370)
    let slot = clock.slot(of: edge)
    #expect(clock.end(of: slot) == edge)
    #expect(clock.slot(of: edge + 1) == slot + 1)
    #expect(clock.slot(of: edge - 999) == slot)
    #expect(clock.slot(of: edge - 1_000) == slot - 1)
}

@Test("Slots hold for times before 1970 too")
func slotsBeforeTheEpoch() {
    let clock = SlotClock(widthMilliseconds: 1_000)
    #expect(clock.slot(of: Timestamp(milliseconds: -1)) == 0)
    #expect(clock.slot(of: Timestamp(milliseconds: -1_000)) == -1)
    #expect(clock.slot(of: Timestamp(milliseconds: -1_001)) == -1)
}

@Test("A window is made of whole slots that end on the moment")
func windowSlots() {
    let clock = SlotClock(widthMilliseconds: 1_000, phaseMilliseconds: 370)
    let at = Timestamp(milliseconds: 900_370)
    let range = clock.slots(endingAt: at, length: 300_000)
    #expect(range.count == 300)
    #expect(clock.end(of: range.upperBound) == at)
    #expect(clock.end(of: range.lowerBound - 1) == at - 300_000)
}

@Test("Slot series keep order whatever order slots arrive in", arguments: 1...20)
func slotSeriesOrder(seed: Int) {
    var lottery = Lottery(seed: UInt64(seed))
    var series = SlotSeries<Int>()
    var oracle: [Int64: Int] = [:]
    for _ in 0..<500 {
        let slot = Int64(lottery.next() * 100) - 50
        series.update(slot, empty: 0) { $0 += 1 }
        oracle[slot, default: 0] += 1
    }
    #expect(Array(series.slots) == oracle.keys.sorted())
    for (slot, count) in oracle { #expect(series[slot] == count) }
    series.removeBefore(0)
    #expect(Array(series.slots) == oracle.keys.filter { $0 >= 0 }.sorted())
}

@Test("A rolling median equals the median of the span", arguments: 1...10)
func rollingMedian(seed: Int) {
    var lottery = Lottery(seed: UInt64(seed))
    var rolling = RollingMedian()
    var samples: [Sample] = []
    for step in 0..<300 {
        let time = Timestamp(milliseconds: Int64(step) * 15_000)
        let sample = Sample(time: time, value: (lottery.next() * 20).rounded())
        rolling.removeBefore(time - 600_000)
        rolling.add(sample)
        samples.append(sample)
        let inside = samples.filter { $0.time >= time - 600_000 }.map(\.value).sorted()
        let middle = inside.count / 2
        let expected =
            inside.count % 2 == 1 ? inside[middle] : (inside[middle - 1] + inside[middle]) / 2
        #expect(rolling.median == expected)
    }
}

@Test("Bin counts widen backwards until they hold what is wanted")
func binCountsWiden() {
    var counts = BinCounts(stride: 3)
    for slot in stride(from: Int64(100), through: 1, by: -1) { counts.add(slot: slot, bin: 0) }
    var sums: [Int64] = [0, 0, 0]
    let used = counts.sum(
        through: 100, always: 91, wanted: 25, counted: 2, oldest: 1, into: &sums)
    #expect(sums == [25, 0, 0])
    #expect(used == 76)
    sums = [0, 0, 0]
    _ = counts.sum(through: 100, always: 91, wanted: 5, counted: 2, oldest: 1, into: &sums)
    #expect(sums == [10, 0, 0])
    sums = [0, 0, 0]
    _ = counts.sum(through: 100, always: 91, wanted: 1_000, counted: 2, oldest: 51, into: &sums)
    #expect(sums == [50, 0, 0])
}

@Test("The usual gap is the median over arrivals, not over slots")
func medianGap() {
    // 100 arrivals inside one slot and one an hour later: the usual gap is tiny.
    #expect(
        MedianGap.milliseconds([(slot: 1, count: 100), (slot: 241, count: 1)], width: 15_000) == 150
    )
    // One every four slots.
    let sparse = (0..<50).map { (slot: Int64($0) * 4, count: Int64(1)) }
    #expect(MedianGap.milliseconds(sparse, width: 15_000) == 60_000)
    #expect(MedianGap.milliseconds([(slot: 1, count: 2)], width: 15_000) == nil)
}
