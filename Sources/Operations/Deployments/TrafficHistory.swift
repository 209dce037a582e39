internal import Telemetry

/// What a version on several targets does over all of them.
struct VersionTraffic: Sendable {
    var history = TrafficHistory()
    /// A rule judges each target by its own; this one is for the version's row and chart.
    var baseline = LatencyBaseline()
}

/// What the charts of one version show: of its only target, or over all of them.
struct TrafficHistory: Sendable {
    /// Seconds.
    var p50 = GaugeHistory(retention: .day)
    var p95 = GaugeHistory(retention: .day)
    var p99 = GaugeHistory(retention: .day)
    var requestsPerSecond = GaugeHistory(retention: .day)
    var errorRatio = GaugeHistory(retention: .day)

    init() {}

    /// The same lines as the rules' series of a deployment.
    init(_ gauges: DeploymentGauges, in store: SeriesStore) {
        p50 = store.history(gauges.p50) ?? p50
        p95 = store.history(gauges.p95) ?? p95
        p99 = store.history(gauges.p99) ?? p99
        requestsPerSecond = store.history(gauges.requestsPerSecond) ?? requestsPerSecond
        errorRatio = store.history(gauges.errorRatio) ?? errorRatio
    }

    /// Records one window; what was not measured ends its line there.
    mutating func append(_ sum: WindowSum, seconds: Double, at time: Timestamp) {
        let quantiles =
            sum.latency.isEmpty ? [.nan, .nan, .nan] : sum.latency.quantiles([0.5, 0.95, 0.99])
        p50.append(quantiles[0], at: time)
        p95.append(quantiles[1], at: time)
        p99.append(quantiles[2], at: time)
        requestsPerSecond.append(Double(sum.requests) / seconds, at: time)
        errorRatio.append(sum.errorRatio ?? .nan, at: time)
    }
}
