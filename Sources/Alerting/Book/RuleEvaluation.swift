package import Telemetry

/// What one call of `AlertBook.evaluate` did.
package struct RuleEvaluation: Sendable {
    /// A rule that could not be evaluated; its alerts stay as they were.
    package struct Fault: Hashable, Sendable {
        package var group: String
        package var rule: String
        package var message: String
        package var at: Timestamp
    }

    /// A snooze that ended; the journal ends it there too.
    package struct Expiry: Hashable, Sendable {
        package var alert: String
        package var at: Timestamp
        package var value: Double?
        package init(alert: String, at: Timestamp, value: Double?) {
            self.alert = alert
            self.at = at
            self.value = value
        }
    }

    /// A reason to ring.
    package struct Ring: Hashable, Sendable {
        package enum Reason: String, Hashable, Sendable {
            case fired
            case snoozeEnded = "snooze ended"
            /// A silence, or what inhibited it, is over and it still fires.
            case silenceEnded = "silence ended"
        }
        package var alert: String
        package var severity: Severity
        package var reason: Reason
        /// When what ended had begun or was to end: the same in every process; nil for `fired`.
        package var since: Timestamp?

        package init(
            alert: String, severity: Severity, reason: Reason, since: Timestamp? = nil
        ) {
            self.alert = alert
            self.severity = severity
            self.reason = reason
            self.since = since
        }
    }

    /// The newest instant evaluated; nil when no group was due.
    package var at: Timestamp?
    package var transitions: [AlertTransition] = []
    /// Recorded series, `ALERTS`, `ALERTS_FOR_STATE` and staleness markers: for the caller's store.
    package var samples: [SeriesSamples] = []
    package var faults: [Fault] = []
    package var rings: [Ring] = []
    package var expiries: [Expiry] = []
    /// Silences that ended because nothing matched them any more.
    package var endedSilences: [Silence] = []
    /// Attention that changed by itself.
    package var changed: [AttentionRecord] = []
    /// The audit's lines for that.
    package var audit: [AuditEntry] = []
    /// Flap windows that moved, for the journal.
    package var flaps: [FlapRecord] = []
    /// Baselines that stand still from now on, for the journal.
    package var baselines: [FrozenBaseline] = []
    package var evaluatedRules = 0
    /// Some `for` or `keep_firing_for` is running: how far it is must be kept.
    package var isCounting = false

    package init() {}
}
