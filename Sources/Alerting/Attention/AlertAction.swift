package import Telemetry

/// Something a person does to an alert, as a value: by key, by command or by a test.
package struct AlertAction: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case ack(comment: String?)
        /// Takes back an acknowledgement or a snooze.
        case unack
        case comment(String)
        case snooze(Snooze.Until, comment: String?)

        /// The audit's word.
        package var word: String {
            switch self {
            case .ack: "ack"
            case .unack: "unack"
            case .comment: "comment"
            case .snooze: "snooze"
            }
        }
    }
    package var kind: Kind
    /// The alert's id.
    package var alert: String
    package var by: String
    package var at: Timestamp

    package init(_ kind: Kind, alert: String, by: String, at: Timestamp) {
        self.kind = kind
        self.alert = alert
        self.by = by
        self.at = at
    }

    /// Longer comments are cut: a journal is not a document store.
    package static let longestComment = 4_000
}

/// Why an action did nothing: the sentence to show.
package enum ActionRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownAlert(String)
    /// Pending alerts are nobody's yet; resolved ones somebody has seen are over.
    case nothingToAcknowledge(condition: String)
    case alreadyAcknowledged(by: String, at: Timestamp)
    case nothingToTakeBack
    case emptyComment
    case snoozeInThePast
    case snoozeTooLong
    /// A resolved alert cannot be snoozed.
    case nothingToSnooze(condition: String)
    /// A silence that somebody else has ended meanwhile.
    case silenceAlreadyEnded(by: String)

    package var description: String {
        switch self {
        case .unknownAlert(let id): "no alert has the id \(id)"
        case .nothingToAcknowledge(let condition): "nothing to acknowledge: it is \(condition)"
        case .alreadyAcknowledged(let by, _): "already acknowledged by \(by)"
        case .nothingToTakeBack: "nothing to take back: nobody has acknowledged or snoozed it"
        case .emptyComment: "the comment is empty"
        case .snoozeInThePast: "the snooze would end before it begins"
        case .snoozeTooLong: "a snooze lasts at most 7 days"
        case .nothingToSnooze(let condition): "nothing to snooze: it is \(condition)"
        case .silenceAlreadyEnded(let who): "already ended by \(who)"
        }
    }
}

/// One line of the append-only audit.
package struct AuditEntry: Hashable, Sendable {
    package var at: Timestamp
    /// A person, or `driftop` for what happens by itself.
    package var who: String
    /// What was done: `ack`, `unack`, `comment`, `snooze`, `snooze ended`, `ack ended` and so on.
    package var what: String
    package var alert: String
    package var rule: String
    package var labels: Labels
    package var before: String
    package var after: String
    package var comment: String?
    /// Of a line about a silence: the silence as it stood after it.
    package var silence: Silence?
    package init(
        at: Timestamp, who: String, what: String, alert: String, rule: String, labels: Labels,
        before: String, after: String, comment: String? = nil, silence: Silence? = nil
    ) {
        self.at = at
        self.who = who
        self.what = what
        self.alert = alert
        self.rule = rule
        self.labels = labels
        self.before = before
        self.after = after
        self.comment = comment
        self.silence = silence
    }

    /// Who stands in the audit for steps nobody took by hand.
    package static let program = "driftop"
}
