internal import Alerting
internal import Snapshot
internal import Telemetry

/// Where a rule's alerts are active, so that many places can be asked for at the cost of one.
struct ActivePlaces {
    private var since: [VersionID: [(target: String?, at: Timestamp)]] = [:]

    /// Those of the alert's rule, about its feature where it is about one.
    init(of alert: AlertStatus, in book: AlertBook) {
        let feature = alert.labels["feature"]
        guard let number = alert.ruleNumber else { return }
        book.forEachActive(of: number) { instance in
            guard let model = instance.labels["model"], instance.labels["feature"] == feature
            else { return }
            let id = VersionID(model: model, version: instance.labels["version"])
            since[id, default: []].append((instance.labels["target"], instance.activeAt))
        }
    }

    /// Since when one is active about a version, on one target or on any; nil when none is.
    func since(_ id: VersionID, _ target: String?) -> Timestamp? {
        since[id]?.first { target == nil || $0.target == target }?.at
    }
}
