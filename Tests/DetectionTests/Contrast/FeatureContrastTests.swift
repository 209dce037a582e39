import Telemetry
import Testing

@testable import Detection

@Suite struct FeatureContrastTests {
    private static func reference() -> FeatureReference {
        var column = ReferenceTable.Column()
        column.categories = ["DE": 600, "FR": 300, "US": 100]
        return FeatureReference(column)
    }

    private static func column(_ chosen: [Int], _ rest: [Int]) -> FeatureContrast.Column {
        FeatureContrast.Column(
            name: "country", reference: reference(), chosen: chosen + [0, 0],
            rest: rest + [0, 0])
    }

    /// `scipy.stats.fisher_exact([[44, 6], [80, 870]])` gives 5.2264265720374e-37; three parts are
    /// looked at.
    @Test func `the surest part is named with Fisher's probability times the parts looked at`()
        throws
    {
        let found = FeatureContrast.strongest([Self.column([3, 3, 44], [570, 300, 80])])
        let first = try #require(found.first)
        #expect(found.count == 1)
        #expect(first.feature == "country")
        #expect(first.words == "US")
        #expect(first.share == 0.88)
        #expect(first.shareOfAll == 0.124)
        #expect(abs(first.pValue / (3 * 5.226_426_572_037_4e-37) - 1) < 1e-6)
    }

    @Test func `chance alone names something in one screen of a hundred`() {
        var state: UInt64 = 9
        func draw() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / 9_007_199_254_740_992
        }
        func rows(_ count: Int) -> [Int] {
            var counts = [0, 0, 0]
            for _ in 0..<count {
                let place = draw()
                counts[place < 0.6 ? 0 : place < 0.9 ? 1 : 2] += 1
            }
            return counts
        }
        let named = (0..<1_000).filter { _ in
            !FeatureContrast.strongest([Self.column(rows(64), rows(1_216))]).isEmpty
        }
        // Ten, give or take three standard deviations.
        #expect(named.count < 20)
    }

    @Test func `what is rarer among them is not named, nor a sure but small difference`() {
        #expect(FeatureContrast.strongest([Self.column([0, 0, 0], [600, 300, 100])]).isEmpty)
        let large = Self.column([65_000, 25_000, 10_000], [600_000, 300_000, 100_000])
        #expect(FeatureContrast.strongest([large]).isEmpty)
    }
}
