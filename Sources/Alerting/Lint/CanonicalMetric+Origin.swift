extension CanonicalMetric {
    /// What must be there for one of our own series to appear, as a hint to who reads it in vain.
    static func origin(of name: String) -> String {
        if let known = origins[name] { return known }
        let families: [(prefix: String, origin: String)] = [
            (
                "model_feature_",
                "it is there for each feature of a version that has a reference: name one under "
                    + "references: in driftop.yaml, or take one"
            ),
            (
                "model_drift",
                "it is there for each feature of a version that has a reference: name one under "
                    + "references: in driftop.yaml, or take one"
            ),
            ("workflow_", "it is there for the stages of a workflow.yaml or workflow.jsonl"),
            ("source_", "it is there for each source that is read"),
        ]
        return families.first { name.hasPrefix($0.prefix) }?.origin
            ?? "it is there for each version that an event log names"
    }

    private static let origins: [String: String] = [
        "up": "Prometheus makes it for its targets: ours is source_up",
        "model_quality": "it is there for a version with 30 labels or more, joined by their id",
        "model_quality_estimated": "driftop does not estimate quality; import it from who does",
        "model_quality_window_labels":
            "it is there for a version with 30 labels or more, joined by their id",
        "model_prediction_ratio": "it is there when a log has predictions of few classes",
        "model_version_info": "it is there for the versions of a registry",
        "model_latency_baseline_seconds":
            "it is there when a version has been observed for long enough to say what is usual",
    ]
}
