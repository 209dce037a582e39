import Detection
import Testing

@Suite struct PopulationStabilityTests {
    private let reference = FeatureReference(numbers: (1...1_000).map(Double.init))

    @Test func theSameDistributionHasNoDistance() {
        let slots = Array(repeating: 50, count: 10) + [0, 0]
        let result = PopulationStability.drift(of: slots, from: reference)
        #expect(result.value == 0)
        #expect(!result.drifted)
        #expect(result.referenceCount == 1_000)
        #expect(result.currentCount == 500)
    }

    /// `sum((p - q) * numpy.log(p / q))` over ten bins, and `chi2.isf(0.001, 9) * (1/1000 +
    /// 1/600)`.
    @Test func valueAndThresholdAreTheFormulas() throws {
        let slots = [20, 20, 40, 60, 60, 60, 60, 80, 100, 100, 0, 7]
        let result = PopulationStability.drift(of: slots, from: reference)
        let value = try #require(result.value)
        let threshold = try #require(result.threshold)
        #expect(abs(value - 0.23769662767654487) < 1e-12)
        #expect(threshold == 0.1)
        #expect(result.drifted)
        let sum = result.parts.reduce(0) { $0 + $1.contribution }
        #expect(abs(sum - value) < 1e-12)
        let small = PopulationStability.threshold(bins: 10, referenceCount: 100, currentCount: 150)
        #expect(abs(small - 27.877164871256575 * (1.0 / 100 + 1.0 / 150)) < 1e-12)
    }

    /// By hand in Python: the same sum over two windows, rare bins as one, and `chi2.isf(0.001, k) *
    /// (1/n + 1/m)`.
    @Test func twoWindowsAreHeldAgainstEachOther() throws {
        let far = try #require(PopulationStability.distance([60, 50, 40], [20, 50, 80]))
        #expect(abs(far.value - 0.4778025251274814) < 1e-12)
        #expect(abs(far.threshold - 0.18420680743952367) < 1e-9)
        let back = try #require(PopulationStability.distance([20, 50, 80], [60, 50, 40]))
        #expect(abs(back.value - far.value) < 1e-12)
        let near = try #require(
            PopulationStability.distance(
                [300, 250, 200, 150, 99, 1], [280, 260, 210, 140, 108, 2]))
        #expect(abs(near.value - 0.0044261444913022835) < 1e-12 && near.threshold == 0.1)
        #expect(PopulationStability.distance([99, 0], [500, 500]) == nil)
    }

    @Test func tooFewValuesAreUnknownAndALittleMoreRaiseNoAlarm() {
        func result(_ count: Int) -> DriftResult {
            var slots = Array(repeating: 0, count: reference.slotCount)
            slots[0] = count
            return PopulationStability.drift(of: slots, from: reference)
        }
        #expect(result(99).value == nil)
        #expect(result(99).threshold == nil)
        #expect((result(100).value ?? 0) > 1)
        #expect(!result(499).drifted)
        #expect(result(500).drifted)
    }

    @Test func nullsTakeNoPart() {
        let slots = Array(repeating: 50, count: 10) + [0, 100_000]
        let result = PopulationStability.drift(of: slots, from: reference)
        #expect(result.value == 0)
        #expect(result.currentCount == 500)
        let nulls = reference.nulls(in: slots)
        #expect(nulls.exceeded)
        #expect(nulls.value == 100_000.0 / 100_500)
    }

    @Test func anEmptyBinCountsAsHalfAValue() throws {
        let reference = FeatureReference(categories: ["a": 500, "b": 500])
        let result = PopulationStability.drift(of: [500, 0, 0, 0], from: reference)
        // (0.5 - 1)·ln(0.5 / 1) + (0.5 - 0.001)·ln(0.5 / 0.001)
        let value = try #require(result.value)
        #expect(abs(value - (0.346_573_590_279_97 + 0.499 * 6.214_608_098_422_19)) < 1e-12)
    }

    @Test func unseenValuesAreABinOfTheirOwn() throws {
        let reference = FeatureReference(categories: ["a": 10_000, "b": 10_000])
        let result = PopulationStability.drift(of: [490, 490, 20, 0], from: reference)
        #expect(result.parts.last?.content == .unseen)
        #expect(result.parts.count == 3)
        // 2·(0.5 - 0.49)·ln(0.5 / 0.49) + (0.02 - 0.000025)·ln(0.02 / 0.000025)
        let value = try #require(result.value)
        #expect(abs(value - 0.13392917340651722) < 1e-12)
        #expect(result.drifted)
        #expect(reference.unseen(in: [490, 490, 20, 0]).exceeded)
    }

    @Test func oneTypoIsNoDrift() {
        let reference = FeatureReference(categories: ["a": 25_000, "b": 25_000])
        let slots = [250, 249, 1, 0]
        #expect(!PopulationStability.drift(of: slots, from: reference).drifted)
        #expect(!reference.unseen(in: slots).exceeded)
    }

    @Test func textInANumericColumnDrifts() {
        var slots = Array(repeating: 0, count: reference.slotCount)
        slots[reference.unseenIndex] = 1_000
        let result = PopulationStability.drift(of: slots, from: reference)
        #expect(result.drifted)
        #expect(reference.unseen(in: slots).value == 1)
        #expect(reference.unseen(in: slots).exceeded)
    }

    @Test func rareCategoriesAreComparedTogether() {
        let reference = FeatureReference(categories: ["a": 9_970, "b": 12, "c": 9, "d": 9])
        let result = PopulationStability.drift(of: [495, 2, 1, 1, 1, 0], from: reference)
        #expect(result.parts.map(\.content) == [.bin(.category("a")), .rare(mostly: nil)])
        #expect(result.parts.last?.currentCount == 5)
        let flood = PopulationStability.drift(of: [400, 1, 99, 0, 0, 0], from: reference)
        #expect(flood.drifted)
        #expect(flood.parts.last?.content == .rare(mostly: "c"))
    }

    @Test func aTinyReferenceStillAnswers() {
        let reference = FeatureReference(numbers: [1, 2, 3])
        var slots = Array(repeating: 0, count: reference.slotCount)
        slots[0] = 600
        let result = PopulationStability.drift(of: slots, from: reference)
        #expect(result.value != nil)
        #expect(!result.drifted, "three values prove nothing")
    }
}
