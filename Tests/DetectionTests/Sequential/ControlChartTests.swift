import Detection
import Testing

/// Exact average run lengths from the R package spc, which the charts must meet within the error of
/// a simulation.
@Suite struct ControlChartTests {
    private func meanRunLength(
        _ chart: some ChangeDetector, shift: Double, runs: Int, seed: UInt64
    ) -> Double {
        var draws = Draws(seed: seed)
        var steps = 0
        for _ in 0..<runs {
            var chart = chart
            repeat { steps += 1 } while chart.update(10 + 3 * (draws.normal() + shift)) == .steady
        }
        return Double(steps) / Double(runs)
    }

    @Test(arguments: [(4, 0, 167.7, 1_500), (4, 1, 8.383, 5_000), (5, 0.5, 38.0, 3_000)])
    func cumulativeSumRunsAsLongAsTheory(
        _ limit: Double, _ shift: Double, _ length: Double, _ runs: Int
    ) {
        let chart = CumulativeSumChart(mean: 10, deviation: 3, slack: 0.5, limit: limit)
        let mean = meanRunLength(chart, shift: shift, runs: runs, seed: 1)
        #expect(abs(mean - length) < 3 * length / Double(runs).squareRoot())
        let mirrored = meanRunLength(chart, shift: -shift, runs: runs, seed: 2)
        #expect(abs(mirrored - length) < 3 * length / Double(runs).squareRoot())
    }

    @Test(arguments: [(0, 499.6, 600), (0.5, 31.3, 3_000), (1, 10.33, 5_000)])
    func weightedMeanRunsAsLongAsTheory(_ shift: Double, _ length: Double, _ runs: Int) {
        let chart = WeightedMeanChart(mean: 10, deviation: 3)
        let mean = meanRunLength(chart, shift: shift, runs: runs, seed: 3)
        #expect(abs(mean - length) < 3 * length / Double(runs).squareRoot())
    }

    @Test func aConstantReferenceAlarmsOnTheFirstOtherValue() {
        var chart = CumulativeSumChart(mean: 5, deviation: 0)
        #expect(chart.update(5) == .steady)
        #expect(chart.update(4.9) == .change)
        var weighted = WeightedMeanChart(mean: 5, deviation: 0)
        #expect(weighted.update(5) == .steady)
        #expect(weighted.update(5.1) == .change)
    }

    @Test func aChartStartsAnewAfterAChange() {
        var chart = CumulativeSumChart(mean: 0, deviation: 1, slack: 0.5, limit: 5)
        #expect(chart.update(6) == .change)
        #expect(chart.up == 0)
        #expect(chart.update(0) == .steady)
    }
}
