internal import PromQL
package import Telemetry

/// The series of a test: what its input has given so far, what its rules have recorded.
package struct RuleTestStore: SeriesSource {
    private struct Input {
        var notation: SeriesNotation
        /// The next point that has not been taken.
        var next = 0
    }
    private var table = SeriesTable()
    private var histograms: [Labels: [Timestamp]] = [:]
    private var inputs: [Input]
    /// The newest sample that was given of each series.
    private var given: [Labels: Sample] = [:]
    private let stepMilliseconds: Int64
    /// By metric: before it its samples are gone, as those of a metrics file after a restart.
    private(set) var pastless: [String: Timestamp] = [:]
    /// What is read beside these series: what input files tell.
    var background: (any SeriesSource)?

    /// - Parameter series: of two with the same labels the later one counts, as in promtool.
    init(series: [SeriesNotation], stepMilliseconds: Int64) {
        var places: [Labels: Int] = [:]
        var inputs: [Input] = []
        for notation in series {
            if let place = places[notation.labels] {
                inputs[place].notation = notation
            } else {
                places[notation.labels] = inputs.count
                inputs.append(Input(notation: notation))
            }
        }
        self.inputs = inputs
        self.stepMilliseconds = stepMilliseconds
    }

    /// Takes the points up to `elapsed` after the start, which the writers' clock calls `now`.
    mutating func load(through elapsed: Int64, now: Timestamp) {
        for index in inputs.indices {
            let points = inputs[index].notation.points
            while inputs[index].next < points.count {
                let age = elapsed - Int64(inputs[index].next) * stepMilliseconds
                guard age >= 0 else { break }
                insert(points[inputs[index].next], inputs[index].notation.labels, at: now - age)
                inputs[index].next += 1
            }
        }
    }

    /// Loses all but what a metrics file still shows: the newest sample of each series.
    mutating func losePast(before now: Timestamp) {
        table = SeriesTable()
        histograms = [:]
        for (labels, sample) in given {
            if !sample.isStale { table.add([sample], to: labels) }
            if let name = labels[Labels.metricName] { pastless[name] = now }
        }
    }

    /// One point of a series, wherever it belongs; a second one at the same time replaces it.
    mutating func insert(_ point: SeriesNotation.Point, _ labels: Labels, at time: Timestamp) {
        switch point {
        case .value(let value): give(Sample(time: time, value: value), to: labels)
        case .stale: give(.stale(at: time), to: labels)
        case .absent: break
        case .nativeHistogram:
            histograms[labels, default: []].append(time)
        }
    }

    private mutating func give(_ sample: Sample, to labels: Labels) {
        table.add([sample], to: labels)
        if let known = given[labels], known.time > sample.time { return }
        given[labels] = sample
    }

    /// What rules recorded; a sample that was given counts more.
    ///
    /// - Returns: the series that were given another value at the same time.
    mutating func add(_ recorded: [SeriesSamples]) -> [Labels] {
        recorded.compactMap { series in
            if let known = given[series.labels], let sample = series.samples.last,
                known.time == sample.time
            {
                let isEqual = known.value.bitPattern == sample.value.bitPattern
                return isEqual || sample.isStale ? nil : series.labels
            }
            table.add(series.samples, to: series.labels)
            return nil
        }
    }

    /// A series with native histograms between two times; nil when there is none.
    func nativeHistogram(_ matchers: [LabelMatcher], after: Timestamp, through: Timestamp)
        -> Labels?
    {
        histograms.first { labels, times in
            matchers.allSatisfy { $0.accepts(labels) }
                && times.contains { $0 > after && $0 <= through }
        }?.key
    }

    package func select(
        _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
    ) -> [SeriesSamples] {
        let own = table.select(matchers, after: after, through: through)
        guard let background else { return own }
        let known = Set(own.map(\.labels))
        return own
            + background.select(matchers, after: after, through: through)
            .filter { !known.contains($0.labels) }
    }

    /// Nothing but the table has a past to follow.
    package func followed(for matchers: [LabelMatcher]) -> (any FollowedSource)? {
        background == nil && histograms.isEmpty ? table : nil
    }
}
