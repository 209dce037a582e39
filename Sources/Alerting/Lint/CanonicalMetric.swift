/// The series that driftop computes itself, and what is certain about each.
package struct CanonicalMetric: Sendable {
    package enum Kind: Sendable { case counter, gauge }
    package var kind: Kind
    /// What its values can be.
    var range: ValueRange
    /// It is there only while it is true: its presence is a condition.
    var isState = false

    /// Every one by name; what the store holds beyond these was imported or recorded.
    package static let byName: [String: CanonicalMetric] = {
        let counter = CanonicalMetric(kind: .counter, range: .notNegative)
        let gauge = CanonicalMetric(kind: .gauge, range: .notNegative)
        let ratio = CanonicalMetric(kind: .gauge, range: ValueRange(0, 1))
        let state = CanonicalMetric(kind: .gauge, range: .point(1), isState: true)
        var result: [String: CanonicalMetric] = [
            "up": ratio, "source_up": ratio, "model_version_info": .init(state, isState: false),
            "workflow_stage_status": state, "ALERTS": state,
            "ALERTS_FOR_STATE": .init(gauge, isState: true),
        ]
        for name in [
            "model_requests_total", "model_request_duration_seconds_bucket",
            "model_request_duration_seconds_sum", "model_request_duration_seconds_count",
            "source_rejected_total",
        ] {
            result[name] = counter
        }
        for name in [
            "model_error_ratio", "model_traffic_share", "model_feature_null_ratio",
            "model_feature_unseen_ratio", "model_prediction_ratio",
        ] {
            result[name] = ratio
        }
        for name in gauges { result[name] = gauge }
        for name in ["model_quality", "model_quality_estimated"] {
            result[name] = CanonicalMetric(kind: .gauge, range: .all)
        }
        return result
    }()

    /// Whether driftop measures it: for as long as there are logs.
    static func isMeasured(_ name: String) -> Bool {
        name != "up" && byName[name] != nil && !labelled.contains(name)
    }

    /// Whether it says nothing any more once the requests end.
    static func isOfRequests(_ name: String) -> Bool {
        name.hasPrefix("model_") && isMeasured(name) && name != "model_version_info"
    }

    /// What is known of the newest labels only.
    package static let labelled: Set<String> = ["model_quality", "model_quality_window_labels"]

    private static let gauges = [
        "model_latency_seconds", "model_latency_baseline_seconds", "model_requests_per_second",
        "model_window_requests", "model_silence_seconds", "model_silence_limit_seconds",
        "model_drift", "model_drift_threshold", "model_drift_window_values",
        "model_feature_null_limit", "model_feature_unseen_limit",
        "model_feature_window_values", "model_quality_window_labels", "source_lag_seconds",
        "source_silence_seconds",
        "source_silence_limit_seconds", "workflow_stage_age_seconds",
        "workflow_stage_expected_seconds", "workflow_stage_running_seconds",
        "workflow_stage_max_duration_seconds",
    ]

    private init(kind: Kind, range: ValueRange, isState: Bool = false) {
        self.kind = kind
        self.range = range
        self.isState = isState
    }

    private init(_ other: CanonicalMetric, isState: Bool) {
        self = other
        self.isState = isState
    }

    /// How far apart the samples of what driftop counts are, in milliseconds.
    static let stepMilliseconds: Int64 = 15_000
}
