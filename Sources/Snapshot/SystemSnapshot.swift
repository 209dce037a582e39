/// What a screen may know: plain values, computed once by the engine, at one moment.
///
/// The `driftop/snapshot/1` JSON is a projection of this; so is every view. Unknown is nil.
package struct SystemSnapshot: Equatable, Sendable {
    package var at: Moment
    package var windowSeconds: Double
    /// What is being watched, as shown in the top line: `/srv/ml`.
    package var scope = ""
    package var liveness = Liveness()
    package var headline = Headline()
    package var sources: [SourceStatus] = []
    package var models: [ModelStatus] = []
    package var workflow: [ModelWorkflow] = []
    package var teams: [TeamStatus] = []
    package var alerts: [AlertStatus] = []
    package var rules: [RuleStatus] = []
    /// What the last judgement of all rules that were due took; nil when it is not measured.
    package var judgingSeconds: Double?
    /// What is closest to a limit, closest first: the evidence for a calm screen.
    package var nearest: [NearLimit] = []
    /// When the last alert ended; nil while one is open or when none is known.
    package var quietSince: Moment?
    /// What no rule can see, and why: `search-ranker 13: no labels, quality unknown`.
    package var unwatched: [String] = []
    /// The answers to the dashboard's last `Interest`.
    package var subject: SubjectDetail?
    package var feature: FeatureDetail?
    package var why: AlertDetail?
    package var requests: RequestList?
    package var rule: RuleDetail?
    package var shift: ShiftDetail?
    /// Alarms of the last eight hours; nil while the past is read.
    package var alertLoad: AlertLoad?
    /// In force and to come.
    package var silences: [SilenceStatus] = []
    /// When whoever sits here had this open before; nil when never, or nobody knows.
    package var lastLookAt: Moment?

    package init(at: Moment, windowSeconds: Double) {
        self.at = at
        self.windowSeconds = windowSeconds
    }
}

extension SystemSnapshot {
    /// All answered requests a second; mirrored traffic is counted once.
    package var requestsPerSecond: Double? {
        let rates = models.flatMap(\.versions).filter { $0.role != "shadow" }
            .compactMap(\.requestsPerSecond)
        return rates.isEmpty ? nil : rates.reduce(0, +)
    }
}

/// Whether the picture is of now, and how much of the past is behind it.
package struct Liveness: Equatable, Sendable {
    package enum Mode: Equatable, Sendable {
        case live
        /// A fixed or replayed moment, and why: `not live: newest event 3 d ago`.
        case timeTravel(reason: String)
    }
    package var mode = Mode.live
    /// Seconds between the newest event and now; nil before any event.
    package var lagSeconds: Double?
    /// False until every number of the models table is final.
    package var windowComplete = true
    /// 0 … 1 while older history is being read for rules and charts; nil when done.
    package var historyFraction: Double?
    /// Instants at which nothing was judged because nothing ran: skipped, never made up for.
    package var missedChecks = 0
    /// `, 240 checks missed`, after a night in which the machine slept.
    package var missedWords: String {
        missedChecks > 0 ? ", \(missedChecks) check\(missedChecks == 1 ? "" : "s") missed" : ""
    }
    /// Lines of operational trouble that are nobody's alert: `journal not writable: …`.
    package var warnings: [String] = []
    package init() {}
}

/// How far one measured value is on its way from its usual to its limit.
package struct NearLimit: Equatable, Sendable {
    /// `churn 3`.
    package var name: String
    /// `roc auc .812, limit .800`.
    package var words: String
    /// 0 at the usual value, 1 at the limit.
    package var fraction: Double
    package init(name: String, words: String, fraction: Double) {
        self.name = name
        self.words = words
        self.fraction = fraction
    }
}

/// The one sentence at the top.
package struct Headline: Equatable, Sendable {
    package enum Level: String, Equatable, Sendable { case page, ticket, calm, unknown }
    package var level = Level.unknown
    package var text = ""
    /// The same for a narrow screen.
    package var shortText = ""
    /// `sam on call to 08:00`; empty when nobody is known.
    package var onCall = ""
    /// How many alerts need somebody, are in hand, are pending.
    package var needYou = 0
    package var inHand = 0
    package var pending = 0
    package var returned = 0
    package init() {}
}

extension SystemSnapshot {
    /// The rule that an alert is of; nil when it is no longer loaded.
    package func rule(of alert: AlertStatus) -> RuleStatus? {
        if let number = alert.ruleNumber, rules.indices.contains(number),
            rules[number].name == alert.rule
        {
            return rules[number]
        }
        return rules.first { $0.isAlerting && $0.name == alert.rule }
    }
}

package struct SourceStatus: Equatable, Sendable {
    package enum State: String, Sendable { case live, stale, failed, ignored }
    package var name: String
    /// `inference events, JSONL`.
    package var kind: String
    package var location: String
    package var state: State
    package var lastSampleAt: Moment?
    package var lagSeconds: Double?
    package var bytes: Int64 = 0
    package var records: Int64 = 0
    package var rejected: Int64 = 0
    package var rejectedReasons: [String: Int64] = [:]
    /// The first rejected line of each reason, escaped.
    package var rejectedExamples: [String: String] = [:]
    package var reason: String?
    /// Labels that it brought, and those among them that are of a request at hand.
    package var labels: Int64 = 0
    package var joinedLabels: Int64 = 0
    /// 0 … 1 while its history is being read.
    package var historyFraction: Double?
    /// `400 of 600 labels are of no request at hand`; nil when none is.
    package var looseLabels: String? {
        guard historyFraction == nil, joinedLabels < labels else { return nil }
        let all = labels == 1 ? "its label is" : "all \(labels) labels are"
        let which = joinedLabels == 0 ? all : "\(labels - joinedLabels) of \(labels) labels are"
        return "\(which) of no request at hand"
    }

    package init(name: String, kind: String, location: String, state: State) {
        self.name = name
        self.kind = kind
        self.location = location
        self.state = state
    }
}
