internal import Alerting
internal import GRDB
internal import Telemetry

extension JournalWriter {
    /// Opens, moves on or ends the incident a transition belongs to.
    ///
    /// At most one is open for an alert; evaluators that see the same incident merge into it, the
    /// earliest times winning and the latest evaluation saying how it stands.
    func writeIncident(
        _ transition: AlertTransition, attention: AttentionRecord?, revision: Int64
    ) throws {
        let open = try Row.fetchOne(
            db,
            sql: "SELECT * FROM incident WHERE workspace = ? AND alert = ? AND ended_at IS NULL",
            arguments: [workspace, transition.id])
        let began: Int64? = open?["active_at"]
        let isLater = began.map { $0 <= transition.at.milliseconds } ?? false
        switch transition.kind {
        case .becamePending, .fired, .beganRecovering, .firedAgain, .backToPending, .lostData:
            if let open {
                // Older than the open one: another incident, told when it ends.
                if isLater { try update(open, transition, revision: revision) }
            } else if try !isKnownPast(transition, from: transition.at) {
                try insert(transition, revision: revision)
            }
        case .resolved, .dropped, .forgotten:
            if let open, isLater {
                try end(open, transition, attention: attention, revision: revision)
            } else if transition.kind == .resolved, let fired = transition.instance.firedAt,
                try !isKnownPast(transition, from: fired)
            {
                try insert(transition, revision: revision)
            }
        }
    }

    /// Whether it lies in an incident that has ended since: a replay tells it again.
    private func isKnownPast(_ transition: AlertTransition, from: Timestamp) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM incident WHERE workspace = ? AND alert = ?
                    AND active_at <= ? AND ended_at >= ?)
                """,
            arguments: [
                workspace, transition.id, transition.at.milliseconds, from.milliseconds,
            ]) ?? false
    }

    private func insert(_ transition: AlertTransition, revision: Int64) throws {
        let instance = transition.instance
        let (phase, since) = Self.columns(of: instance.phase)
        try db.execute(
            sql: """
                INSERT INTO incident (workspace, alert, rule, labels, series, subject, severity,
                    annotations, phase, value, active_at, fired_at, phase_since, ended_at,
                    evaluated_at, expression, sides, revision)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                workspace, transition.id, transition.rule, JournalText.text(instance.labels),
                JournalText.text(instance.series), JournalText.subject(instance.labels),
                instance.severity, JournalText.text(instance.annotations), phase,
                Self.storable(instance.value), instance.activeAt.milliseconds,
                instance.incidentFiredAt?.milliseconds, since, instance.resolvedAt?.milliseconds,
                transition.at.milliseconds, transition.expression,
                instance.sides.map(JournalText.text), revision,
            ])
    }

    private func update(_ open: Row, _ transition: AlertTransition, revision: Int64) throws {
        let instance = transition.instance
        let (phase, since) = Self.columns(of: instance.phase)
        let isNewer = transition.at.milliseconds >= (open["evaluated_at"] as Int64)
        // What comes back after missing data has a clock of its own, and fires by that one.
        let phaseBefore: String = open["phase"]
        let isAnew = isNewer && transition.kind == .becamePending && phaseBefore == "no_data"
        let firesAnew = isNewer && transition.kind == .fired && phaseBefore == "pending"
        // Otherwise the earliest firing counts.
        let known: Int64? = firesAnew ? nil : open["fired_at"]
        let fired = [known, instance.incidentFiredAt?.milliseconds].compactMap { $0 }.min()
        try db.execute(
            sql: """
                UPDATE incident SET active_at = iif(?, ?, min(active_at, ?)), fired_at = ?,
                    phase = iif(?, ?, phase), phase_since = iif(?, ?, phase_since),
                    value = iif(?, ?, value), annotations = iif(?, ?, annotations),
                    expression = iif(?, ?, expression), sides = iif(?, ?, sides),
                    evaluated_at = max(evaluated_at, ?), revision = ?
                WHERE id = ?
                """,
            arguments: [
                isAnew, instance.activeAt.milliseconds, instance.activeAt.milliseconds, fired,
                isNewer, phase, isNewer, since, isNewer,
                Self.storable(instance.value), isNewer, JournalText.text(instance.annotations),
                isNewer, transition.expression, isNewer, instance.sides.map(JournalText.text),
                transition.at.milliseconds, revision,
                open["id"] as Int64,
            ])
    }

    private func end(
        _ open: Row, _ transition: AlertTransition, attention: AttentionRecord?, revision: Int64
    ) throws {
        let id: Int64 = open["id"]
        // What never fired was nobody's incident.
        if (open["fired_at"] as Int64?) == nil, transition.instance.firedAt == nil {
            try db.execute(sql: "DELETE FROM incident WHERE id = ?", arguments: [id])
            return
        }
        let acknowledgement = attention?.attention.acknowledgement
        // A snooze that began in an earlier incident brought its comment along: not about this one.
        let began = min(open["active_at"] as Int64, transition.instance.activeAt.milliseconds)
        let comment = attention?.comment.flatMap { $0.at.milliseconds >= began ? $0.text : nil }
        try db.execute(
            sql: """
                UPDATE incident SET active_at = min(active_at, ?), phase = ?, ended_at = ?,
                    evaluated_at = max(evaluated_at, ?), fired_at = coalesce(fired_at, ?),
                    phase_since = NULL, value = ?, annotations = ?, acked_by = ?, comment = ?,
                    revision = ?
                WHERE id = ?
                """,
            arguments: [
                transition.instance.activeAt.milliseconds,
                transition.kind == .resolved ? "resolved" : "forgotten",
                (transition.instance.resolvedAt ?? transition.at).milliseconds,
                transition.at.milliseconds, transition.instance.firedAt?.milliseconds,
                Self.storable(transition.instance.value),
                JournalText.text(transition.instance.annotations), acknowledgement?.by,
                comment ?? acknowledgement?.comment, revision, id,
            ])
    }

    private static func columns(of phase: AlertInstance.Phase) -> (String, Int64?) {
        switch phase {
        case .pending, .pendingAgain: ("pending", nil)
        case .firing: ("firing", nil)
        case .recovering(_, let since): ("recovering", since.milliseconds)
        case .noData(_, let since): ("no_data", since.milliseconds)
        case .resolved: ("resolved", nil)
        }
    }

    /// SQLite has no NaN.
    private static func storable(_ value: Double) -> Double? { value.isNaN ? nil : value }
}
