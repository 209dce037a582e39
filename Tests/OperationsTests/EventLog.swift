import Alerting
import Telemetry

@testable import Operations

/// Builds batches of events the way a reader would.
struct EventLog {
    var batch = EventBatch()
    private var table: [String: Symbol] = [:]
    static let start = Timestamp(milliseconds: 1_763_900_000_000 / 60_000 * 60_000)

    mutating func symbol(_ text: String) -> Symbol {
        if let known = table[text] { return known }
        let symbol = Symbol(Int32(batch.symbols.count))
        batch.symbols.append(text)
        table[text] = symbol
        return symbol
    }

    mutating func add(
        at time: Timestamp, model: String = "fraud", version: String? = "7",
        target: String? = "eu-1", latency: Double = 0.1, outcome: Outcome = .ok,
        features: [String: FeatureValue] = [:], score: Double = .nan,
        prediction: FeatureValue? = nil, label: FeatureValue? = nil, id: UInt64 = 0
    ) {
        var row = EventRow()
        row.time = time
        row.model = symbol(model)
        row.version = version.map { symbol($0) } ?? .none
        row.target = target.map { symbol($0) } ?? .none
        row.latencySeconds = latency
        row.outcome = outcome
        row.score = score
        row.prediction = prediction
        row.label = label
        row.requestHash = id
        row.featureStart = Int32(batch.features.count)
        row.featureCount = Int32(features.count)
        for (name, value) in features.sorted(by: { $0.key < $1.key }) {
            batch.features.append(FeatureEntry(name: symbol(name), value: value))
        }
        batch.rows.append(row)
    }

    /// A delivery of everything added so far, complete.
    func delivery(name: String = "events.jsonl") -> Delivery {
        var state = SourceState(
            name: name, recognisedAs: "inference events, JSONL", kind: .events,
            location: "/logs/" + name)
        state.reach = .complete
        state.newestSample = batch.rows.map(\.time).max()
        state.records = Int64(batch.rows.count)
        return Delivery(batch: .events(batch), source: state)
    }
}

extension Delivery {
    /// A source of facts, read whole.
    init(_ batch: Batch, _ name: String, _ kind: SourceState.Kind) {
        var state = SourceState(
            name: name, recognisedAs: name, kind: kind, location: "/data/" + name)
        state.reach = .complete
        self.init(batch: batch, source: state)
    }
}

extension Engine {
    /// One that has read all of these and judged everything up to `at`.
    static func judged(
        _ deliveries: Delivery..., at: Timestamp, rules: [RuleGroup] = BuiltInRules.groups(),
        window: Double = 300
    ) -> Engine {
        judged(deliveries, at: at, rules: rules, window: window)
    }

    static func judged(
        _ deliveries: [Delivery], at: Timestamp, rules: [RuleGroup] = BuiltInRules.groups(),
        window: Double = 300
    ) -> Engine {
        var settings = EngineSettings()
        settings.ceiling = at
        settings.windowSeconds = window
        var engine = Engine(settings: settings, book: AlertBook(groups: rules), at: at)
        for delivery in deliveries { _ = engine.fold(delivery, at: at) }
        engine.beginJudging(at: at)
        _ = engine.advance(to: at)
        return engine
    }
}

extension Engine {
    /// A process that goes on after another: it has read all of these, taken over what the journal
    /// kept, and judged everything up to `at`.
    static func live(
        _ deliveries: [Delivery], at: Timestamp, after journal: JournalledState? = nil
    ) -> Engine {
        var engine = Engine(
            settings: EngineSettings(), book: AlertBook(groups: BuiltInRules.groups()), at: at)
        for delivery in deliveries { _ = engine.fold(delivery, at: at) }
        if let journal { engine.restore(journal, at: at) }
        engine.beginJudging(at: at)
        _ = engine.advance(to: at)
        return engine
    }
}

/// A small generator of the same numbers every time (Knuth's MMIX constants).
struct Lottery {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    /// Uniform in [0, 1).
    mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / 9_007_199_254_740_992
    }
}
