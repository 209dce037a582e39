import Foundation
import Ingest
import Operations
import Snapshot
import Telemetry

/// The sources of a workspace: what was found, made ready to read, state before events.
final class SourceCatalog {
    private var workspace: Ingest.Workspace
    private var factory: SourceFactory?
    private var found: [FoundSource] = []
    private let arguments: [String]
    private let settings: ScanSettings
    /// Registries, teams, plans, references, labels: read whole, and before any event.
    private(set) var facts: [any Source] = []
    /// Logs of events and metrics, which grow.
    private(set) var streams: [any Source] = []

    /// Logs are read from their beginning, for a replay; else newest first.
    private let fromBeginning: Bool
    /// Columns that the configuration calls features.
    private let featureColumns: Set<String>

    init(
        arguments: [String], settings: ScanSettings, featureColumns: [String],
        fromBeginning: Bool
    ) {
        self.arguments = arguments
        self.featureColumns = Set(featureColumns)
        self.fromBeginning = fromBeginning
        self.settings = settings
        workspace = Ingest.Workspace(arguments: arguments, settings: settings)
    }

    /// Adds a reference that was taken of live traffic; read again when it is there already.
    func adopt(taken path: String) {
        guard !facts.contains(where: { $0.state.location == path }) else { return }
        let state = SourceState(
            name: URL(filePath: path).lastPathComponent,
            recognisedAs: "reference, taken of live traffic", kind: .reference, location: path)
        facts.insert(
            WholeFileSource(
                state: state, path: path, reader: ReferenceReader(format: .jsonLines)), at: 0)
    }

    /// Adds what is new since the last call; everything the first time.
    func scan() {
        let new = workspace.scan().map(shortened)
        guard !new.isEmpty else { return }
        found += new
        var factory = factory ?? SourceFactory(settings: settings, found: new)
        factory.note(new)
        factory.note(columns: featureColumns)
        self.factory = factory
        for source in new.sorted(by: { Self.order($0) < Self.order($1) }) {
            let made =
                fromBeginning ? replayed(source) ?? factory.make(source) : factory.make(source)
            replace(made)
            switch source.kind {
            case .events, .metrics: streams.append(made)
            default: facts.append(made)
            }
        }
    }

    /// Where the files that are read lie, and where new ones are looked for.
    var directories: Set<String> {
        let folders = (facts + streams).map { Self.folder(of: $0.state.location) }
        return Set(folders + workspace.listed)
    }

    /// Tells an engine where requests are logged, where labels stand, and what logs are called.
    func introduce(to engine: inout Engine) {
        let files = found.compactMap { source in
            source.eventFile.map { (folder: Self.folder(of: source.path), file: $0) }
        }
        engine.note(
            logs: Set(files.filter(\.file.logsRequests).map(\.folder)),
            labels: Set(
                files.filter { !$0.file.logsRequests && !$0.file.namesModels }.map(\.folder)),
            models: Set(files.filter(\.file.logsRequests).map(\.file.defaultModel)))
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// Inside the one directory that is watched a file's own name says enough.
    private func shortened(_ source: FoundSource) -> FoundSource {
        guard arguments.count == 1, source.name.hasPrefix(arguments[0] + "/") else { return source }
        var source = source
        source.name = String(source.name.dropFirst(arguments[0].count + 1))
        return source
    }

    /// A file that said nothing at first may have become a source: the old entry goes.
    private func replace(_ source: any Source) {
        facts.removeAll { $0.state.name == source.state.name }
        streams.removeAll { $0.state.name == source.state.name }
    }

    /// References come first: a value is counted by the bins of its reference.
    private static func order(_ source: FoundSource) -> Int {
        switch source.kind {
        case .reference: 0
        case .registry: 1
        case .team, .workflow, .stages: 2
        case .labels: 3
        case .metrics, .events: 4
        case .ignored: 5
        }
    }

    /// What a line says of its request; nil when it is no longer where it was.
    func requestText(at place: RequestList.Place) -> RequestText? {
        let log = (streams + facts).first { $0.state.name == place.source } as? TailedSource
        return log?.requestText(
            at: LinePlace(
                file: Int32(clamping: place.file), offset: place.offset, length: place.length))
    }

    /// The newest accepted event of all logs, by a look at their ends; nil without any.
    func newestEventTime(now: Timestamp) -> Timestamp? {
        factory.flatMap { NewestEvent.time(in: found, factory: $0, now: now) }
    }

    /// When the last label of any log came, or its last event.
    func newestLabelTime(now: Timestamp) -> Timestamp? {
        factory.flatMap { NewestEvent.time(in: found, factory: $0, now: now, withLabels: true) }
    }

    /// Every event log anew, to be read from its beginning.
    func eventLogs() -> [any Source] { found.compactMap(replayed) }

    private func replayed(_ source: FoundSource) -> (any Source)? {
        guard case .events(let file) = source.recognition, !file.isLabelFile,
            let reader = factory?.reader(of: file)
        else { return nil }
        return TailedSource(
            state: source.initialState, path: source.path, reader: reader, start: .beginning)
    }

    /// The times between which metric files have samples, by reading each once; nil without any.
    func sampleSpan(now: Timestamp) -> ClosedRange<Timestamp>? {
        let horizon = Horizon(window: .distantPast, history: .distantPast, wanted: .distantPast)
        let states = found.filter { $0.kind == .metrics }.compactMap { source -> SourceState? in
            guard let made = factory?.make(source) else { return nil }
            while made.step(now: now, horizon: horizon) != nil {}
            return made.state
        }
        guard let oldest = states.compactMap(\.oldestSample).min(),
            let newest = states.compactMap(\.newestSample).max()
        else { return nil }
        return oldest...newest
    }

    /// The oldest of the first events of all logs: where a replay begins; nil without any.
    func oldestEventTime(now: Timestamp) -> Timestamp? {
        let horizon = Horizon(window: .distantPast, history: .distantPast, wanted: .distantPast)
        return eventLogs().compactMap { log in
            while let delivery = log.step(now: now, horizon: horizon) {
                guard case .events(let batch) = delivery.batch else { continue }
                if let first = batch.rows.lazy.filter({ $0.kind == .inference }).map(\.time).min() {
                    return first
                }
            }
            return nil
        }.min()
    }
}
