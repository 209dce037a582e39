import Detection
import Testing

/// Every statistic of every pair of samples in `vectors/drift.json`.
@Suite struct NumericVectorTests {
    /// Our answer to a statistic of the file; nil for a name it should not have.
    private static func answer(
        _ name: String, _ reference: [Double], _ current: [Double], _ pair: Vectors.Numeric
    ) -> [Double]? {
        let a = reference.sorted()
        let b = current.sorted()
        switch name {
        case "ref_first3": return Array(reference.prefix(3))
        case "cur_first3": return Array(current.prefix(3))
        case "ks_auto": return list(KolmogorovSmirnovTest.test(a, b))
        case "ks_exact": return list(KolmogorovSmirnovTest.test(a, b, method: .exact))
        case "ks_asymp": return list(KolmogorovSmirnovTest.test(a, b, method: .asymptotic))
        case "cvm_auto": return list(CramerVonMisesTest.test(a, b))
        case "cvm_asymp": return list(CramerVonMisesTest.test(a, b, method: .asymptotic))
        case "wasserstein": return SampleDistance.wasserstein(a, b).map { [$0] }
        case "wasserstein_normed_evidently":
            return SampleDistance.wassersteinNormed(reference: a, current: b).map { [$0] }
        case "energy": return SampleDistance.energy(a, b).map { [$0] }
        case "anderson_ksamp_stat": return AndersonDarlingTest.statistic(a, b).map { [$0] }
        case "mannwhitney_two_sided_asymp": return list(MeanTests.mannWhitney(a, b))
        case "welch": return list(MeanTests.welch(a, b))
        case "ref_decile_edges": return deciles(a)
        case "nannyml_doane_bins":
            return [Double(EqualWidthBins.edges(of: a, rule: .doane).count - 1)]
        default: return binned(name, a, b)
        }
    }

    private static func binned(_ name: String, _ a: [Double], _ b: [Double]) -> [Double]? {
        let (p, q) = (shares(a, deciles(a)), shares(b, deciles(a)))
        let floored = (Shares.floored(p, at: 1e-4), Shares.floored(q, at: 1e-4))
        let united = EqualWidthBins.edges(of: a + b, rule: .sturges)
        let (u, v) = (counted(a, united), counted(b, united))
        let filled = (withoutZeros(u), withoutZeros(v))
        let (x, y) = withRest(a, b, EqualWidthBins.edges(of: a, rule: .doane))
        switch name {
        case "psi_ref_deciles_floor1e-4": return [Shares.stabilityIndex(floored.0, floored.1)]
        case "kl_ref_deciles_floor1e-4": return [Shares.kullbackLeibler(floored.0, floored.1)]
        case "js_base2_ref_deciles": return [Shares.jensenShannon(p, q, base: 2)]
        case "js_base_e_ref_deciles": return [Shares.jensenShannon(p, q)]
        case "hellinger_ref_deciles": return [Shares.hellinger(p, q)]
        case "tvd_ref_deciles": return [Shares.totalVariation(p, q)]
        case "linf_ref_deciles": return [Shares.largestDifference(p, q)]
        case "evidently_psi": return [Shares.stabilityIndex(filled.0, filled.1)]
        case "evidently_kl": return [Shares.kullbackLeibler(filled.0, filled.1)]
        case "evidently_js": return [Shares.jensenShannon(u, v)]
        case "nannyml_js": return [Shares.jensenShannon(x, y, base: 2)]
        case "nannyml_hellinger": return [Shares.hellinger(x, y)]
        default: return nil
        }
    }

    private static func list(_ result: TestResult?) -> [Double]? {
        result.map { [$0.statistic, $0.pValue] }
    }
    private static func deciles(_ sorted: [Double]) -> [Double] {
        (1...9).compactMap { SampleQuantile.linear.value(Double($0) / 10, of: sorted) }
    }
    /// Shares between inner edges, the outer bins open, as the file's were made.
    private static func shares(_ values: [Double], _ edges: [Double]) -> [Double] {
        var counts = Array(repeating: 0, count: edges.count + 1)
        for value in values { counts[edges.count { $0 <= value }] += 1 }
        return Shares.shares(of: counts)
    }
    private static func counted(_ values: [Double], _ edges: [Double]) -> [Double] {
        EqualWidthBins.counts(of: values, edges: edges).map { Double($0) / Double(values.count) }
    }
    /// Evidently's replacement for empty bins.
    private static func withoutZeros(_ shares: [Double]) -> [Double] {
        let least = shares.filter { $0 > 0 }.min() ?? 1
        return shares.map { $0 > 0 ? $0 : least > 1e-4 ? 1e-4 : least / 1e6 }
    }
    /// NannyML's extra bin for what lies outside the reference's range.
    private static func withRest(
        _ a: [Double], _ b: [Double], _ edges: [Double]
    ) -> ([Double], [Double]) {
        let (p, q) = (counted(a, edges), counted(b, edges))
        return (p + [0], q + [max(0, 1 - q.reduce(0, +))])
    }

    @Test func everyStatisticIsTheOracles() throws {
        guard let vectors = try Vectors.load() else { return }
        #expect(vectors.numeric.count == 7)
        var checked = 0
        for pair in vectors.numeric {
            for (name, expected) in pair.statistics {
                let answer = try #require(
                    Self.answer(name, pair.reference, pair.current, pair), "\(pair.name) \(name)")
                #expect(answer.count == expected.count, "\(pair.name) \(name)")
                for (ours, theirs) in zip(answer, expected) {
                    // SciPy breaks off Cramér–von Mises's series early; see `LimitTests`.
                    let rounding = name.hasPrefix("cvm") ? 1e-10 : 1e-15
                    #expect(
                        abs(ours - theirs) <= 1e-10 * abs(theirs) + rounding,
                        "\(pair.name) \(name): \(ours) is not \(theirs)")
                    checked += 1
                }
            }
        }
        #expect(checked > 200)
    }
}
