internal import PromQL

/// What we measure ourselves, as a person would call it.
enum SpokenMetric {
    private static let words = [
        "model_window_requests": "requests in 5 m",
        "model_drift_threshold": "its limit",
        "model_drift_window_values": "values compared",
        "model_feature_window_values": "rows compared",
        "model_feature_null_limit": "its limit",
        "model_feature_unseen_limit": "its limit",
        "model_quality_window_labels": "labels behind it, 500 at most",
        "model_silence_seconds": "since its last request",
        "model_silence_limit_seconds": "10 × its median gap, at least 10 m",
        "source_silence_seconds": "since its last line",
        "source_silence_limit_seconds": "10 × its median gap, at least 10 m",
        "workflow_stage_age_seconds": "since its last success",
        "workflow_stage_expected_seconds": "as often as it is expected",
        "workflow_stage_running_seconds": "since its run began",
        "workflow_stage_max_duration_seconds": "as long as it may take",
        "model_latency_baseline_seconds": "its usual",
    ]

    /// nil for a metric that is somebody else's, or that is best called by its name.
    static func words(of node: SyntaxNode) -> String? {
        node.plainSelector.flatMap(\.metric).flatMap { words[$0] }
    }
}
