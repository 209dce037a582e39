package import Telemetry

/// What a deployment's latency is measured against while its alert goes on, as the journal keeps
/// it: after a restart the time before the alert may no longer be at hand.
package struct FrozenBaseline: Hashable, Sendable {
    /// The deployment's: `model`, and `version` and `target` where it has them.
    package var labels: Labels
    package var seconds: Double
    /// The version it was borrowed from; nil when it is the deployment's own.
    package var borrowedFrom: String?
    /// The instant it was last learned at.
    package var since: Timestamp
    package init(labels: Labels, seconds: Double, borrowedFrom: String?, since: Timestamp) {
        self.labels = labels
        self.seconds = seconds
        self.borrowedFrom = borrowedFrom
        self.since = since
    }
}
