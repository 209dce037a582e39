import Detection
import Glibc
import Testing

/// Every statistic of every pair of counts in `vectors/drift.json`.
@Suite struct CategoricalVectorTests {
    private static func answer(_ name: String, _ pair: Vectors.Categorical) -> [Double]? {
        let (a, b) = (pair.reference, pair.current)
        let (p, q) = (Shares.shares(of: a), Shares.shares(of: b))
        switch name {
        case "chi2_contingency": return list(ContingencyTests.chiSquare(a, b))
        case "chi2_contingency_nocorr":
            return list(ContingencyTests.chiSquare(a, b, corrected: false))
        case "g_test":
            return list(ContingencyTests.likelihoodRatio(a, b)).map { Array($0.prefix(2)) }
        case "chisquare_gof_evidently":
            return list(ContingencyTests.goodnessOfFit(b, shares: p)).map { Array($0.prefix(2)) }
        case "fisher":
            return ContingencyTests.fisher((a[0], a[1]), (b[0], b[1])).map {
                [$0.statistic, $0.pValue]
            }
        case "two_prop_z":
            // The share of the second category, reference less window.
            return Proportions.test(a[1], of: a[0] + a[1], b[1], of: b[0] + b[1]).map {
                [$0.statistic, $0.pValue]
            }
        case "js_base2": return [Shares.jensenShannon(p, q, base: 2)]
        case "js_base_e": return [Shares.jensenShannon(p, q)]
        case "linf": return [Shares.largestDifference(p, q)]
        case "tvd": return [Shares.totalVariation(p, q)]
        case "hellinger": return [Shares.hellinger(p, q)]
        case "psi_floor1e-4":
            return [
                Shares.stabilityIndex(
                    Shares.floored(p, at: 1e-4), Shares.floored(q, at: 1e-4))
            ]
        default: return nil
        }
    }

    private static func list(_ result: ContingencyTests.Result?) -> [Double]? {
        result.map { [$0.statistic, $0.pValue, Double($0.degrees)] }
    }

    @Test func everyStatisticIsTheOracles() throws {
        guard let vectors = try Vectors.load() else { return }
        #expect(vectors.categorical.count == 5)
        for pair in vectors.categorical {
            for (name, expected) in pair.statistics {
                let answer = try #require(Self.answer(name, pair), "\(pair.name) \(name)")
                #expect(answer.count == expected.count, "\(pair.name) \(name)")
                for (ours, theirs) in zip(answer, expected) {
                    #expect(
                        ours == theirs || abs(ours - theirs) <= 1e-11 * abs(theirs),
                        "\(pair.name) \(name): \(ours) is not \(theirs)")
                }
            }
        }
    }

    @Test func quantilesAreNumPysByEveryRule() throws {
        guard let vectors = try Vectors.load() else { return }
        #expect(vectors.quantiles.count == SampleQuantile.allCases.count)
        for expected in vectors.quantiles {
            let rule = try #require(SampleQuantile(rawValue: expected.method))
            let sorted = expected.lognormal.values(rounded: false).map { exp($0) }.sorted()
            for (text, value) in expected.q {
                let q = try #require(Double(text))
                let answer = try #require(rule.value(q, of: sorted))
                #expect(abs(answer - value) <= 1e-12 * value, "\(rule) \(q)")
            }
        }
    }

    @Test func impossibleTablesAreNoAnswer() {
        #expect(ContingencyTests.chiSquare([0, 0], [3, 4]) == nil)
        #expect(ContingencyTests.chiSquare([3, 0], [4, 0]) == nil)
        #expect(Proportions.test(0, of: 10, 0, of: 20) == nil)
        #expect(ContingencyTests.goodnessOfFit([], shares: []) == nil)
        #expect(ContingencyTests.fisher((0, 0), (1, 2)) == nil)
    }
}
