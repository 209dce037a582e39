import Alerting
import Ingest
import Journal
import Operations
import Snapshot
import Telemetry

/// Sources and engine together: reads in bounded pieces, judges when everything due has been read.
///
/// The dashboard's Collector drives it from its thread; `snapshot` and `alerts` drive it to the end
/// and ask once. Time is handed in.
final class Observation {
    private let plan: ObservationPlan
    private let catalog: SourceCatalog
    private(set) var engine: Engine
    /// The moment shown: fixed, or moving with the clock handed in.
    private var clock: ObservationClock
    private var horizon: Horizon
    /// The stream that has its turn.
    private var turn = 0
    private var held: [ObjectIdentifier: HeldRows] = [:]
    /// Rows that came when the instants they belong to had been judged: a replay's log was not in
    /// order of time.
    private var lateRows = 0
    /// And those that lay behind its end.
    var unplayedRows: Int { lateRows + held.values.reduce(0) { $0 + $1.inferences } }
    /// Reads the next block while this one is folded.
    private let readAhead = ReadAhead()
    private(set) var interest = Interest()
    private var requestTexts = RequestTexts()
    private var rules: RuleFiles
    /// What is wrong with the rule files since they were last good; nil when nothing is.
    private var ruleFault: String?

    /// Looks at what is there and finds the moment to show; reads nothing more than the ends of
    /// logs.
    init(plan: ObservationPlan, now: Timestamp) {
        self.plan = plan
        rules = plan.rules
        var isReplay = false
        if case .replay = plan.mode { isReplay = true }
        catalog = SourceCatalog(
            arguments: plan.arguments, settings: plan.scan, featureColumns: plan.featureColumns,
            fromBeginning: isReplay)
        catalog.scan()
        for path in plan.takenReferences.files { catalog.adopt(taken: path) }
        var settings = plan.settings
        let samples = plan.spansSamples ? catalog.sampleSpan(now: now) : nil
        let oldest = isReplay ? catalog.oldestEventTime(now: now) : nil
        let newest = catalog.newestEventTime(now: now)
        let last = [newest, samples?.upperBound].compactMap(\.self).max()
        // A label says something of quality after the last request too, and of nothing else.
        let labels = plan.spansSamples ? catalog.newestLabelTime(now: now) : nil
        clock = ObservationClock(
            plan.mode, oldest: [oldest, samples?.lowerBound].compactMap(\.self).min(),
            newest: [last, labels].compactMap(\.self).max(), now: now, settings)
        if let last, let labels, labels > last { settings.labelsOnlyAfter = last }
        settings.ceiling = clock.ceiling
        settings.timeTravelReason = clock.reason
        settings.isReplay = isReplay
        let at = clock.at(now)
        engine = Engine(settings: settings, book: AlertBook(groups: plan.groups), at: at)
        horizon = engine.horizon(at: at)
        catalog.introduce(to: &engine)
    }

    var isLive: Bool { clock.isLive }
    var isReplay: Bool { clock.isReplay }
    /// Whether a replay has more to show at once.
    var isLate: Bool { clock.isLate }
    func moment(_ now: Timestamp) -> Timestamp { clock.at(now) }

    /// A replay that has shown its newest event has ended.
    var hasEnded: Bool { clock.hasEnded }

    /// Where a replay ends; nil when nothing is recorded, or for any other clock.
    var end: Timestamp? { clock.end }

    /// Counts from here on what the rules do.
    func beginBacktest(since: Timestamp) { engine.beginBacktest(since: since) }

    /// Lets a replay go on: everything up to its moment has been read and judged.
    func advanceReplay(to now: Timestamp) { clock.advance(to: now) }

    /// One bounded piece of reading; false when there is nothing to read for now.
    ///
    /// Facts first: registries and references give events their meaning. Then the streams in turn,
    /// each a block, so that a large one starves none.
    func read(now: Timestamp) -> Bool {
        let at = clock.at(now)
        for source in catalog.facts {
            guard let delivery = source.step(now: now, horizon: horizon) else { continue }
            horizon = engine.fold(delivery, at: at)
            return true
        }
        if let delivery = readAhead.take().flatMap({ admit($0.delivery, from: $0.source, at: at) })
        {
            fold(delivery, now: now, at: at)
            return true
        }
        let streams = catalog.streams
        for _ in streams.indices {
            turn = (turn + 1) % streams.count
            guard let delivery = take(from: streams[turn], now: now, at: at) else { continue }
            fold(delivery, now: now, at: at)
            return true
        }
        return false
    }

    /// Folds one stream's block; behind a large one the next is read meanwhile.
    private func fold(_ delivery: Delivery, now: Timestamp, at: Timestamp) {
        if ReadAhead.isWorthwhile(after: delivery) {
            let next = (turn + 1) % catalog.streams.count
            let source = catalog.streams[next]
            if wantsMore(of: source, at: at) {
                turn = next
                readAhead.begin(source, now: now, horizon: horizon)
            }
        }
        horizon = engine.fold(delivery, at: at)
    }

    /// What a source has to say for now.
    private func take(from source: any Source, now: Timestamp, at: Timestamp) -> Delivery? {
        if let due = held[ObjectIdentifier(source)]?.due(at: at) { return due }
        while wantsMore(of: source, at: at), let read = source.step(now: now, horizon: horizon) {
            if let delivery = admit(read, from: source, at: at) { return delivery }
        }
        return nil
    }

    private func wantsMore(of source: any Source, at: Timestamp) -> Bool {
        held[ObjectIdentifier(source)]?.wantsMore(at: at, room: plan.rowsAhead) ?? true
    }

    /// The part of a delivery that is due; a replay holds back what lies ahead of its clock.
    private func admit(_ delivery: Delivery, from source: any Source, at: Timestamp) -> Delivery? {
        guard clock.isReplay, case .events(let batch) = delivery.batch else { return delivery }
        // What is this far behind the clock was judged without it.
        let judged = at - 2 * Int64(Playback.stepMilliseconds)
        lateRows += batch.rows.count { $0.time < judged && $0.kind != .label }
        held[ObjectIdentifier(source), default: HeldRows()].add(delivery, batch)
        return held[ObjectIdentifier(source)]?.due(at: at)
    }

    /// Looks at the rule files; true when one has changed.
    ///
    /// A faulty one keeps the rules there were: a slip in a file must not end every alarm.
    func rereadRules(now: Timestamp) -> Bool {
        switch rules.reading() {
        case nil: return false
        case .groups(let groups):
            ruleFault = nil
            engine.replace(groups)
            horizon = engine.horizon(at: clock.at(now))
        case .faulty(let fault): ruleFault = fault
        }
        return true
    }

    /// Looks for new files.
    func rescan() {
        // A source that is being read is nobody else's.
        readAhead.wait()
        catalog.scan()
        catalog.introduce(to: &engine)
    }

    /// Whether the window is not covered yet, so that numbers are not final.
    var isOpening: Bool { !engine.isWindowRead }

    /// Judges what is due; at most `limit` instants.
    func judge(now: Timestamp, limit: Int = .max) -> [RuleEvaluation] {
        let at = clock.at(now)
        if engine.isReading {
            guard clock.isReplay || engine.isRead else { return [] }
            engine.beginJudging(at: at)
        }
        return engine.advance(to: at, limit: limit)
    }

    /// Judges what arrived since the last judgement, at once; nil when there is nothing to say.
    func judgeArrivals(now: Timestamp) -> RuleEvaluation? {
        // Not the moment shown, which is the last whole second.
        isLive ? engine.judgeArrivals(at: now) : nil
    }

    /// Where a change of a file can be heard of.
    var directories: Set<String> { catalog.directories }

    func isBehind(_ now: Timestamp) -> Bool { engine.isBehind(clock.at(now)) }

    /// Takes over the alerts, acknowledgements and silences of earlier runs.
    func restore(_ journal: JournalledState, now: Timestamp) {
        engine.restore(journal, at: clock.at(now))
    }

    /// What another observation can take over of the alerts.
    var journalledState: JournalledState { engine.journalledState }

    /// The same sources looked at anew, by a clock that was set back.
    func anew(now: Timestamp) -> Observation {
        readAhead.wait()
        let other = Observation(plan: plan, now: now)
        other.look(interest, now: now)
        return other
    }

    /// What the registries say of every version, and how often they have been read.
    var registered: (versions: [VersionFacts], revision: Int) {
        (engine.registered, engine.registryRevision)
    }

    /// What moved in registries before this process looked.
    func adopt(_ moves: [RegistryMove]) { engine.adopt(moves) }

    /// Takes over the hours that earlier runs kept.
    func restore(_ hours: [Rollup]) { engine.restore(hours) }

    /// The hours that were closed since the last call.
    func takeClosedHours() -> [Rollup] { engine.takeClosedHours() }

    /// What other processes of the workspace did.
    func adopt(_ changes: JournalChanges) {
        engine.adopt(changes.attention, changes.alerts, changes.silences)
    }

    func adopt(_ records: [AttentionRecord]) { engine.adopt(records) }

    func recall(_ attention: [AttentionRecord], _ silences: [Silence]) {
        engine.recall(attention, silences)
    }

    func adopt(_ silence: Silence) { engine.adopt(silence) }

    /// The silences that quiet an alert.
    func silences(of id: String, at now: Timestamp) -> [Silence] {
        guard let labels = record(of: id)?.instance.labels else { return [] }
        return engine.silences.filter { $0.quiets(labels, at: now) }
    }

    func record(of id: String) -> AlertRecord? { engine.record(of: id) }

    func attention(of id: String, now: Timestamp) -> AttentionRecord? {
        engine.attention(of: id, at: clock.at(now))
    }

    func apply(_ action: AlertAction) throws(ActionRefusal) -> AuditEntry {
        try engine.apply(action)
    }

    /// What is being made of live traffic; nil when nothing is.
    private(set) var liveReference: LiveReference?

    /// Begins to make a version's first day of traffic its reference.
    func takeReference(_ id: VersionID) {
        liveReference = LiveReference(of: id, in: catalog.eventLogs())
    }

    /// One bounded piece of making a reference; an outcome when it came to an end.
    func advanceReference(now: Timestamp) -> Feed.Outcome? {
        guard liveReference?.step(now: now) != true else { return nil }
        guard let made = liveReference else { return nil }
        liveReference = nil
        let lines = made.lines
        guard !lines.isEmpty else {
            return Feed.Outcome("\(made.id.model) has logged nothing to compare with", failed: true)
        }
        do {
            catalog.adopt(taken: try plan.takenReferences.keep(lines, of: made.id))
        } catch {
            let place = plan.takenReferences.directory
            return Feed.Outcome("no reference: \(place) cannot be written", failed: true)
        }
        return Feed.Outcome(
            "\(lines.count) rows of its first 24 h are the reference of \(made.id.model)",
            failed: false)
    }

    func look(_ interest: Interest, now: Timestamp) {
        self.interest = interest
        engine.cover(windowSeconds: interest.windowSeconds)
        engine.tryRule(interest.rulePreview)
        horizon = engine.horizon(at: clock.at(now))
    }

    /// A bounded piece of trying the rule on screen; false when nothing is left to do.
    func advanceTrials(limit: Int) -> Bool { engine.advanceTrials(limit: limit) }

    func adopt(_ histories: [(rule: String, expression: String?, history: RuleHistory)]) {
        engine.adopt(histories)
    }

    func picture(now: Timestamp) -> SystemSnapshot {
        var picture = engine.snapshot(at: clock.at(now), interest: interest)
        if let ruleFault {
            picture.liveness.warnings.append("the rules before it stay: \(ruleFault)")
        }
        if clock.hasEnded { picture.liveness.mode = .timeTravel(reason: "replay, ended") }
        requestTexts.fill(&picture.requests) { place in
            // A source that is being read is nobody else's.
            readAhead.wait()
            return catalog.requestText(at: place)
        }
        return picture
    }

    /// Reads and judges everything: for commands that print and end.
    func readAll(now: () -> Timestamp) -> [RuleEvaluation] {
        while read(now: now()) {}
        return judge(now: now())
    }
}
