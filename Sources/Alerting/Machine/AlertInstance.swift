package import Telemetry

/// One label set of one alerting rule, as the machine knows it.
package struct AlertInstance: Hashable, Sendable {
    /// Where in its life it is; each case carries what is true only there.
    package enum Phase: Hashable, Sendable {
        case pending
        /// It fired at `firedAt` and waits for `for` once more, because its series had vanished or
        /// its rule asks for a longer one now; the incident is not over yet.
        case pendingAgain(firedAt: Timestamp)
        case firing(since: Timestamp)
        /// Missing from the result, held by `keep_firing_for`; `since` is the first miss.
        case recovering(firedAt: Timestamp, since: Timestamp)
        case resolved(firedAt: Timestamp, at: Timestamp)
        /// Its series vanished while it was active; `firedAt` nil when it had only been pending.
        case noData(firedAt: Timestamp?, since: Timestamp)
    }

    /// Identity: the result's labels without the metric's name, the rule's labels, `alertname`.
    package let labels: Labels
    /// The result's own labels before the rule's were laid over them, without the metric's name.
    package var series: Labels
    package var annotations: [String: String]
    package var value: Double
    package var activeAt: Timestamp
    package var phase: Phase
    /// Of a rule whose expression is an `or`: the sides, from 0, that had its series when it was
    /// last in the result; nil for any other, and when nobody knows.
    package var sides: Set<Int>?

    package init(
        labels: Labels, series: Labels, annotations: [String: String] = [:], value: Double,
        activeAt: Timestamp, phase: Phase = .pending
    ) {
        self.labels = labels
        self.series = series
        self.annotations = annotations
        self.value = value
        self.activeAt = activeAt
        self.phase = phase
    }

    /// Pending, firing or held by `keep_firing_for`: what Prometheus counts as active.
    package var isActive: Bool {
        switch phase {
        case .pending, .pendingAgain, .firing, .recovering: true
        case .resolved, .noData: false
        }
    }

    /// Waits for its `for`.
    package var isPending: Bool {
        switch phase {
        case .pending, .pendingAgain: true
        case .firing, .recovering, .resolved, .noData: false
        }
    }

    /// Firing, also when only `keep_firing_for` holds it.
    package var isFiring: Bool {
        switch phase {
        case .firing, .recovering: true
        case .pending, .pendingAgain, .resolved, .noData: false
        }
    }

    /// When it fired; nil while it is pending, even if the incident had fired before.
    package var firedAt: Timestamp? {
        switch phase {
        case .pending, .pendingAgain: nil
        case .firing(let since): since
        case .recovering(let firedAt, _), .resolved(let firedAt, _): firedAt
        case .noData(let firedAt, _): firedAt
        }
    }

    /// When the incident it belongs to fired, also while it is pending again.
    package var incidentFiredAt: Timestamp? {
        if case .pendingAgain(let firedAt) = phase { firedAt } else { firedAt }
    }

    /// Since when its series is gone that was there while it was active; nil otherwise.
    package var dataLostAt: Timestamp? {
        if case .noData(_, let since) = phase { since } else { nil }
    }

    /// It fired and nobody can say whether it still does.
    var hasLostData: Bool {
        if case .noData(_?, _) = phase { true } else { false }
    }

    package var resolvedAt: Timestamp? {
        if case .resolved(_, let at) = phase { at } else { nil }
    }

    /// The `severity` label's text, `none` without one.
    package var severity: String { labels["severity"] ?? "none" }
}

/// One element of a rule's result, labels and annotations already expanded.
package struct AlertCandidate: Hashable, Sendable {
    package var labels: Labels
    package var series: Labels
    package var annotations: [String: String]
    package var value: Double
    /// As the instance's.
    package var sides: Set<Int>?
    package init(
        labels: Labels, series: Labels, annotations: [String: String] = [:], value: Double
    ) {
        self.labels = labels
        self.series = series
        self.annotations = annotations
        self.value = value
    }
}
