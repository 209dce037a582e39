/// What came and went in a stretch of time, and what changed: the past that a handoff tells.
package struct ShiftDetail: Equatable, Sendable {
    /// An alert that fired and is over.
    package struct PastAlert: Equatable, Sendable {
        package var id: String
        package var rule: String
        package var severity: String
        /// `churn 3`, or the source.
        package var subject: String
        /// The rule's summary at the time; empty without one.
        package var summary = ""
        package var firedAt: Moment
        package var endedAt: Moment
        package var ackedBy: String?
        package var comment: String?
        /// Silenced or inhibited: nobody was meant to see it.
        package var isQuiet = false
        /// Its rule or its data went away: it did not clear.
        package var isForgotten = false
        package init(
            id: String, rule: String, severity: String, subject: String, firedAt: Moment,
            endedAt: Moment
        ) {
            self.id = id
            self.rule = rule
            self.severity = severity
            self.subject = subject
            self.firedAt = firedAt
            self.endedAt = endedAt
        }
    }

    /// A deployment, an alias that moved, a stage, a registry entry.
    package struct Change: Equatable, Sendable {
        package var model: String
        package var event: TimelineEvent
        package init(model: String, event: TimelineEvent) {
            self.model = model
            self.event = event
        }
    }

    package var since: Moment
    /// In the order they fired; what returned unseen is not among them.
    package var over: [PastAlert] = []
    /// Oldest first.
    package var changes: [Change] = []
    package var load: AlertLoad
    package init(since: Moment, load: AlertLoad) {
        self.since = since
        self.load = load
    }
}

/// How many alarms there were, against what people can answer.
///
/// An alarm is one alert that began to fire, whatever its severity; silenced and inhibited ones
/// are none. It is counted in windows of ten minutes, open at the left. Operators are the
/// different people whom `team.yaml` names as on call now; one when it names none. EEMUA
/// publication 191 calls about one alarm in ten minutes and operator manageable.
package struct AlertLoad: Equatable, Sendable {
    package var lastTenMinutes: Int
    package var lastHour: Int
    /// The most in any ten minutes of the span, and when the first such ten minutes ended; nil
    /// when there was none.
    package var busiest: Int
    package var busiestEnd: Moment?
    /// How long the span is.
    package var seconds: Double
    /// Nothing is known from before this moment, though the span begins there; nil when all is.
    package var knownSince: Moment?
    package var operators: Int

    /// Alarms in ten minutes and operator that are manageable, by EEMUA 191.
    package static let manageable = 1.0

    package init(
        lastTenMinutes: Int, lastHour: Int, busiest: Int, busiestEnd: Moment?, seconds: Double,
        operators: Int
    ) {
        self.lastTenMinutes = lastTenMinutes
        self.lastHour = lastHour
        self.busiest = busiest
        self.busiestEnd = busiestEnd
        self.seconds = seconds
        self.operators = operators
    }

    /// Alarms of the last ten minutes for each operator.
    package var perOperator: Double { Double(lastTenMinutes) / Double(max(1, operators)) }
    /// The same of the busiest ten minutes.
    package var busiestPerOperator: Double { Double(busiest) / Double(max(1, operators)) }
}

/// A silence in force, or one that is to come.
package struct SilenceStatus: Equatable, Sendable {
    package var id: String
    /// `model="churn",version=~"3|4"`.
    package var matchers: String
    package var author: String
    package var comment = ""
    package var startsAt: Moment
    package var endsAt: Moment
    /// It ends before that once nothing matches it any more.
    package var endsWhenUnmatched = false
    package init(id: String, matchers: String, author: String, startsAt: Moment, endsAt: Moment) {
        self.id = id
        self.matchers = matchers
        self.author = author
        self.startsAt = startsAt
        self.endsAt = endsAt
    }
}
