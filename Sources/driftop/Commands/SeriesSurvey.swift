import Alerting
import Operations
import Snapshot
import Telemetry

/// What the sources at hand have, by reading them as the dashboard would.
struct SeriesSurvey {
    /// Their series; nil when no source has anything but itself to tell.
    private(set) var catalog: SeriesCatalog?
    /// Every role of the teams, ours where no file names other ones.
    private(set) var roles: [String] = []

    /// The logs are looked at as they were at their newest event, metric files at their newest
    /// sample, which may be much later: what a file says of now must not be passed over because a
    /// log beside it has ended.
    init(_ setup: Setup) {
        var setup = setup
        // Faulty rules are told elsewhere; here they are not asked.
        setup.configuration.rules = []
        guard var plan = try? ObservationPlan(setup, time: .newest) else { return }
        plan.groups = []
        let now = Collector.now()
        let logs = Observation(plan: plan, now: now)
        plan.spansSamples = true
        let everything = Observation(plan: plan, now: now)
        var catalog = Self.series(everything)
        if logs.moment(now) != everything.moment(now) { catalog.formUnion(Self.series(logs)) }
        if catalog.hasMeasurements { self.catalog = catalog }
        // A role of ours stands for its team even where a file names others.
        let plain = Engine(settings: plan.settings, book: AlertBook(groups: []), at: now)
        for engine in [everything.engine, plain] {
            let picture = engine.snapshot(at: everything.moment(now), interest: Interest())
            for role in picture.teams.flatMap(\.roles).map(\.role) where !roles.contains(role) {
                roles.append(role)
            }
        }
    }

    private static func series(_ observation: Observation) -> SeriesCatalog {
        _ = observation.readAll(now: Collector.now)
        return observation.engine.catalog
    }
}
