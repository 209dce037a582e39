internal import Telemetry

/// How far each model is in the seven stages: what pipelines reported, and what was expected.
struct WorkflowBook: Sendable {
    /// One stage of one model.
    struct Key: Hashable, Sendable {
        var model: String
        var stage: Stage
    }

    /// The runs of one stage are few; beyond this the oldest go.
    static let eventLimit = 1_000

    private var eventsBySource: [String: [StageEvent]] = [:]
    private(set) var events: [Key: [StageEvent]] = [:]
    private var plansBySource: [String: [StagePlan]] = [:]

    mutating func update(_ new: [StageEvent], from source: String, replace: Bool) {
        if replace {
            eventsBySource[source] = new
            events = [:]
            for source in eventsBySource.keys.sorted() { add(eventsBySource[source] ?? []) }
        } else {
            eventsBySource[source, default: []] += new
            add(new)
        }
    }

    mutating func update(_ plans: [StagePlan], from source: String) {
        plansBySource[source] = plans
    }

    private mutating func add(_ new: [StageEvent]) {
        for event in new {
            let key = Key(model: event.model, stage: event.stage)
            var list = events[key] ?? []
            let position = list.lastIndex { $0.time <= event.time }.map { $0 + 1 } ?? 0
            list.insert(event, at: position)
            if list.count > Self.eventLimit { list.removeFirst() }
            events[key] = list
        }
    }

    /// Models that any event or plan names.
    var models: Set<String> {
        Set(events.keys.map(\.model)).union(plansBySource.values.joined().compactMap(\.model))
    }

    /// The plan for a stage: the model's own before one for every model.
    func plan(_ key: Key) -> StagePlan? {
        let plans = plansBySource.keys.sorted().flatMap { plansBySource[$0] ?? [] }
            .filter { $0.stage == key.stage }
        return plans.first { $0.model == key.model } ?? plans.first { $0.model == nil }
    }

    /// The latest events of a stage up to `at`.
    func state(_ key: Key, at: Timestamp) -> StageState? {
        guard let list = events[key] else { return nil }
        let past = list.prefix { $0.time <= at }
        guard let latest = past.last else { return nil }
        return StageState(latest: latest, past: Array(past), plan: plan(key), at: at)
    }

    /// Every event after `after` up to `through`, oldest first.
    func events(of model: String, after: Timestamp, through: Timestamp) -> [StageEvent] {
        events.filter { $0.key.model == model }
            .flatMap { $0.value.filter { $0.time > after && $0.time <= through } }
            .sorted { $0.time < $1.time }
    }
}

extension StagePlan {
    /// The owner this model's plan names, which is closer than any role's list of stages.
    var ownOwner: String? { model == nil ? nil : owner }
}

/// One stage of one model at one moment.
struct StageState: Sendable {
    let latest: StageEvent
    let plan: StagePlan?
    /// When the latest run began and ended.
    let startedAt: Timestamp?
    let finishedAt: Timestamp?
    /// Consecutive tries of the latest outcome: 2 is the second failure in a row.
    let attempt: Int
    /// Seconds since the latest word.
    let ageSeconds: Double
    /// Seconds the present run has been going; nil when none is.
    let runningSeconds: Double?
    /// Seconds since it last succeeded, or since the first word when it never did.
    let sinceSuccessSeconds: Double

    init(latest: StageEvent, past: [StageEvent], plan: StagePlan?, at: Timestamp) {
        self.latest = latest
        self.plan = plan
        ageSeconds = Double(at - latest.time) / 1_000
        let begun = past.last {
            $0.status == .started && ($0.run == latest.run || latest.run == nil)
        }
        // What waits does so since it was said to.
        startedAt = latest.status == .waiting ? latest.time : begun?.time
        finishedAt =
            latest.status == .succeeded || latest.status == .failed ? latest.time : nil
        runningSeconds = latest.status == .started ? ageSeconds : nil
        var tries = 0
        for event in past.reversed() {
            if event.status == .succeeded { break }
            if event.status == .failed { tries += 1 }
        }
        attempt = max(1, latest.status == .started ? tries + 1 : tries)
        let anchor = past.last { $0.status == .succeeded }?.time ?? past.first?.time ?? latest.time
        sinceSuccessSeconds = Double(at - anchor) / 1_000
    }

    /// When it became later than planned; nil while it is not.
    func overdueSince(at: Timestamp) -> Timestamp? {
        var beginnings: [Timestamp] = []
        if let every = plan?.expectedEverySeconds, sinceSuccessSeconds > every {
            beginnings.append(at - Int64((sinceSuccessSeconds - every) * 1_000))
        }
        if let most = plan?.maxDurationSeconds, let running = runningSeconds, running > most {
            beginnings.append(at - Int64((running - most) * 1_000))
        }
        return beginnings.min()
    }

    /// Later than planned: too long since the last success, or running too long.
    var overdue: Bool {
        if let every = plan?.expectedEverySeconds, sinceSuccessSeconds > every { return true }
        if let most = plan?.maxDurationSeconds, let running = runningSeconds, running > most {
            return true
        }
        return false
    }
}
