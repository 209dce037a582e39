package import Telemetry

/// The attention one alert has, and how far it has followed the alert's life.
///
/// The same pure steps run in a dashboard's memory and inside the journal's transactions, so that
/// several processes come to the same record whatever order they see things in.
package struct AttentionRecord: Hashable, Sendable {
    package struct Comment: Hashable, Sendable {
        package var text: String
        package var by: String
        package var at: Timestamp
        package init(text: String, by: String, at: Timestamp) {
            self.text = text
            self.by = by
            self.at = at
        }
    }
    package let rule: String
    package let labels: Labels
    package var attention: Attention
    package var comment: Comment?
    /// The newest transition taken into account; older ones say nothing new.
    package var followed: Timestamp
    /// When this incident called for somebody: nil while it has been quiet ever since it fired.
    package var rangAt: Timestamp?

    package init(
        rule: String, labels: Labels, attention: Attention = .new, comment: Comment? = nil,
        followed: Timestamp = .distantPast, rangAt: Timestamp? = nil
    ) {
        self.rule = rule
        self.labels = labels
        self.attention = attention
        self.comment = comment
        self.followed = followed
        self.rangAt = rangAt
    }

    package var id: String { AlertID.make(rule: rule, labels: labels) }
    package var severity: String { labels["severity"] ?? "none" }

    /// How an alert stands when somebody acts on it.
    package struct Facts: Hashable, Sendable {
        /// nil when the alert is no longer kept by the machine.
        package var phase: AlertInstance.Phase?
        package var value: Double?
        package init(phase: AlertInstance.Phase?, value: Double?) {
            self.phase = phase
            self.value = value
        }

        /// The word for messages.
        package var condition: String {
            switch phase {
            case .pending, .pendingAgain: "pending"
            case .firing: "firing"
            case .recovering: "recovering"
            case .resolved, nil: "resolved"
            case .noData: "no_data"
            }
        }
    }

    /// What a person does; the audit's line, or why nothing happened.
    package mutating func apply(
        _ action: AlertAction, facts: Facts
    ) throws(ActionRefusal) -> AuditEntry {
        let before = attention.word
        var comment: String?
        switch action.kind {
        case .ack(let text):
            comment = Self.trimmed(text)
            try acknowledge(action, comment: comment, facts: facts)
        case .unack: try takeBack()
        case .comment(let text):
            comment = Self.trimmed(text)
            if comment == nil { throw .emptyComment }
        case .snooze(let until, let text):
            comment = Self.trimmed(text)
            try snooze(action, until: until, comment: comment, facts: facts)
        }
        if let comment { self.comment = Comment(text: comment, by: action.by, at: action.at) }
        return entry(
            action.kind.word, by: action.by, at: action.at, before: before, comment: comment)
    }

    private mutating func acknowledge(
        _ action: AlertAction, comment: String?, facts: Facts
    ) throws(ActionRefusal) {
        let acknowledgement = Acknowledgement(
            by: action.by, at: action.at, comment: comment, severity: severity, value: facts.value)
        switch (attention, facts.phase) {
        case (.acked(let earlier), _), (.closed(let earlier, _, _), _):
            throw .alreadyAcknowledged(by: earlier.by, at: earlier.at)
        case (.returned(let at), _):
            attention = .closed(acknowledgement, at: at, returnedAt: at)
        case (_, .firing), (_, .recovering), (_, .noData): attention = .acked(acknowledgement)
        case (_, .pending), (_, .pendingAgain), (_, .resolved), (_, nil):
            throw .nothingToAcknowledge(condition: facts.condition)
        }
    }

    private mutating func takeBack() throws(ActionRefusal) {
        switch attention {
        case .acked, .snoozed: attention = .new
        case .closed(_, _, let returnedAt?): attention = .returned(at: returnedAt)
        case .new, .returned, .closed: throw .nothingToTakeBack
        }
    }

    private mutating func snooze(
        _ action: AlertAction, until: Snooze.Until, comment: String?, facts: Facts
    ) throws(ActionRefusal) {
        switch facts.phase {
        case .pending, .pendingAgain, .firing, .recovering, .noData: break
        case .resolved, nil: throw .nothingToSnooze(condition: facts.condition)
        }
        if case .time(let end) = until {
            if end <= action.at { throw .snoozeInThePast }
            if end - action.at > Snooze.longest { throw .snoozeTooLong }
        }
        attention = .snoozed(
            Snooze(
                until: until, by: action.by, at: action.at, comment: comment, severity: severity))
    }

    func entry(
        _ what: String, by who: String, at time: Timestamp, before: String, comment: String? = nil
    ) -> AuditEntry {
        AuditEntry(
            at: time, who: who, what: what, alert: id, rule: rule, labels: labels, before: before,
            after: attention.word, comment: comment)
    }

    private static func trimmed(_ text: String?) -> String? {
        guard let text else { return nil }
        var slice = text[...]
        while slice.first?.isWhitespace == true { slice.removeFirst() }
        while slice.last?.isWhitespace == true { slice.removeLast() }
        return slice.isEmpty ? nil : String(slice.prefix(AlertAction.longestComment))
    }
}
