internal import Detection
internal import Telemetry

/// The store's series of one feature.
struct FeatureGauges: Sendable {
    var drift: Int?
    var threshold: Int?
    var driftValues: Int?
    var nullRatio: Int?
    var nullLimit: Int?
    var unseenRatio: Int?
    var unseenLimit: Int?
    var values: Int?
    var registered = false

    init() {}

    init(model: String, version: String?, feature: String, in store: inout SeriesStore) {
        func gauge(
            _ metric: String, method: String? = nil,
            retention: GaugeHistory.Retention = .short
        ) -> Int? {
            var labels = [Labels.metricName: metric, "model": model, "feature": feature]
            labels["version"] = version
            labels["method"] = method
            return store.gauge(Labels(labels), retention: retention)
        }
        drift = gauge("model_drift", method: "psi", retention: .day)
        threshold = gauge("model_drift_threshold", method: "psi", retention: .quarterDay)
        driftValues = gauge("model_drift_window_values")
        nullRatio = gauge("model_feature_null_ratio")
        nullLimit = gauge("model_feature_null_limit")
        unseenRatio = gauge("model_feature_unseen_ratio")
        unseenLimit = gauge("model_feature_unseen_limit")
        values = gauge("model_feature_window_values")
        registered = true
    }
}

/// Everything that is measured of one feature at one moment.
struct FeatureMeasure: Sendable {
    let drift: DriftResult
    let nulls: RatioLimit
    let unseen: RatioLimit
    let rows: Int64
    let from: Timestamp?

    init(_ counts: FeatureCounts, _ reference: FeatureReference) {
        drift = PopulationStability.drift(of: counts.values, from: reference)
        nulls = reference.nulls(in: counts.rows)
        unseen = reference.unseen(in: counts.rows)
        rows = counts.rowCount
        from = counts.from
    }
}
