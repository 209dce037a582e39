package import Telemetry

/// One time that an alert fired: since when, until when, and who had it in hand.
package struct FiredAlert: Hashable, Sendable {
    package var rule: String
    package var labels: Labels
    /// The rule's `summary`, filled in; empty without one.
    package var summary: String
    package var firedAt: Timestamp
    /// nil while it goes on.
    package var endedAt: Timestamp?
    package var ackedBy: String?
    package var comment: String?
    /// Silenced or inhibited when it fired: nobody was meant to see it.
    package var isQuiet = false
    /// Its rule or its data went away: it did not clear.
    package var isForgotten = false

    package init(
        rule: String, labels: Labels, summary: String = "", firedAt: Timestamp,
        endedAt: Timestamp? = nil
    ) {
        self.rule = rule
        self.labels = labels
        self.summary = summary
        self.firedAt = firedAt
        self.endedAt = endedAt
    }

    /// nil for an alert that never fired.
    package init?(_ record: AlertRecord) {
        guard let fired = record.instance.firedAt else { return nil }
        self.init(
            rule: record.rule, labels: record.instance.labels,
            summary: record.instance.annotations["summary"] ?? "", firedAt: fired,
            endedAt: record.instance.resolvedAt)
    }

    package var id: String { AlertID.make(rule: rule, labels: labels) }

    /// Whether both were the case at some moment.
    package func overlaps(_ other: FiredAlert) -> Bool {
        firedAt <= other.endedAt ?? .distantFuture && other.firedAt <= endedAt ?? .distantFuture
    }
}
