package import Alerting
internal import Telemetry

extension Engine {
    /// Which series there are, whatever computed, imported or recorded them.
    package var catalog: SeriesCatalog {
        var catalog = SeriesCatalog()
        for (labels, storage) in zip(store.index.labels, store.storage) {
            catalog.add(labels, isImported: storage.isImported)
        }
        for source in sources.values { catalog.add(types: source.state.metricTypes) }
        return catalog
    }
}
