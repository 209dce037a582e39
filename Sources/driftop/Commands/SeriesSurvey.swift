import Alerting
import Operations

/// Which series the sources at hand have, by reading them as the dashboard would.
enum SeriesSurvey {
    /// nil when no source has anything but itself to tell.
    static func catalog(_ setup: Setup) -> SeriesCatalog? {
        var setup = setup
        // Faulty rules are told elsewhere; here they are not asked.
        setup.configuration.rules = []
        guard var plan = try? ObservationPlan(setup, time: .newest) else { return nil }
        plan.groups = []
        let observation = Observation(plan: plan, now: Collector.now())
        _ = observation.readAll(now: Collector.now)
        let catalog = observation.engine.catalog
        return catalog.hasMeasurements ? catalog : nil
    }
}
