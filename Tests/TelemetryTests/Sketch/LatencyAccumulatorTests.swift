import Telemetry
import Testing

@Suite struct LatencyAccumulatorTests {
    @Test(arguments: LatencyCase.all)
    func answersAsTheSketchDoes(_ latencies: LatencyCase) {
        var sketch = LatencySketch()
        var accumulator = LatencyAccumulator()
        for value in latencies.values {
            sketch.add(value)
            accumulator.add(value)
        }
        let answers = accumulator.quantiles(LatencyCase.quantiles)
        for (quantile, answer) in zip(LatencyCase.quantiles, answers) {
            #expect(sketch.quantile(quantile) == answer)
        }
        #expect(LatencySketch(accumulator) == sketch)
        #expect(LatencyAccumulator(sketch).quantiles(LatencyCase.quantiles) == answers)
    }

    @Test func aSlidingWindowAnswersForWhatIsInIt() throws {
        let values = Draws.lognormal(seed: 5, count: 2_000, mu: -3, sigma: 1.5)
        let slots = stride(from: 0, to: values.count, by: 20).map { start in
            var slot = LatencySketch()
            for value in values[start..<start + 20] { slot.add(value) }
            return slot
        }
        var window = LatencyAccumulator()
        for (index, slot) in slots.enumerated() {
            window.add(slot)
            if index >= 30 { window.subtract(slots[index - 30]) }
            let first = max(0, index - 29) * 20
            let sorted = values[first..<(index + 1) * 20].sorted()
            #expect(window.count == Int64(sorted.count))
            for (quantile, answer) in zip([0.5, 0.95, 0.99], window.quantiles([0.5, 0.95, 0.99])) {
                let rank = LatencyBucket.rank(of: quantile, in: Int64(sorted.count))
                #expect(abs(answer - sorted[Int(rank)]) <= 0.01 * sorted[Int(rank)])
            }
            let maximum = try #require(window.maximum)
            #expect(abs(maximum - sorted[sorted.count - 1]) <= 0.01 * sorted[sorted.count - 1])
            let minimum = try #require(window.minimum)
            #expect(abs(minimum - sorted[0]) <= 0.01 * sorted[0])
        }
    }

    @Test func anEmptiedWindowIsAsGoodAsNew() {
        var slot = LatencySketch()
        slot.add(0.1)
        slot.add(0)
        slot.add(-3)
        var window = LatencyAccumulator()
        window.add(slot)
        #expect(window.invalid == 1)
        window.subtract(slot)
        #expect(window.isEmpty)
        #expect(window.sum == 0)
        #expect(window.invalid == 0)
        #expect(window.quantile(0.5) == nil)
        window.add(0.3)
        #expect(window.maximum == 0.3)
        #expect(window.quantile(0.99) == 0.3)
    }

    @Test func rangesGrowInBothDirections() {
        var window = LatencyAccumulator()
        for value in [1.0, 1e-6, 1e6, 0.001] { window.add(value) }
        var other = LatencyAccumulator()
        other.add(window)
        other.add(0)
        #expect(other.count == 5)
        #expect(other.minimum == 0)
        #expect(other.maximum == 1e6)
        #expect(other.quantiles([0.2]) == [0])
        other.removeAll()
        #expect(other.isEmpty)
        #expect(other.maximum == nil)
    }
}
