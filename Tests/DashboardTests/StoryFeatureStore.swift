import Snapshot

/// The incident, and a feature store that broke behind one version: one cause, twelve alerts.
extension Story {
    static let featureStore: SystemSnapshot = {
        var snapshot = incident
        snapshot.alerts.removeAll { $0.rule == "FeatureDrift" }
        snapshot.alerts += broken
        snapshot.headline.count(snapshot.alerts)
        return snapshot
    }()

    /// Two are in hand, the rest joined later.
    static let broken: [AlertStatus] = [
        "tenure", "plan", "region", "monthly_fee", "coupon_age", "support_calls", "visits",
        "device", "channel", "referrer", "age", "income",
    ].enumerated().map { index, feature in
        var alert = AlertStatus(
            id: "FeatureDrift/churn/3/\(feature)", rule: "FeatureDrift", condition: .firing,
            attention: index < 2 ? .acked : .new, severity: "ticket",
            activeAt: time(23, 2, index < 2 ? 20 : 40))
        alert.owner = "data scientist"
        alert.team = "Data Science"
        alert.labels = ["model": "churn", "version": "3", "feature": feature]
        alert.firedAt = time(23, 3, index < 2 ? 0 : 5)
        alert.ackedBy = index < 2 ? "ana" : nil
        alert.excess = 2.6 - 0.1 * Double(index)
        let tenths = 26 - index
        alert.what = "\(feature) \(tenths / 10).\(tenths % 10) × limit"
        alert.group = brokenRow
        return alert
    }

    static let brokenRow = "group/open/FeatureDrift/ticket/churn/3"
}
