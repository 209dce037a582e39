import Alerting
import Foundation
import Ingest
import Operations
import Snapshot
import Telemetry

extension Session {
    /// Starts the collecting half on its own thread.
    ///
    /// - Parameters:
    ///   - notifies: run what `notify:` names; only what people watch all day does.
    ///   - wake: called from that thread after something was put into the feed.
    static func open(
        _ setup: Setup, time: TimeMode, journal: JournalUse, interest: Interest,
        notifies: Bool = false, wake: @escaping @Sendable () -> Void
    ) throws -> Session {
        guard let thread = CollectorThread() else {
            throw StartError(.usage, "out of file descriptors", "raise the limit with ulimit -n")
        }
        let plan = try ObservationPlan(setup, time: time)
        let mailbox = Mailbox(wake: wake)
        let collector = Collector(
            plan: plan, thread: thread, mailbox: mailbox,
            journal: JournalLink(setup.workspace, use: journal), interest: interest,
            notify: notifies && time == .live ? notify(setup) : nil)
        let ended = DispatchSemaphore(value: 0)
        let runner = Thread {
            thread.run(watching: collector.watchDescriptor) {
                collector.assumeIsolated { $0.tick() }
            }
            ended.signal()
        }
        runner.name = "collector"
        runner.stackSize = 4 << 20
        runner.start()
        let feed = Feed(mailbox: mailbox, wake: wake, executor: thread) { wish, tell in
            switch wish {
            case .look(let interest):
                await collector.look(interest)
                return nil
            case .act(let actions): return await collector.act(actions)
            case .silence(let alerts, let until, let by):
                return await collector.silence(alerts, until: Timestamp(until), by: by)
            case .silenceMatching(let matchers, let until, let comment, let by):
                return await collector.silence(
                    matching: matchers, until: Timestamp(until), comment: comment, by: by)
            case .takeReference(let id): return await collector.takeReference(id, tell)
            }
        }
        return Session(feed: feed) {
            Waiting.end { await collector.close() }
            thread.stop()
            _ = ended.wait(timeout: .now() + 5)
        }
    }
}

extension Session {
    private static func notify(_ setup: Setup) -> NotifySettings? {
        setup.configuration.notify?.trusting(setup.configuration.file)
    }
}

extension Timestamp {
    init(_ moment: Moment) { self.init(milliseconds: moment.milliseconds) }
}

extension ObservationPlan {
    /// What the configuration means to the parts that read and judge; its faults are start-up
    /// errors.
    init(_ setup: Setup, time: TimeMode) throws(StartError) {
        let configuration = setup.configuration
        mode = time
        settings = EngineSettings()
        settings.windowSeconds = configuration.windowSeconds
        settings.retentionSeconds = configuration.retentionSeconds
        settings.scope = setup.scope
        settings.stopwatch = Stopwatch.seconds
        settings.referenceBindings = configuration.references.compactMap { reference in
            reference.model.map {
                Operations.ReferenceBinding(
                    model: $0, version: reference.version, location: reference.path)
            }
        }
        groups = try RuleFiles.groups(configuration)
        rules = RuleFiles(configuration)
        arguments = configuration.sources + configuration.teams + configuration.workflow
        watches = setup.watches
        takenReferences = TakenReferences(setup.workspace)
        featureColumns = configuration.fields.featureColumns ?? []
        scan = ScanSettings(
            fields: FieldMap(configuration.fields),
            references: configuration.references.map {
                ScanSettings.ReferenceBinding(
                    path: $0.path, model: $0.model, version: $0.version)
            },
            zone: configuration.zone == "local" ? nil : TimeZone(identifier: configuration.zone),
            ruleFiles: Set((try? configuration.ruleFiles()) ?? []))
    }
}

extension FieldMap {
    /// `fields:` as the readers take it.
    init(_ settings: FieldSettings) {
        self.init()
        for (field, origin) in settings.origins {
            guard let known = EventField(rawValue: field.rawValue) else { continue }
            switch origin {
            case .named(let name, let unit):
                places[known] = .column(name)
                if let unit { latencyUnit = LatencyUnit(rawValue: unit.rawValue) }
            case .constant(let value):
                places[known] = .value(value)
            }
        }
    }
}
