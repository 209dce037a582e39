import Telemetry

/// What a script has loaded; notices when a selection meets data that this engine cannot read.
final class ScriptStore: SeriesSource {
    private struct Series {
        var samples: [Sample] = []
        var nativeHistograms: [Timestamp] = []
        var hasStartTimestamps = false
    }

    private var series: [Labels: Series] = [:]
    private var order: [Labels] = []
    /// Why the selections since the last reset cannot count; nil when they can.
    private(set) var unsupported: String?

    func clear() {
        series = [:]
        order = []
    }

    func resetUnsupported() { unsupported = nil }

    func load(_ load: ScriptCommand.Load) {
        let start = Timestamp(milliseconds: 0)
        for one in load.series {
            change(one.labels) { stored in
                for (index, point) in one.points.enumerated() where point == .nativeHistogram {
                    stored.nativeHistograms.append(
                        start + Int64(index) * load.step.milliseconds)
                }
                merge(one.samples(from: start, step: load.step), into: &stored.samples)
            }
            if load.withNativeHistograms { loadNative(one, load) }
        }
        // Without a name, `@st` holds for every series of the load.
        let isForAll = load.startTimestamped.contains(.empty)
        for labels in isForAll ? load.series.map(\.labels) : load.startTimestamped {
            change(labels) { $0.hasStartTimestamps = true }
        }
    }

    /// The native twin of a classic histogram's buckets.
    private func loadNative(_ one: SeriesNotation, _ load: ScriptCommand.Load) {
        guard let metric = one.labels.metric, metric.hasSuffix("_bucket") else { return }
        let labels = one.labels.removing(["le"])
            .setting(Labels.metricName, String(metric.dropLast("_bucket".count)))
        change(labels) { stored in
            stored.nativeHistograms += one.samples(
                from: Timestamp(milliseconds: 0), step: load.step
            ).map(\.time)
        }
    }

    private func change(_ labels: Labels, _ body: (inout Series) -> Void) {
        if series[labels] == nil { order.append(labels) }
        body(&series[labels, default: Series()])
    }

    /// Loads add up; a later load wins where both have a sample.
    private func merge(_ new: [Sample], into samples: inout [Sample]) {
        guard let last = samples.last, let first = new.first, first.time <= last.time else {
            samples += new
            return
        }
        var byTime: [Timestamp: Sample] = [:]
        for sample in samples + new { byTime[sample.time] = sample }
        samples = byTime.values.sorted { $0.time < $1.time }
    }

    func select(
        _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
    ) -> [SeriesSamples] {
        var result: [SeriesSamples] = []
        for labels in order where matchers.allSatisfy({ $0.accepts(labels) }) {
            guard let stored = series[labels] else { continue }
            if stored.nativeHistograms.contains(where: { $0 > after && $0 <= through }) {
                unsupported = "native histogram in \(LabelText.series(labels))"
            }
            let lower = stored.samples.firstIndex(after: after)
            let upper = stored.samples.firstIndex(after: through)
            guard lower < upper else { continue }
            if stored.hasStartTimestamps {
                unsupported = "start timestamps in \(LabelText.series(labels))"
            }
            result.append(
                SeriesSamples(labels: labels, samples: Array(stored.samples[lower..<upper])))
        }
        return result
    }
}
