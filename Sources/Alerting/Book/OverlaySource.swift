internal import Telemetry

/// The caller's series with what this evaluation has recorded on top, so that later rules see the
/// output of earlier ones before the caller stores it.
struct OverlaySource: SeriesSource {
    private let base: any SeriesSource
    private var recorded: [String: [SeriesSamples]] = [:]
    /// The newest sample of each series, to find what a second rule says otherwise.
    private var newest: [Labels: Sample] = [:]

    init(base: any SeriesSource) { self.base = base }

    /// What a rule recorded: of two samples of one series and time the first one counts, as in
    /// Prometheus, whose storage refuses the second.
    ///
    /// - Returns: whether there was none with another value.
    mutating func add(_ series: SeriesSamples) -> Bool {
        guard let sample = series.samples.last else { return true }
        if let known = newest[series.labels], known.time == sample.time {
            return known.value.bitPattern == sample.value.bitPattern
        }
        newest[series.labels] = sample
        recorded[series.labels.metric ?? "", default: []].append(series)
        return true
    }

    func select(
        _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
    ) -> [SeriesSamples] {
        var result = base.select(matchers, after: after, through: through)
        let mine = candidates(matchers).compactMap { series -> SeriesSamples? in
            guard matchers.allSatisfy({ $0.accepts(series.labels) }) else { return nil }
            let samples = series.samples.filter { $0.time > after && $0.time <= through }
            return samples.isEmpty ? nil : SeriesSamples(labels: series.labels, samples: samples)
        }
        guard !mine.isEmpty else { return result }
        var places: [Labels: Int] = [:]
        for (index, series) in result.enumerated() { places[series.labels] = index }
        for series in mine {
            if let place = places[series.labels] {
                result[place].samples = Self.merged(result[place].samples, series.samples)
            } else {
                places[series.labels] = result.count
                result.append(series)
            }
        }
        return result
    }

    func followed(for matchers: [LabelMatcher]) -> (any FollowedSource)? {
        let isTouched = candidates(matchers).contains { series in
            matchers.allSatisfy { $0.accepts(series.labels) }
        }
        return isTouched ? nil : base.followed(for: matchers)
    }

    private func candidates(_ matchers: [LabelMatcher]) -> [SeriesSamples] {
        if recorded.isEmpty { return [] }
        let name = matchers.first { $0.name == Labels.metricName && $0.operation == .equal }
        if let name { return recorded[name.value] ?? [] }
        return recorded.values.flatMap { $0 }
    }

    /// Both in order of time; of two samples at one time the recorded one counts.
    private static func merged(_ base: [Sample], _ added: [Sample]) -> [Sample] {
        guard let first = added.first else { return base }
        let kept = base.filter { sample in
            sample.time < first.time || !added.contains { $0.time == sample.time }
        }
        return (kept + added).sorted { $0.time < $1.time }
    }
}
