import Detection
import Testing

@Suite struct RatioLimitTests {
    @Test func ofACleanReferenceTheMarginIsTheLimit() throws {
        let reference = FeatureReference(numbers: (0..<50_000).map(Double.init))
        var slots = Array(repeating: 0, count: reference.slotCount)
        slots[0] = 950
        slots[reference.nullIndex] = 50
        let atLimit = reference.nulls(in: slots)
        #expect(atLimit.limit == 0.05)
        #expect(atLimit.value == 0.05)
        #expect(!atLimit.exceeded, "at the limit is not above it")
        slots[reference.nullIndex] = 51
        #expect(reference.nulls(in: slots).exceeded)
        slots[reference.unseenIndex] = 9
        #expect(reference.unseen(in: slots).limit == 0.01)
        #expect(!reference.unseen(in: slots).exceeded)
        slots[reference.unseenIndex] = 10
        #expect(reference.unseen(in: slots).exceeded)
    }

    @Test func ofAReferenceFullOfNullsThreeStandardErrorsAreTheLimit() throws {
        let reference = FeatureReference(
            numbers: (0..<5_000).map(Double.init), nulls: 5_000)
        var slots = Array(repeating: 0, count: reference.slotCount)
        slots[0] = 300
        slots[reference.nullIndex] = 300
        let limit = try #require(reference.nulls(in: slots).limit)
        // 0.5 + 3·√(0.5·0.5·(1/10 000 + 1/600))
        #expect(abs(limit - 0.5630476011) < 1e-9)
    }

    @Test func raritiesOfTheReferenceAreExpectedOfTheWindowToo() throws {
        var categories = ["common": 900]
        for index in 0..<100 { categories["rare \(index)"] = 1 }
        let reference = FeatureReference(categories: categories)
        let expected = try #require(reference.expectedUnseen)
        #expect(expected.value == 0.1)
        var slots = Array(repeating: 0, count: reference.slotCount)
        slots[0] = 900
        slots[reference.unseenIndex] = 100
        #expect(!reference.unseen(in: slots).exceeded)
        slots[reference.unseenIndex] = 200
        #expect(reference.unseen(in: slots).exceeded)
    }

    @Test func tooFewValuesExceedNothing() {
        let reference = FeatureReference(categories: ["a": 10_000])
        #expect(reference.nulls(in: [0, 0, 499]).value == 1)
        #expect(!reference.nulls(in: [0, 0, 499]).exceeded)
        #expect(reference.nulls(in: [0, 0, 500]).exceeded)
        #expect(reference.nulls(in: [0, 0, 0]).value == nil)
        #expect(reference.unseen(in: [0, 0, 500]).value == nil, "nulls are not values")
    }
}
