internal import Telemetry

/// The store's series of one deployment.
struct DeploymentGauges: Sendable {
    var p50: Int?
    var p95: Int?
    var p99: Int?
    var baseline: Int?
    var errorRatio: Int?
    var requestsPerSecond: Int?
    var windowRequests: Int?
    var trafficShare: Int?
    var silence: Int?
    var silenceLimit: Int?

    /// Registers every series of a deployment, the presented counters included.
    init(_ key: DeploymentKey, index: Int, in store: inout SeriesStore) {
        func labels(_ metric: String, _ more: [String: String] = [:]) -> Labels {
            Labels(key.labels.merging(more) { $1 }.merging([Labels.metricName: metric]) { $1 })
        }
        p50 = store.gauge(labels("model_latency_seconds", ["quantile": "0.5"]))
        p95 = store.gauge(labels("model_latency_seconds", ["quantile": "0.95"]))
        p99 = store.gauge(labels("model_latency_seconds", ["quantile": "0.99"]))
        baseline = store.gauge(labels("model_latency_baseline_seconds"))
        errorRatio = store.gauge(labels("model_error_ratio"))
        requestsPerSecond = store.gauge(labels("model_requests_per_second"))
        windowRequests = store.gauge(labels("model_window_requests"))
        trafficShare = store.gauge(labels("model_traffic_share"))
        silence = store.gauge(labels("model_silence_seconds"), retention: .short)
        silenceLimit = store.gauge(labels("model_silence_limit_seconds"), retention: .short)
        for (outcome, name) in [(Outcome.ok, "ok"), (.error, "error"), (.unknown, "unknown")] {
            _ = store.identify(labels("model_requests_total", ["outcome": name])) {
                .counter(deployment: index, .requests(outcome))
            }
        }
        let duration = "model_request_duration_seconds"
        for (bucket, bound) in DurationBuckets.bounds.enumerated() {
            _ = store.identify(labels(duration + "_bucket", ["le": Self.text(bound)])) {
                .counter(deployment: index, .durationBucket(bucket))
            }
        }
        _ = store.identify(labels(duration + "_bucket", ["le": "+Inf"])) {
            .counter(deployment: index, .durationBucket(DurationBuckets.bounds.count))
        }
        _ = store.identify(labels(duration + "_sum")) {
            .counter(deployment: index, .durationSum)
        }
        _ = store.identify(labels(duration + "_count")) {
            .counter(deployment: index, .durationCount)
        }
    }

    /// `1` rather than `1.0`, as Prometheus prints bounds.
    private static func text(_ bound: Double) -> String {
        bound == bound.rounded() ? String(Int(bound)) : String(bound)
    }
}
