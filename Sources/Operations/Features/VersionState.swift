internal import Detection
internal import Telemetry

/// One version of one model over all its targets: its features and predictions.
struct VersionState: Sendable {
    /// Features beyond this are counted, not kept.
    static let featureLimit = 200
    /// Prediction classes beyond this are one class, `other`.
    static let classLimit = 100

    let model: String
    let version: String?
    var deployments: [Int] = []
    private(set) var reference: LoadedReference?
    private(set) var features: [FeatureState] = []
    private var featureIndex: [String: Int] = [:]
    /// Feature of a source's symbol, by source and symbol; -1 not looked up, -2 not tracked.
    private var symbolFeatures: [[Int32]] = []
    private(set) var logged: Set<String> = []
    private(set) var refusedFeatures: Set<String> = []
    private var scoreFeature: Int?
    private var predictionFeature: Int?
    /// Predictions by class and second, for classes only.
    private(set) var classes = SlotSeries<[String: Int]>()
    /// The same by hour, for the strips.
    private var classHours = SlotSeries<[String: Int]>()
    /// It has given an answer that is no class.
    private var answersWithNumbers = false

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
        guard let new else { return }
        for name in new.featureNames.sorted() { _ = track(name) }
        scoreFeature = new.scoreColumn.flatMap { track($0) }
        predictionFeature = new.predictionColumn.flatMap { track($0) }
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

    /// Adds the features, the score and the prediction of one row.
    mutating func add(
        _ row: EventRow, _ batch: EventBatch, source: Int, clocks: EngineClocks
    ) {
        let start = Int(row.featureStart)
        for position in start..<(start + Int(row.featureCount)) {
            let entry = batch.features[position]
            let index = feature(entry.name, batch, source: source)
            guard index >= 0 else { continue }
            features[index].add(
                entry.value, at: row.time, batch: batch, source: source, clocks: clocks)
        }
        if let scoreFeature, !row.score.isNaN {
            features[scoreFeature].add(
                .number(row.score), at: row.time, batch: batch, source: source, clocks: clocks)
        }
        guard let prediction = row.prediction else { return }
        if let predictionFeature {
            features[predictionFeature].add(
                prediction, at: row.time, batch: batch, source: source, clocks: clocks)
        }
        addClass(prediction, row.time, batch, clocks)
    }

    private mutating func addClass(
        _ prediction: FeatureValue, _ time: Timestamp, _ batch: EventBatch, _ clocks: EngineClocks
    ) {
        let name: String
        switch prediction {
        case .null: return
        case .category(let symbol): name = batch[symbol] ?? "other"
        case .number(let number):
            guard !answersWithNumbers else { return }
            guard number == number.rounded(), abs(number) <= 1_000 else {
                // A regression's outputs are not classes, and its whole ones no sample of them.
                answersWithNumbers = true
                classes = SlotSeries()
                classHours = SlotSeries()
                return
            }
            name = String(Int(number))
        }
        func count(_ counts: inout [String: Int]) {
            let key = counts[name] != nil || counts.count < Self.classLimit ? name : "other"
            counts[key, default: 0] += 1
        }
        classHours.update(RollupBook.grid.slot(of: time), empty: [:], count)
        if time > clocks.windowStart {
            classes.update(clocks.window.slot(of: time), empty: [:], count)
        }
    }

    /// Share of each class among an hour's predictions; empty when they are no classes.
    func classShares(hour: Int64) -> [String: Double] { (classHours[hour] ?? [:]).classShares }

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
        classes.removeBefore(clocks.window.slot(of: clocks.windowStart))
        classHours.removeBefore(RollupBook.grid.slot(of: clocks.counterStart))
    }

    /// Lets the store's series ids be noted.
    mutating func setGauges(_ gauges: FeatureGauges, of feature: Int) {
        features[feature].gauges = gauges
    }
}

extension [String: Int] {
    private static var mostClasses: Int { 20 }

    /// Counts of predictions as shares; empty for more than 20, which are not classes but the
    /// rounded outputs of a regression.
    var classShares: [String: Double] {
        let total = values.reduce(0, +)
        guard total > 0, count <= Self.mostClasses else { return [:] }
        return mapValues { Double($0) / Double(total) }
    }
}
