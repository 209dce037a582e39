import Snapshot

/// What the window holds of a version's requests, or of those that one target answered.
struct RequestCount {
    var requests: Int64?
    var errors: Int64?
    var latency: LatencyQuantiles?
    var lastSeenAt: Moment?

    /// nil when the version is not known to serve on the target.
    init?(of version: VersionStatus, on target: String?) {
        // A version on one target is counted as a whole.
        guard let target, version.target != target || version.targets.count > 1 else {
            requests = version.requests
            errors = version.errors
            latency = version.latency
            lastSeenAt = version.lastSeenAt
            return
        }
        guard let own = version.targets.first(where: { $0.target == target }) else { return nil }
        requests = own.requests
        // A ratio is unknown where the log does not say how requests ended.
        errors = own.errorRatio == nil && own.requests > 0 ? nil : own.errors
        latency = own.latency
        lastSeenAt = own.lastSeenAt
    }
}
