package import Alerting
internal import Telemetry

extension Engine {
    /// Which series there are, whatever computed, imported or recorded them.
    package var catalog: SeriesCatalog {
        var catalog = SeriesCatalog()
        for (labels, storage) in zip(store.index.labels, store.storage) {
            catalog.add(labels, isImported: storage.isImported)
        }
        for name in sources.keys.sorted() {
            catalog.add(types: sources[name]?.state.metricTypes ?? [:])
        }
        return catalog
    }
}
