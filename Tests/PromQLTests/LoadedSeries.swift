import PromQL
import Telemetry

/// Series written as in a test script, as a source.
struct LoadedSeries: SeriesSource {
    private var series: [SeriesSamples] = []

    init(_ text: String) {
        guard let script = try? Script(parsing: text) else { return }
        for case .load(let load) in script.commands {
            series += load.series.map { one in
                SeriesSamples(
                    labels: one.labels,
                    samples: one.samples(from: Timestamp(milliseconds: 0), step: load.step))
            }
        }
    }

    func select(
        _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
    ) -> [SeriesSamples] {
        series.filter { one in matchers.allSatisfy { $0.accepts(one.labels) } }.compactMap { one in
            let samples = one.samples.filter { $0.time > after && $0.time <= through }
            return samples.isEmpty ? nil : SeriesSamples(labels: one.labels, samples: samples)
        }
    }
}
