package import Telemetry

/// What the engine is told once.
package struct EngineSettings: Sendable {
    /// The screen's window.
    package var windowSeconds: Double = 300
    /// How much of the past series keep.
    package var retentionSeconds: Double = 26 * 3_600
    /// Nothing after this is looked at: a snapshot's `--at`; nil when live.
    package var ceiling: Timestamp?
    /// Shown when the moment is not now: `not live: newest event 3 d ago`.
    package var timeTravelReason: String?
    /// Every measurement is kept for a month: for tests, whose expressions are no rules.
    package var keepsEverything = false
    /// Logs are read as the clock moves, from their beginning: there is no history to wait for.
    package var isReplay = false
    /// Where a recording's requests end and only their labels go on.
    package var labelsOnlyAfter = Timestamp.distantFuture
    /// What is watched, for the top line.
    package var scope = ""
    /// Seconds of a monotonic clock, to say what rules cost; nil: it is not measured.
    package var stopwatch: (@Sendable () -> Double)?
    /// References bound to a model or version by the configuration, by location.
    package var referenceBindings: [ReferenceBinding] = []

    package init() {}
}

/// A line of `references:` in the configuration.
package struct ReferenceBinding: Hashable, Sendable {
    package var model: String
    /// nil: every version of the model.
    package var version: String?
    package var location: String
    package init(model: String, version: String?, location: String) {
        self.model = model
        self.version = version
        self.location = location
    }
}
