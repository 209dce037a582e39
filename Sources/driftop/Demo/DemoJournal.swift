import Alerting
import Journal
import Snapshot
import Telemetry

/// What people did about the demo's alerts before it begins, kept as the dashboard keeps it.
///
/// Ana has had the drift of `churn 3` in hand for two days, and kim snoozed the silent edge sites
/// until the shift ends. The dashboard finds it as after any restart.
struct DemoJournal: Sendable {
    private let start: Timestamp

    private static let day = 86_400.0

    /// - Parameter start: when the demo starts.
    init(start: Moment) { self.start = Timestamp(start) }

    private func time(_ seconds: Double) -> Timestamp { start + Int64(seconds * 1_000) }

    /// Writes it where the dashboard of this workspace will look.
    func write(to workspace: Workspace) throws(JournalError) {
        try write(
            to: Journal(
                path: workspace.journalPath, workspace: workspace.name, access: .readWrite))
    }

    /// Writes alerts and attention; the log that follows confirms them.
    func write(to journal: Journal) throws(JournalError) {
        var past = RuleEvaluation()
        past.at = start
        past.transitions = alerts.map { alert in
            AlertTransition(
                kind: .fired, rule: alert.rule, at: alert.instance.firedAt ?? start,
                instance: alert.instance)
        }
        try journal.record(past)
        for (alert, attention) in zip(alerts, attentions) {
            var record = AttentionRecord(
                rule: alert.rule, labels: alert.instance.labels, attention: attention)
            // The past is played again at the start; this is how it stood after it.
            record.followed = start
            guard let entry = entry(record) else { continue }
            journal.postpone(record, entry)
        }
        try journal.flush()
    }

    /// Firing since before the log begins, by labels as the built-in rules give them.
    private var alerts: [AlertRecord] {
        ["tenure", "plan"].map { feature in
            alert(
                "FeatureDrift", ["model": "churn", "version": "3", "feature": feature],
                firedAt: -2.3 * Self.day)
        }
            + [4, 5].map { site in
                alert(
                    "NoTraffic", ["model": "eta", "version": "41", "target": "edge-\(site)"],
                    firedAt: DemoStory.sitesSilentFrom + 610)
            } + [unattended]
    }

    /// The retraining's second try, which nobody has in hand.
    private var unattended: AlertRecord {
        alert(
            "StageFailed", ["model": "churn", "stage": "model retraining"],
            firedAt: DemoWorkflow.lastFailure)
    }

    private var attentions: [Attention] {
        let drift = Attention.acked(
            Acknowledgement(
                by: "ana", at: time(-2.1 * Self.day), comment: "campaign? look on Monday",
                severity: "ticket"))
        let silence = Attention.snoozed(
            Snooze(
                until: .time(time(DemoStory.shiftEnds)), by: "kim", at: time(-840),
                severity: "ticket"))
        return [drift, drift, silence, silence]
    }

    private func alert(_ rule: String, _ subject: [String: String], firedAt: Double) -> AlertRecord
    {
        let series = Labels(subject)
        let labels = Labels(subject.merging(["alertname": rule, "severity": "ticket"]) { $1 })
        let fired = time(firedAt)
        return AlertRecord(
            rule: rule,
            instance: AlertInstance(
                labels: labels, series: series, value: 0, activeAt: fired,
                phase: .firing(since: fired)))
    }

    private func entry(_ record: AttentionRecord) -> AuditEntry? {
        let (who, at, what, comment): (String, Timestamp, String, String?)
        switch record.attention {
        case .acked(let acknowledgement):
            (who, at, what, comment) =
                (acknowledgement.by, acknowledgement.at, "ack", acknowledgement.comment)
        case .snoozed(let snooze):
            (who, at, what, comment) = (snooze.by, snooze.at, "snooze", snooze.comment)
        case .new, .returned, .closed: return nil
        }
        return AuditEntry(
            at: at, who: who, what: what, alert: record.id, rule: record.rule,
            labels: record.labels, before: "new", after: record.attention.word, comment: comment)
    }
}
