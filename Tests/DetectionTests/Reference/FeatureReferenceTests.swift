import Detection
import Telemetry
import Testing

@Suite struct FeatureReferenceTests {
    @Test func continuousNumbersGetTenBinsOfATenthEach() {
        var draws = Draws(seed: 1)
        let reference = FeatureReference(numbers: draws.normals(1_000))
        #expect(reference.kind == .numeric)
        #expect(reference.bins.map(\.count) == Array(repeating: 100, count: 10))
        #expect(reference.edges == reference.edges.sorted())
        #expect(reference.slotCount == 12)
    }

    @Test func whatLiesOutsideTheReferenceCountsInTheOuterBins() {
        let reference = FeatureReference(numbers: (1...100).map(Double.init))
        #expect(reference.binIndex(of: -1e9) == 0)
        #expect(reference.binIndex(of: -.infinity) == 0)
        #expect(reference.binIndex(of: 1e9) == 9)
        #expect(reference.binIndex(of: .infinity) == 9)
        #expect(reference.binIndex(of: .nan) == reference.nullIndex)
    }

    @Test func aValueOnAnEdgeFallsWhereTheReferencesOwnDid() {
        let reference = FeatureReference(numbers: (1...100).map(Double.init))
        #expect(reference.edges == [10, 20, 30, 40, 50, 60, 70, 80, 90])
        for value in 1...100 {
            let bin = reference.binIndex(of: Double(value))
            #expect(bin == (value - 1) / 10)
        }
    }

    @Test func aHeavyValueStandsAlone() {
        let low = Array(repeating: 0.0, count: 300) + (1...700).map(Double.init)
        let lowest = FeatureReference(numbers: low)
        #expect(lowest.edges.first == 0)
        #expect(lowest.bins.first?.count == 300)
        let high = (1...600).map(Double.init) + Array(repeating: 1_000.0, count: 400)
        let highest = FeatureReference(numbers: high)
        #expect(highest.edges.last == 600)
        #expect(highest.bins.last?.count == 400)
        let middle =
            (1...350).map(Double.init) + Array(repeating: 500.0, count: 300)
            + (601...950).map(Double.init)
        let inside = FeatureReference(numbers: middle)
        #expect(inside.bins[inside.binIndex(of: 500)].count == 300)
        #expect(inside.bins.allSatisfy { $0.count >= 25 })
    }

    @Test func aFewWholeNumbersGetABinEach() {
        let counts = [3: 200, 4: 300, 5: 300, 6: 200]
        let numbers = counts.flatMap { Array(repeating: Double($0.key), count: $0.value) }
        let reference = FeatureReference(numbers: numbers)
        #expect(reference.kind == .numeric)
        #expect(reference.bins.map(\.count) == [200, 300, 300, 200])
        #expect(reference.edges == [3, 4, 5])
    }

    @Test func twoNumbersAreCategories() {
        let reference = FeatureReference(
            numbers: Array(repeating: 0, count: 30) + Array(repeating: 1, count: 70))
        #expect(reference.kind == .categorical)
        #expect(reference.bins.map(\.content) == [.category("1"), .category("0")])
        #expect(reference.binIndex(of: 1.0) == 0)
        #expect(reference.binIndex(ofCategory: "1") == 0)
        #expect(reference.binIndex(ofCategory: "0.0") == 1)
        #expect(reference.binIndex(ofCategory: "True") == 0)
        #expect(reference.binIndex(ofCategory: "false") == 1)
        #expect(reference.binIndex(of: 2) == reference.unseenIndex)
    }

    @Test func booleansMatchHoweverTheyAreWritten() {
        let reference = FeatureReference(categories: ["True": 60, "False": 40])
        #expect(reference.bins.map(\.content) == [.category("true"), .category("false")])
        for text in ["true", "True", "TRUE", "1", "1.0"] {
            #expect(reference.binIndex(ofCategory: text) == 0, "\(text)")
        }
        #expect(reference.binIndex(of: 0) == 1)
        #expect(reference.binIndex(ofCategory: "yes") == reference.unseenIndex)
    }

    @Test func wholeNumbersMatchTheirFloatingSpelling() {
        let reference = FeatureReference(categories: ["21.0": 50, "36": 40, "a": 60])
        #expect(reference.kind == .categorical)
        #expect(reference.binIndex(of: 21) == 1)
        #expect(reference.binIndex(ofCategory: "21") == 1)
        #expect(reference.binIndex(ofCategory: "36.0") == 2)
        #expect(reference.binIndex(ofCategory: "021") == reference.unseenIndex)
    }

    @Test func textWhereNumbersWereIsUnseenAndSoIsTheReverse() {
        let numbers = FeatureReference(numbers: (1...500).map(Double.init))
        #expect(numbers.binIndex(ofCategory: "high") == numbers.unseenIndex)
        #expect(numbers.binIndex(ofCategory: "7") == 0)
        let texts = FeatureReference(categories: ["low": 5, "high": 5])
        #expect(texts.binIndex(of: 3.5) == texts.unseenIndex)
    }

    @Test func aFewTextsAmongNumbersKeepTheirOwnBin() {
        var column = ReferenceTable.Column()
        column.numbers = (1...950).map(Double.init)
        column.categories = ["unknown": 50]
        let reference = FeatureReference(column)
        #expect(reference.kind == .numeric)
        #expect(reference.bins.last?.content == .text)
        #expect(reference.binIndex(ofCategory: "unknown") == 10)
        #expect(reference.binIndex(ofCategory: "n/a") == reference.unseenIndex)
    }

    @Test(arguments: [0, 700])
    func aColumnCountsIntoItsOwnBins(_ texts: Int) {
        var draws = Draws(seed: 8)
        var column = ReferenceTable.Column()
        column.numbers = draws.normals(800) + [.nan]
        column.categories = texts > 0 ? ["True": texts, "n/a": 40] : [:]
        column.nulls = 12
        let reference = FeatureReference(column)
        let slots = reference.slots(counting: column)
        #expect(Array(slots.prefix(reference.bins.count)) == reference.bins.map(\.count))
        #expect(slots[reference.unseenIndex] == 0)
        #expect(slots[reference.nullIndex] == 13)
        #expect(!PopulationStability.drift(of: slots, from: reference).drifted)
    }

    @Test func nullsAreCountedAndNaNsAreNulls() {
        let reference = FeatureReference(numbers: [1, 2, .nan, 3, 4], nulls: 1)
        #expect(reference.rows == ReferenceRows(values: 4, nulls: 2))
        #expect(reference.rows.nullRatio == 2.0 / 6)
    }

    @Test func categoriesBeyondTheBoundAreOther() {
        var counts: [String: Int] = [:]
        for index in 0..<150 { counts["c\(index)"] = index < 100 ? 1_000 - index : 150 - index }
        let reference = FeatureReference(categories: counts)
        #expect(reference.bins.count == 101)
        #expect(reference.bins.last?.content == .otherCategories)
        #expect(reference.binIndex(ofCategory: "c99") == 99)
        #expect(reference.binIndex(ofCategory: "c100") == 100)
        #expect(reference.binIndex(ofCategory: "c149") == 100)
        #expect(reference.binIndex(ofCategory: "c150") == reference.unseenIndex)
    }

    @Test func ofManySimilarCategoriesNoneIsPickedOutByLuck() {
        var draws = Draws(seed: 3)
        var counts: [String: Int] = [:]
        for _ in 0..<3_000 { counts["c\(Int(draws.uniform() * 300))", default: 0] += 1 }
        let reference = FeatureReference(categories: counts)
        #expect(reference.bins.count <= 3)
        #expect(reference.bins.last?.content == .otherCategories)
    }

    @Test func identifiersAreExpectedToBeNew() {
        let unique = Dictionary(uniqueKeysWithValues: (0..<20_000).map { ("id-\($0)", 1) })
        let reference = FeatureReference(categories: unique)
        #expect(reference.expectedUnseen?.value == 1)
        #expect(reference.bins.map(\.content) == [.otherCategories])
        #expect(reference.binIndex(ofCategory: "id-x") == 0, "beyond what is remembered")
    }

    @Test func anEmptyReferencePlacesNothingAndTrapsNowhere() {
        let reference = FeatureReference(ReferenceTable.Column())
        #expect(reference.bins.isEmpty)
        #expect(reference.expectedUnseen == nil)
        #expect(reference.binIndex(of: 1) == reference.unseenIndex)
        #expect(reference.binIndex(ofCategory: "a") == reference.unseenIndex)
        let result = PopulationStability.drift(of: [1_000, 0], from: reference)
        #expect(result.value == nil)
        #expect(!result.drifted)
        #expect(!reference.unseen(in: [1_000, 0]).exceeded)
    }
}
