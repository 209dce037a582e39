package import Telemetry

/// What people have done about one alert: the second axis, independent of the condition.
package enum Attention: Hashable, Sendable {
    /// Nobody has it in hand.
    case new
    case acked(Acknowledgement)
    case snoozed(Snooze)
    /// It fired and cleared before anyone saw it.
    case returned(at: Timestamp)
    /// It cleared at `at`; who had acknowledged it, before or after that. `returnedAt` is set when
    /// it had come back unseen.
    case closed(Acknowledgement, at: Timestamp, returnedAt: Timestamp?)

    /// The word of the audit.
    package var word: String {
        switch self {
        case .new: "new"
        case .acked: "acked"
        case .closed: "closed"
        case .snoozed: "snoozed"
        case .returned: "returned"
        }
    }

    /// Who acknowledged, also after the end.
    package var acknowledgement: Acknowledgement? {
        switch self {
        case .acked(let acknowledgement), .closed(let acknowledgement, _, _): acknowledgement
        case .new, .snoozed, .returned: nil
        }
    }

    package var snooze: Snooze? { if case .snoozed(let snooze) = self { snooze } else { nil } }
}

/// Who took an alert in hand, and how it stood then.
package struct Acknowledgement: Hashable, Sendable {
    package var by: String
    package var at: Timestamp
    package var comment: String?
    package var severity: String
    package var value: Double?
    package init(
        by: String, at: Timestamp, comment: String? = nil, severity: String, value: Double? = nil
    ) {
        self.by = by
        self.at = at
        self.comment = comment
        self.severity = severity
        self.value = value
    }
}

/// A promise to be reminded.
package struct Snooze: Hashable, Sendable {
    package enum Until: Hashable, Sendable {
        /// Quarter of an hour, an hour, the end of the shift: always a time in the end.
        case time(Timestamp)
        /// Until the value is beyond this one: above it for rules that breach upwards, below it for
        /// the others.
        case worseThan(Double, upwards: Bool)
        /// For this incident only.
        case cleared
    }
    package var until: Until
    package var by: String
    package var at: Timestamp
    package var comment: String?
    package var severity: String
    package init(
        until: Until, by: String, at: Timestamp, comment: String? = nil, severity: String
    ) {
        self.until = until
        self.by = by
        self.at = at
        self.comment = comment
        self.severity = severity
    }

    /// No snooze lasts longer: an alert nobody remembers is a missed one.
    package static let longest: Int64 = 7 * 86_400_000

    /// Whether a clearing ends it too; a timed one outlives a short clearing: it was asked to be
    /// quiet until then.
    var endsWithIncident: Bool {
        switch until {
        case .time: false
        case .worseThan, .cleared: true
        }
    }

    package func isOver(at time: Timestamp, value: Double?) -> Bool {
        if time - at >= Self.longest { return true }
        switch until {
        case .cleared: return false
        case .time(let end): return time >= end
        case .worseThan(let limit, let upwards):
            guard let value else { return false }
            return upwards ? value > limit : value < limit
        }
    }
}
