import Detection
import Testing

@Suite struct MovementTests {
    private func words(
        _ slots: [Int], _ reference: FeatureReference, _ new: [Movement.NewValue] = []
    ) -> String {
        Movement(PopulationStability.drift(of: slots, from: reference), newValues: new).words
    }
    private let tenure = FeatureReference(numbers: (1...1_000).map { Double($0) / 10 })
    private let plan = FeatureReference(categories: ["basic": 10_000, "pro": 10_000])

    @Test func aGrownTailIsNamedByItsBound() {
        let slots = [80, 80, 80, 80, 80, 80, 80, 80, 80, 280, 0, 0]
        #expect(words(slots, tenure) == "above 90: 28 %, was 10 %")
    }

    @Test func neighbouringBinsThatGrewAreOneStretch() {
        let slots = [60, 60, 60, 200, 200, 200, 60, 60, 50, 50, 0, 0]
        #expect(words(slots, tenure) == "30 to 60: 60 %, was 30 %")
        let low = [300, 300, 50, 50, 50, 50, 50, 50, 50, 50, 0, 0]
        #expect(words(low, tenure) == "up to 20: 60 %, was 20 %")
    }

    @Test func wholeNumbersAreNamedAsThemselves() {
        let children = [0: 4_000, 1: 2_000, 2: 2_000, 3: 2_000]
        let reference = FeatureReference(
            numbers: children.flatMap { Array(repeating: Double($0.key), count: $0.value) })
        #expect(words([300, 100, 500, 100, 0, 0], reference) == "2: 50 %, was 20 %")
        #expect(words([200, 400, 400, 0, 0, 0], reference) == "1 to 2: 80 %, was 40 %")
        #expect(words([200, 100, 100, 600, 0, 0], reference) == "above 2: 60 %, was 20 %")
    }

    @Test func aNewValueIsNamed() {
        let new = [Movement.NewValue(name: "flex-24", count: 19)]
        #expect(words([490, 491, 19, 0], plan, new) == "new value flex-24")
        let more = new + [Movement.NewValue(name: "flex-12", count: 30)]
        #expect(words([490, 491, 19, 0], plan, more) == "new value flex-12 and 1 more")
        #expect(words([490, 491, 19, 0], plan) == "new values: 1.9 %")
    }

    @Test func aCategoryThatTookOverIsNamed() {
        #expect(words([300, 700, 0, 0], plan) == "pro: 70 %, was 50 %")
    }

    @Test func aBiggerShiftAmongKnownCategoriesComesFirst() {
        #expect(words([285, 700, 15, 0], plan) == "pro: 70 %, was 50 %")
    }

    @Test func aLossIsNamedWhenNothingGrewBeyondChance() {
        let categories = Dictionary(uniqueKeysWithValues: (0..<40).map { ("c\($0)", 10_250) })
        let reference = FeatureReference(categories: categories)
        var slots = Array(repeating: 50, count: reference.slotCount)
        slots[reference.unseenIndex] = 0
        slots[reference.nullIndex] = 0
        slots[0] = 0
        for index in 1...25 { slots[index] += 2 }
        #expect(words(slots, reference) == "c0: 0 %, was 2.5 %")
    }

    @Test func nothingIsSaidWithinChance() {
        #expect(words([52, 48, 50, 55, 45, 50, 50, 50, 50, 50, 0, 0], tenure) == "")
        #expect(words([500, 499, 1, 0], plan) == "")
        #expect(words([3, 4, 0, 0], plan) == "")
    }

    @Test(arguments: [
        (72.0, "72"), (0.625, "0.625"), (39_811, "39.8 k"), (1_543.7, "1544"), (2_018, "2018"),
        (1_234_567, "1.23 M"), (-0.05, "-0.05"), (0, "0"), (12_600, "12.6 k"), (1e-7, "1e-7"),
        (-45_000, "-45 k"), (0.999_9, "1"), (2.5e13, "25 T"),
    ])
    func boundsHaveThreeDigits(_ number: Double, _ expected: String) {
        #expect(Wording.bound(number) == expected)
    }

    @Test(arguments: [
        (0.21, "21 %"), (0.03, "3 %"), (0.019, "1.9 %"), (0.000_2, "< 0.1 %"), (0, "0 %"),
        (1, "100 %"), (0.0996, "10 %"),
    ])
    func percentagesReadAsOnTheScreen(_ share: Double, _ expected: String) {
        #expect(Wording.percent(share) == expected)
    }
}
