import Glibc
import Telemetry
import Testing

/// A set of latencies and the quantiles NumPy 2.4.6 finds in it by `inverted_cdf`.
struct LatencyCase: CustomTestStringConvertible, Sendable {
    let name: String
    let values: [Double]
    let expected: [Double]
    var testDescription: String { name }

    static let quantiles = [0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1]

    static let all: [LatencyCase] = [
        LatencyCase(
            name: "lognormal",
            values: Draws.lognormal(seed: 41, count: 5_000, mu: -3, sigma: 1),
            expected: [
                0.0014631056516328238, 0.004854767610084925, 0.02428324560997621,
                0.04829253273888637, 0.09281727259571768, 0.17000214750244863,
                0.2535069834960776, 0.532380862600835, 1.1913353802973872, 2.7116817967373175,
            ]),
        LatencyCase(
            name: "uniform", values: draw(seed: 42) { 0.001 + 2 * $0 },
            expected: [
                0.0015335404378541409, 0.022166838868034833, 0.5071966801824469,
                0.995626922400776, 1.4827020128697195, 1.7971620436616915, 1.8969461016309828,
                1.9776542212773642, 1.9977396074017324, 1.9999694805796744,
            ]),
        LatencyCase(
            name: "constant", values: Array(repeating: 0.25, count: 5_000),
            expected: Array(repeating: 0.25, count: 10)),
        LatencyCase(
            name: "heavy tail", values: draw(seed: 43) { 0.001 * pow(1 - $0, -1 / 0.8) },
            expected: [
                0.0010002582644899724, 0.0010146421183088274, 0.0014324450317611882,
                0.002364992255752699, 0.005724106474004642, 0.018826002572882923,
                0.0431746301894936, 0.3198717588603449, 10.380726216092084, 57.120056362714706,
            ]),
        LatencyCase(
            name: "three values", values: [0.1, 0.2, 0.3],
            expected: [0.1, 0.1, 0.1, 0.2, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3]),
    ]

    private static func draw(seed: UInt64, _ shape: (Double) -> Double) -> [Double] {
        var draws = Draws(seed: seed)
        return (0..<5_000).map { _ in shape(draws.uniform()) }
    }
}

@Suite struct LatencySketchTests {
    @Test(arguments: LatencyCase.all)
    func quantilesAreNumPysWithinOnePercent(_ latencies: LatencyCase) throws {
        var sketch = LatencySketch()
        for value in latencies.values { sketch.add(value) }
        for (quantile, expected) in zip(LatencyCase.quantiles, latencies.expected) {
            let answer = try #require(sketch.quantile(quantile))
            #expect(abs(answer - expected) <= 0.01 * expected, "q \(quantile)")
        }
        #expect(sketch.count == Int64(latencies.values.count))
        #expect(abs(sketch.sum - latencies.values.reduce(0, +)) < 1e-6)
        #expect(sketch.minimum == latencies.values.min())
        #expect(sketch.maximum == latencies.values.max())
    }

    @Test func everyValueFromAMicrosecondToAMillionSecondsIsWithinOnePercent() {
        var draws = Draws(seed: 9)
        var worst = 0.0
        for _ in 0..<200_000 {
            let value = exp(log(1e-6) + draws.uniform() * log(1e12))
            let answer = LatencyBucket.value(at: LatencyBucket.index(of: value))
            worst = max(worst, abs(answer - value) / value)
        }
        #expect(worst <= 0.01)
        #expect(worst > 0.009, "buckets far narrower than promised waste memory")
    }

    @Test func bucketEdgesKeepThePromiseOnBothSides() {
        for index in 2...LatencyBucket.last - 1 {
            let middle = LatencyBucket.value(at: index)
            for value in [middle * 0.9905, middle, middle * 1.0095] {
                let answer = LatencyBucket.value(at: LatencyBucket.index(of: value))
                #expect(abs(answer - value) <= 0.01 * value)
            }
        }
    }

    @Test func zerosTakePartAndInvalidValuesAreCountedApart() {
        var sketch = LatencySketch()
        for value in [0, 0, 0, 0.5, -1, .nan, .infinity, -.infinity] { sketch.add(value) }
        #expect(sketch.count == 4)
        #expect(sketch.invalid == 4)
        #expect(sketch.sum == 0.5)
        #expect(sketch.quantile(0.5) == 0)
        #expect(sketch.quantile(0.75) == 0)
        #expect(sketch.quantile(1) == 0.5)
        #expect(sketch.minimum == 0)
    }

    @Test func extremeValuesDoNotTrap() {
        var sketch = LatencySketch()
        sketch.add(1e-300)
        sketch.add(.greatestFiniteMagnitude)
        sketch.add(.leastNonzeroMagnitude)
        #expect(sketch.count == 3)
        #expect(sketch.maximum == .greatestFiniteMagnitude)
        #expect(sketch.quantile(.nan) != nil)
        #expect((sketch.quantile(7) ?? 0) > 1e26)
        #expect((sketch.quantile(-7) ?? 1) <= 1e-300)
    }

    @Test func emptySketchKnowsNothing() {
        let sketch = LatencySketch()
        #expect(sketch.quantile(0.5) == nil)
        #expect(sketch.minimum == nil)
        #expect(sketch.maximum == nil)
        #expect(sketch.isEmpty)
    }

    @Test func mergingEqualsAddingEverything() {
        let values = Draws.lognormal(seed: 7, count: 3_000, mu: -2, sigma: 2)
        var whole = LatencySketch()
        var merged = LatencySketch()
        for start in stride(from: 0, to: values.count, by: 37) {
            var slot = LatencySketch()
            for value in values[start..<min(start + 37, values.count)] {
                slot.add(value)
                whole.add(value)
            }
            merged.merge(slot)
        }
        for step in 0...100 {
            #expect(merged.quantile(Double(step) / 100) == whole.quantile(Double(step) / 100))
        }
        #expect(merged.count == whole.count)
        #expect(merged.minimum == whole.minimum)
        #expect(merged.maximum == whole.maximum)
    }

    @Test func subtractingLeavesWhatWasNeverThere() throws {
        let kept = Draws.lognormal(seed: 11, count: 400, mu: -2, sigma: 1)
        let leaving = Draws.lognormal(seed: 12, count: 300, mu: 1, sigma: 1)
        var sketch = LatencySketch()
        var slot = LatencySketch()
        for value in kept { sketch.add(value) }
        for value in leaving { slot.add(value) }
        slot.add(.nan)
        sketch.merge(slot)
        sketch.subtract(slot)
        let sorted = kept.sorted()
        #expect(sketch.count == 400)
        #expect(sketch.invalid == 0)
        for (quantile, place) in [(0.25, 99), (0.5, 199), (0.99, 395), (1, 399)] {
            let answer = try #require(sketch.quantile(quantile))
            #expect(abs(answer - sorted[place]) <= 0.01 * sorted[place])
        }
    }

    @Test func countsBeyondTwentyBitsAreKept() {
        var sketch = LatencySketch()
        sketch.add(0.1, count: 3_000_000)
        sketch.add(0.1, count: 3_000_000)
        sketch.add(0.2, count: 5_999_999)
        var half = LatencySketch()
        half.add(0.1, count: 5_000_001)
        #expect(sketch.count == 11_999_999)
        #expect(abs((sketch.quantile(0.5) ?? 0) - 0.1) < 0.001)
        #expect(LatencySketch(LatencyAccumulator(sketch)) == sketch)
        sketch.subtract(half)
        #expect(sketch.count == 6_999_998)
        var buckets: [Int: Int64] = [:]
        sketch.forEachBucket { buckets[$0, default: 0] += $1 }
        #expect(buckets.values.sorted() == [999_999, 5_999_999])
    }
}
