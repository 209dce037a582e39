import Alerting
import Operations
import Telemetry

/// Which series the sources at hand have, by reading them as the dashboard would.
enum SeriesSurvey {
    /// nil when no source has anything but itself to tell.
    ///
    /// The logs are looked at as they were at their newest event, metric files at their newest
    /// sample, which may be much later: what a file says of now must not be passed over because a
    /// log beside it has ended.
    static func catalog(_ setup: Setup) -> SeriesCatalog? {
        var setup = setup
        // Faulty rules are told elsewhere; here they are not asked.
        setup.configuration.rules = []
        guard var plan = try? ObservationPlan(setup, time: .newest) else { return nil }
        plan.groups = []
        let now = Collector.now()
        let logs = Observation(plan: plan, now: now)
        plan.spansSamples = true
        let everything = Observation(plan: plan, now: now)
        var catalog = series(everything)
        if logs.moment(now) != everything.moment(now) { catalog.formUnion(series(logs)) }
        return catalog.hasMeasurements ? catalog : nil
    }

    private static func series(_ observation: Observation) -> SeriesCatalog {
        _ = observation.readAll(now: Collector.now)
        return observation.engine.catalog
    }
}
