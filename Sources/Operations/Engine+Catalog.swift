package import Alerting
internal import Telemetry

extension Engine {
    /// Which series there are, whatever computed, imported or recorded them.
    package var catalog: SeriesCatalog {
        var catalog = SeriesCatalog()
        for labels in store.index.labels { catalog.add(labels) }
        return catalog
    }
}
