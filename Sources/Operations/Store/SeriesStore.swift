internal import Alerting
internal import DequeModule
internal import Telemetry

/// Every series there is: what the engine measures, what was imported, what rules record.
struct SeriesStore: Sendable {
    /// Where a series' samples come from.
    enum Storage: Sendable {
        case gauge(GaugeHistory)
        case imported(ImportedSeries)
        /// Presented on selection from the counter slots of a deployment.
        case counter(deployment: Int, CounterColumn)

        /// Whether a source or a rule brings it.
        var isImported: Bool { if case .imported = self { true } else { false } }
    }

    /// At most so many series; what comes beyond is refused and counted.
    static let seriesLimit = 200_000

    private(set) var index = LabelIndex()
    private(set) var lineage = Lineage()
    /// By the index's numbers.
    var storage: [Storage] = []
    private(set) var refused: Int64 = 0
    private var holders = SeriesHolders()
    /// Whether every gauge is kept as long as any can be.
    var keepsEverything = false
    /// How far back rules read each metric.
    private var reaches: [String: MetricReach] = [:]
    /// When the first sample of an imported or recorded metric was, by its name.
    private(set) var firstSamples: [String: Timestamp] = [:]
    /// Of metrics that came with one sample and no past, as a metrics file brings them: before this
    /// not all of their series are known.
    private(set) var pastlessBefore: [String: Timestamp] = [:]
    /// Whether what comes is what was there at the start.
    var isOpening = true

    /// The series with these labels, made when new; nil when there is no room.
    mutating func identify(_ labels: Labels, make: () -> Storage) -> Int? {
        if let known = index.number(of: labels) { return known }
        guard index.count < Self.seriesLimit else {
            refused += 1
            return nil
        }
        branch()
        storage.append(make())
        return index.insert(labels)
    }

    /// A store that was copied goes its own way from here.
    private mutating func branch() {
        if !isKnownUniquelyReferenced(&lineage) { lineage = Lineage() }
    }

    mutating func gauge(_ labels: Labels, retention: GaugeHistory.Retention = .day) -> Int? {
        let reach =
            keepsEverything
            ? GaugeHistory.Retention.longest : labels[Labels.metricName].flatMap { reaches[$0] }
        return identify(labels) { .gauge(GaugeHistory(retention: retention.covering(reach))) }
    }

    /// Keeps of every measured series at least what rules read of its metric.
    mutating func keep(_ reaches: [String: MetricReach]) {
        self.reaches = reaches
        for id in storage.indices {
            guard case .gauge(var history) = storage[id],
                let name = index.labels[id][Labels.metricName],
                let reach = reaches[name]
            else { continue }
            history.keep(reach)
            storage[id] = .gauge(history)
        }
    }

    /// Records a gauge's value at an instant; NaN means "not measured" and ends the series there.
    mutating func record(_ id: Int?, _ value: Double, at time: Timestamp) {
        guard let id, case .gauge(var history) = storage[id] else { return }
        branch()
        // Taken out while it changes: two owners would copy the history.
        storage[id] = .counter(deployment: 0, .durationCount)
        history.append(value, at: time)
        storage[id] = .gauge(history)
    }

    /// - Parameter source: the number of the source that brought it; nil for what rules record.
    mutating func `import`(_ series: SeriesSamples, from source: Int? = nil) {
        let id = identify(series.labels) { .imported(ImportedSeries()) }
        guard let id, case .imported(var imported) = storage[id] else { return }
        if let source {
            guard series.samples.last?.isStale == true else {
                holders.hold(id, by: source)
                return add(series, to: &imported, id)
            }
            guard holders.release(id, by: source) else { return }
        }
        add(series, to: &imported, id)
    }

    private mutating func add(
        _ series: SeriesSamples, to imported: inout ImportedSeries, _ id: Int
    ) {
        branch()
        storage[id] = .counter(deployment: 0, .durationCount)
        if imported.samples.isEmpty, let first = series.samples.first,
            let name = series.labels[Labels.metricName]
        {
            firstSamples[name] = min(firstSamples[name] ?? first.time, first.time)
            if isOpening, series.samples.count == 1 {
                pastlessBefore[name] = max(pastlessBefore[name] ?? first.time, first.time)
            }
        }
        for sample in series.samples { imported.insert(sample) }
        storage[id] = .imported(imported)
    }

    /// A gauge's samples in `(after, through]`, oldest first; NaN where it ended.
    func samples(_ id: Int?, after: Timestamp, through: Timestamp) -> [Sample] {
        history(id)?.samples(after: after, through: through) ?? []
    }

    /// A measured series, by its number; nil when it is none.
    func history(_ id: Int?) -> GaugeHistory? {
        guard let id, case .gauge(let history) = storage[id] else { return nil }
        return history
    }

    func gauge(_ labels: Labels) -> GaugeHistory? { history(index.number(of: labels)) }
}

/// Which count of a deployment a counter series presents.
enum CounterColumn: Hashable, Sendable {
    case requests(Outcome)
    case durationBucket(Int)
    case durationSum
    case durationCount
}

/// Samples read from elsewhere, in time order, bounded.
struct ImportedSeries: Sendable {
    static let sampleLimit = 8_192
    private(set) var samples: Deque<Sample> = []
    private(set) var course = SeriesCourse()

    /// Keeps time order; a second sample of the same time replaces the first.
    mutating func insert(_ sample: Sample) {
        var position = samples.count
        while position > 0, samples[position - 1].time > sample.time { position -= 1 }
        if position < samples.count { course.rewrites += 1 }
        if position > 0, samples[position - 1].time == sample.time {
            if position == samples.count { course.rewrites += 1 }
            samples[position - 1] = sample
        } else {
            samples.insert(sample, at: position)
            course.count += 1
        }
        if samples.count > Self.sampleLimit {
            course.thinnedThrough = samples.removeFirst().time
            course.dropped += 1
        }
    }
}
