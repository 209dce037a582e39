import Alerting
import Foundation
import Ingest
import Operations
import Telemetry

/// The series that an engine makes of recorded files, as time goes on: `model_*` and whatever
/// metric files hold.
final class RecordedSeries {
    private var engine: Engine
    private var events: [(batch: EventBatch, source: SourceState)] = []
    private var samples: [(series: SeriesSamples, source: SourceState)] = []
    private var isJudging = false
    /// The whole minute in which the first event or sample lies.
    let start: Timestamp
    /// Files that are no source, and why.
    let ignored: [(path: String, reason: String)]

    /// Nothing in a recording comes from the future, whatever the machine's clock says.
    private static let readAt = Timestamp(milliseconds: 4_102_444_800_000)

    /// - Parameter paths: read at once, by the readers of the dashboard.
    init(_ paths: [String]) {
        let catalog = SourceCatalog(
            arguments: paths, settings: ScanSettings(), featureColumns: [], fromBeginning: true)
        catalog.scan()
        var settings = EngineSettings()
        settings.isReplay = true
        settings.keepsEverything = true
        var deliveries: [Delivery] = []
        let horizon = Horizon(
            window: .distantPast, history: .distantPast, wanted: .distantPast)
        for source in catalog.facts + catalog.streams {
            while let delivery = source.step(now: Self.readAt, horizon: horizon) {
                deliveries.append(delivery)
            }
        }
        var first = Timestamp.distantFuture
        var facts: [Delivery] = []
        for delivery in deliveries {
            switch delivery.batch {
            case .events(let batch):
                events.append((batch, delivery.source))
                for row in batch.rows where row.kind == .inference { first = min(first, row.time) }
            case .samples(let series):
                samples += series.map { ($0, delivery.source) }
                first = min(first, series.compactMap(\.samples.first?.time).min() ?? first)
            default: facts.append(delivery)
            }
        }
        if first == .distantFuture { first = Timestamp(milliseconds: 0) }
        let start = first - first.milliseconds % 60_000
        self.start = start
        engine = Engine(
            settings: settings, book: AlertBook(groups: BuiltInRules.groups()), at: start)
        catalog.introduce(to: &engine)
        for fact in facts { _ = engine.fold(fact, at: start) }
        ignored = catalog.facts.compactMap { source in
            if case .ignored(let reason) = source.state.condition {
                (source.state.location, reason)
            } else {
                nil
            }
        }
    }

    /// What is known at a moment, which must not lie before an earlier one.
    func series(at now: Timestamp) -> any SeriesSource {
        for index in events.indices {
            guard !events[index].batch.rows.isEmpty else { continue }
            let (due, ahead) = events[index].batch.split(at: now)
            guard !due.rows.isEmpty else { continue }
            events[index].batch = ahead
            fold(.events(due), events[index].source, at: now)
        }
        for index in samples.indices {
            let all = samples[index].series.samples
            let due = all.prefix { $0.time <= now }
            guard !due.isEmpty else { continue }
            samples[index].series.samples.removeFirst(due.count)
            fold(
                .samples([
                    SeriesSamples(labels: samples[index].series.labels, samples: Array(due))
                ]), samples[index].source, at: now)
        }
        if !isJudging { engine.beginJudging(at: now) }
        isJudging = true
        _ = engine.advance(to: now)
        return engine.series
    }

    private func fold(_ batch: Batch, _ source: SourceState, at now: Timestamp) {
        _ = engine.fold(Delivery(batch: batch, source: source), at: now)
    }
}
