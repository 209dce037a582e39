internal import Detection
internal import Telemetry

/// One version of one model over all its targets: its features and predictions.
struct VersionState: Sendable {
    /// Features beyond this are counted, not kept.
    static let featureLimit = 200
    let model: String
    let version: String?
    var deployments: [Int] = []
    private(set) var requests = TargetRequests()
    private(set) var sample = RequestSample()
    /// Over all its targets; kept only when there are several.
    var traffic: VersionTraffic?
    private(set) var reference: LoadedReference?
    private(set) var features: [FeatureState] = []
    private var featureIndex: [String: Int] = [:]
    /// Feature of a source's symbol, by source and symbol; -1 not looked up, -2 not tracked.
    private var symbolFeatures: [[Int32]] = []
    private(set) var logged: Set<String> = []
    private(set) var refusedFeatures: Set<String> = []
    private var scoreFeature: Int?
    private var predictionFeature: Int?
    private(set) var classes = ClassCounts()

    init(model: String, version: String?) {
        self.model = model
        self.version = version
    }

    /// Whether a drift window is short of values, so that older history is worth reading.
    var wantsMoreValues: Bool {
        features.contains {
            $0.reference != nil && $0.grid.total > 0
                && $0.grid.total < Int64(Detection.leastToAlarm)
        }
    }

    /// Binds the reference; what was counted without it starts anew.
    mutating func attach(_ new: LoadedReference?) {
        guard new?.location != reference?.location || new?.rows != reference?.rows else { return }
        reference = new
        features = []
        featureIndex = [:]
        symbolFeatures = []
        scoreFeature = nil
        predictionFeature = nil
        sample = RequestSample()
        guard let new else { return }
        for name in new.featureNames.sorted() { _ = track(name) }
        scoreFeature = new.scoreColumn.flatMap { track($0) }
        predictionFeature = new.predictionColumn.flatMap { track($0) }
        // What a version answers explains no latency: only what it was given.
        sample.look(
            at: features.indices.filter { index in
                index != scoreFeature && index != predictionFeature
                    && features[index].reference.map { $0.slotCount < 255 } == true
            })
    }

    /// Notes feature names that this version logs; true when any is new.
    mutating func note(_ names: Set<String>) -> Bool {
        let before = logged.count
        if logged.count < 2 * Self.featureLimit { logged.formUnion(names) }
        return logged.count > before
    }

    private mutating func track(_ name: String) -> Int? {
        if let known = featureIndex[name] { return known }
        guard features.count < Self.featureLimit else {
            refusedFeatures.insert(name)
            return nil
        }
        features.append(FeatureState(name: name, reference: reference?.features[name]))
        featureIndex[name] = features.count - 1
        return features.count - 1
    }

    /// Adds the features, the score and the prediction of one row, and the row itself where it is
    /// worth looking at.
    mutating func add(
        _ row: EventRow, _ batch: EventBatch, source: Int, clocks: EngineClocks
    ) {
        let target = requests.add(row, batch, source: source, clocks: clocks)
        let isSampled = sample.begin(row, target: target, clocks: clocks)
        let start = Int(row.featureStart)
        for position in start..<(start + Int(row.featureCount)) {
            let entry = batch.features[position]
            let index = feature(entry.name, batch, source: source)
            guard index >= 0 else { continue }
            let bin = features[index].add(
                entry.value, at: row.time, batch: batch, source: source, clocks: clocks)
            guard isSampled else { continue }
            if reference == nil {
                sample.note(entry.value, batch, of: index)
            } else {
                sample.note(bin, of: index)
            }
        }
        if isSampled { sample.finish(clocks: clocks) }
        if let scoreFeature, !row.score.isNaN {
            _ = features[scoreFeature].add(
                .number(row.score), at: row.time, batch: batch, source: source, clocks: clocks)
        }
        guard let prediction = row.prediction else { return }
        if let predictionFeature {
            _ = features[predictionFeature].add(
                prediction, at: row.time, batch: batch, source: source, clocks: clocks)
        }
        classes.add(
            prediction,
            slot: row.time > clocks.windowStart ? clocks.window.slot(of: row.time) : nil,
            minute: row.time > clocks.gridStart ? QualityGauges.minutes.slot(of: row.time) : nil,
            hour: RollupBook.grid.slot(of: row.time), batch: batch, source: source)
    }

    @inline(__always)
    private mutating func feature(_ symbol: Symbol, _ batch: EventBatch, source: Int) -> Int {
        let index = Int(symbol.index)
        guard index >= 0 else { return -2 }
        if source < symbolFeatures.count, index < symbolFeatures[source].count {
            let known = symbolFeatures[source][index]
            if known != -1 { return Int(known) }
        }
        return lookUp(index, batch, source: source)
    }

    private mutating func lookUp(_ index: Int, _ batch: EventBatch, source: Int) -> Int {
        while symbolFeatures.count <= source { symbolFeatures.append([]) }
        let missing = batch.symbols.count - symbolFeatures[source].count
        if missing > 0 {
            symbolFeatures[source].append(contentsOf: repeatElement(-1, count: missing))
        }
        let found = Int32(track(batch.symbols[index]) ?? -2)
        symbolFeatures[source][index] = found
        return Int(found)
    }

    mutating func prune(_ clocks: EngineClocks) {
        for index in features.indices { features[index].prune(clocks) }
        classes.removeBefore(
            clocks.window.slot(of: clocks.windowStart),
            minute: QualityGauges.minutes.slot(of: clocks.gridStart),
            hour: RollupBook.grid.slot(of: clocks.counterStart))
        requests.prune(clocks)
        sample.prune(clocks)
    }

    /// Lets the store's series ids be noted.
    mutating func setGauges(_ gauges: FeatureGauges, of feature: Int) {
        features[feature].gauges = gauges
    }
}
