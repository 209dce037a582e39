internal import Telemetry

/// The store's series of sources, stages and versions: facts restated at every instant.
struct FactGauges: Sendable {
    var retention = GaugeHistory.Retention.short
    private var ids: [Labels: Int] = [:]
    /// Series restated at the last instant, to end those that are no longer true.
    private var current: Set<Int> = []
    private var stated: Set<Int> = []

    mutating func state(
        _ metric: String, _ labels: [String: String], _ value: Double, at time: Timestamp,
        in store: inout SeriesStore
    ) {
        let labels = Labels(labels.merging([Labels.metricName: metric]) { $1 })
        let id: Int
        if let known = ids[labels] {
            id = known
        } else {
            guard let made = store.gauge(labels, retention: retention) else { return }
            ids[labels] = made
            id = made
        }
        store.record(id, value, at: time)
        stated.insert(id)
    }

    /// Ends every series that was true at the last instant and was not stated at this one.
    mutating func finish(at time: Timestamp, in store: inout SeriesStore) {
        for id in current.subtracting(stated) { store.record(id, .nan, at: time) }
        current = stated
        stated = []
    }
}
