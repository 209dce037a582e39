package import Telemetry

extension AttentionRecord {
    /// Follows one step of the alert's life: acknowledgements end with the incident, a new incident
    /// starts unattended, and one that cleared before anyone saw it is `returned`.
    ///
    /// Steps up to `followed` were seen before, here or by another process, and change nothing.
    /// - Returns: the audit's line when an acknowledgement or a snooze ended.
    package mutating func follow(
        _ transition: AlertTransition
    ) -> AuditEntry? {
        guard transition.at > followed else { return nil }
        let before = attention.word
        switch transition.kind {
        case .fired:
            rangAt = transition.quiet ? nil : transition.at
            return begin(at: transition.at, before: before)
        case .resolved:
            followed = transition.at
            return end(
                at: transition.at, before: before,
                unseen: transition.instance.firedAt != nil && !transition.quiet
                    && transition.sibling == nil)
        case .dropped:
            // It may have fired once, under a rule that asked for less: nothing of it goes on.
            followed = transition.at
            return end(at: transition.at, before: before, unseen: false)
        case .becamePending:
            // A new incident: nobody has acknowledged this one.
            if case .closed = attention {
                followed = transition.at
                attention = .new
                comment = nil
            }
            return nil
        case .forgotten:
            // Without data for so long that nobody waits for it any more, and nobody saw it fire.
            followed = transition.at
            var unseen = false
            if case .noData(_?, _) = transition.instance.phase { unseen = !transition.quiet }
            return end(at: transition.at, before: before, unseen: unseen)
        case .firedAgain:
            // Also what rings because a silence or an inhibition is over.
            if !transition.quiet { rangAt = rangAt ?? transition.at }
            return nil
        case .beganRecovering, .backToPending, .lostData: return nil
        }
    }

    /// A new incident: what was over is over; an acknowledgement that outlived missing data and a
    /// snooze that still runs go on.
    private mutating func begin(at time: Timestamp, before: String) -> AuditEntry? {
        followed = time
        switch attention {
        case .new, .acked, .snoozed: return nil
        case .returned, .closed:
            attention = .new
            comment = nil
            return nil
        }
    }

    private mutating func end(at time: Timestamp, before: String, unseen: Bool) -> AuditEntry? {
        switch attention {
        case .new:
            if unseen { attention = .returned(at: time) }
            return nil
        case .acked(let acknowledgement):
            attention = .closed(acknowledgement, at: time, returnedAt: nil)
            return entry("ack ended", by: AuditEntry.program, at: time, before: before)
        case .snoozed(let snooze):
            guard snooze.endsWithIncident else { return nil }
            attention = .new
            return entry("snooze ended", by: AuditEntry.program, at: time, before: before)
        case .returned, .closed: return nil
        }
    }

    /// Ends a snooze whose time has come or whose value was passed; the alert rings again when it
    /// still fires.
    package mutating func expire(at time: Timestamp, value: Double?) -> AuditEntry? {
        guard case .snoozed(let snooze) = attention, snooze.isOver(at: time, value: value) else {
            return nil
        }
        let before = attention.word
        attention = .new
        return entry("snooze ended", by: AuditEntry.program, at: time, before: before)
    }

    /// Takes over the attention of the same alert under another severity, unless that would quiet
    /// a louder one: acknowledged and more severe is unattended again, less severe stays in hand.
    ///
    /// - Returns: the audit's line when it did.
    @discardableResult
    package mutating func inherit(from sibling: AttentionRecord) -> AuditEntry? {
        guard case .new = attention else { return nil }
        guard Severity.isNoLouder(severity, than: sibling.severity) else { return nil }
        switch sibling.attention {
        case .acked(let acknowledgement), .closed(let acknowledgement, _, nil):
            attention = .acked(acknowledgement)
        case .snoozed: attention = sibling.attention
        case .new, .returned, .closed: return nil
        }
        comment = sibling.comment
        return entry(
            (attention.snooze == nil ? "ack" : "snooze") + " carried over", by: AuditEntry.program,
            at: followed, before: "new", comment: comment?.text)
    }
}
