import Telemetry

/// What a script has loaded; notices when a selection meets data that this engine cannot read.
final class ScriptStore: SeriesSource {
    /// What of a series only Prometheus can read.
    private struct Foreign {
        var nativeHistograms: [Timestamp] = []
        var hasStartTimestamps = false
    }

    private var table = SeriesTable()
    private var foreign: [Labels: Foreign] = [:]
    /// Why the selections since the last reset cannot count; nil when they can.
    private(set) var unsupported: String?

    func clear() {
        table = SeriesTable()
        foreign = [:]
    }

    func resetUnsupported() { unsupported = nil }

    func load(_ load: ScriptCommand.Load) {
        let start = Timestamp(milliseconds: 0)
        for one in load.series {
            for (index, point) in one.points.enumerated() where point == .nativeHistogram {
                foreign[one.labels, default: Foreign()].nativeHistograms.append(
                    start + Int64(index) * load.step.milliseconds)
            }
            table.add(one.samples(from: start, step: load.step), to: one.labels)
            if load.withNativeHistograms { loadNative(one, load) }
        }
        // Without a name, `@st` holds for every series of the load.
        let isForAll = load.startTimestamped.contains(.empty)
        for labels in isForAll ? load.series.map(\.labels) : load.startTimestamped {
            foreign[labels, default: Foreign()].hasStartTimestamps = true
        }
    }

    /// The native twin of a classic histogram's buckets.
    private func loadNative(_ one: SeriesNotation, _ load: ScriptCommand.Load) {
        guard let metric = one.labels.metric, metric.hasSuffix("_bucket") else { return }
        let labels = one.labels.removing(["le"])
            .setting(Labels.metricName, String(metric.dropLast("_bucket".count)))
        let times = one.samples(from: Timestamp(milliseconds: 0), step: load.step).map(\.time)
        foreign[labels, default: Foreign()].nativeHistograms += times
    }

    func select(
        _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
    ) -> [SeriesSamples] {
        let found = table.select(matchers, after: after, through: through)
        for (labels, foreign) in foreign where matchers.allSatisfy({ $0.accepts(labels) }) {
            if foreign.nativeHistograms.contains(where: { $0 > after && $0 <= through }) {
                unsupported = "native histogram in \(LabelText.series(labels))"
            } else if foreign.hasStartTimestamps, found.contains(where: { $0.labels == labels }) {
                unsupported = "start timestamps in \(LabelText.series(labels))"
            }
        }
        return found
    }
}
