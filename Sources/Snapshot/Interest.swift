/// What the dashboard is showing, so that the engine computes that and nothing more.
package struct Interest: Hashable, Sendable {
    package var windowSeconds: Double = 300
    /// The version every pane is about.
    package var subject: VersionID?
    /// The version it is compared with; nil lets the engine choose the champion.
    package var comparedWith: VersionID?
    package var feature: String?
    package var alert: String?
    /// Span of the charts.
    package var chartSeconds: Double = 1_800
    /// Points wanted per series; two a braille column.
    package var chartPoints: Int = 96
    /// Points wanted in the long strips of the version screen (7 d).
    package var stripPoints: Int = 25
    package var wantsRequests = false
    /// Only the requests of this target; nil for those of all.
    package var target: String?
    /// The rule to be tried on the kept past.
    package var rulePreview: RulePreview?
    /// Where the stretch of time begins that a handoff tells; nil while nobody reads one.
    package var shiftSince: Moment?
    package init() {}
}

/// Evenly spaced values, oldest first; nil where nothing was measured.
package struct ChartSeries: Equatable, Sendable {
    package var name: String
    package var start: Moment
    package var end: Moment
    package var values: [Double?]
    package init(name: String, start: Moment, end: Moment, values: [Double?]) {
        self.name = name
        self.start = start
        self.end = end
        self.values = values
    }
}

/// Something that happened, for time axes and timelines.
package struct TimelineEvent: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case deployment, alias, stage, alert, drift, registry, label
    }
    package var at: Moment
    package var kind: Kind
    package var title: String
    package var detail: String
    /// How the stage it tells of stands, for a stage; the alert's grade, for an alert.
    package var status: StageStatus.Status?
    package var grade = AlertGrade.none
    package init(at: Moment, kind: Kind, title: String, detail: String) {
        self.at = at
        self.kind = kind
        self.title = title
        self.detail = detail
    }

    /// How little it says of what came after it: what changed a version or its input first, then
    /// the routine of other stages, then alarms.
    package var telling: Int {
        switch kind {
        case .deployment, .alias, .registry, .drift: 0
        case .stage:
            status == .failed
                || ["model deployment", "model retraining", "data preparation"]
                    .contains(title)
                ? 0 : 1
        case .label: 1
        case .alert: 2
        }
    }

    /// As causes of what came after them: what was done or moved before alarms about it, then the
    /// nearest first.
    package static func isLikelier(_ left: Self, than right: Self) -> Bool {
        if (left.kind == .alert) != (right.kind == .alert) { return right.kind == .alert }
        return left.at > right.at
    }
}

/// The subject's charts, and the same of the version it is compared with.
package struct SubjectDetail: Equatable, Sendable {
    package struct Charts: Equatable, Sendable {
        package var id: VersionID
        /// Seconds.
        package var p50: ChartSeries
        package var p95: ChartSeries
        package var p99: ChartSeries
        package var requestsPerSecond: ChartSeries
        package var errorRatio: ChartSeries
        package init(
            id: VersionID, p50: ChartSeries, p95: ChartSeries, p99: ChartSeries,
            requestsPerSecond: ChartSeries, errorRatio: ChartSeries
        ) {
            self.id = id
            self.p50 = p50
            self.p95 = p95
            self.p99 = p99
            self.requestsPerSecond = requestsPerSecond
            self.errorRatio = errorRatio
        }
    }
    package var subject: Charts
    package var compared: Charts?
    /// Limit of p95 in seconds from the rule that watches it; nil when none.
    package var latencyLimitSeconds: Double?
    /// `1.5 × version 7`.
    package var latencyLimitWords = ""
    package var events: [TimelineEvent] = []
    /// Strips of the week, or of a day while no more is known, by row name: `req/s`, `errors %`,
    /// `p50 ms`, `p95 ms`, `p99 ms`, quality names, and `says CLASS`; values in the unit the name
    /// says, quality and shares as ratios.
    package var strips: [String: ChartSeries] = [:]
    /// Usual values of the same rows, median of what is kept.
    package var usual: [String: Double] = [:]
    /// The oldest moment the strips reach, when it may have served before: older buckets are not
    /// known.
    package var stripsReach: Moment?
    package init(subject: Charts) { self.subject = subject }
}

/// One feature against its reference.
package struct FeatureDetail: Equatable, Sendable {
    package struct Bin: Equatable, Sendable {
        /// `< 12.5`, `12.5 … 20`, or the category.
        package var label: String
        package var referenceShare: Double
        package var currentShare: Double
        /// Its part of the PSI.
        package var contribution: Double
        package init(
            label: String, referenceShare: Double, currentShare: Double, contribution: Double
        ) {
            self.label = label
            self.referenceShare = referenceShare
            self.currentShare = currentShare
            self.contribution = contribution
        }
    }
    package var id: VersionID
    package var drift: FeatureDrift
    package var bins: [Bin] = []
    /// The span the live values come from.
    package var liveFrom: Moment?
    package var referenceName = ""
    /// Multiples of the limit over time.
    package var history: ChartSeries?
    package init(id: VersionID, drift: FeatureDrift) {
        self.id = id
        self.drift = drift
    }
}

/// Why an alert fires.
package struct AlertDetail: Equatable, Sendable {
    /// One version in one place, the same measure.
    package struct Place: Equatable, Sendable {
        package var name: String
        package var detail: String
        package var value: Double?
        package var usual: Double?
        /// `usual` is another version's.
        package var usualBorrowed = false
        package var ratio: Double?
        package var moved: Bool?
        package var since: Moment?
        package init(name: String, detail: String) {
            self.name = name
            self.detail = detail
        }
    }
    /// One part of the expression with its present value.
    package struct Term: Equatable, Sendable {
        package var value: String
        package var text: String
        package var verdict: String
        /// How deep it lies below the comparison it is a part of.
        package var depth = 0
        package init(value: String, text: String, verdict: String) {
            self.value = value
            self.text = text
            self.verdict = verdict
        }
    }
    /// What best shows what lies behind the value.
    package enum Evidence: Sendable { case slowest, failed, feature, other }
    /// One earlier incident of the same rule and subject.
    package struct Past: Equatable, Sendable {
        package var activeAt: Moment
        package var seconds: Double
        /// Nobody had it in hand: it went away by itself.
        package var wasByItself: Bool
        /// `by itself; "cold cache"`, `acked by kim`.
        package var words: String
        package init(activeAt: Moment, seconds: Double, wasByItself: Bool, words: String) {
            self.activeAt = activeAt
            self.seconds = seconds
            self.wasByItself = wasByItself
            self.words = words
        }
    }
    package var id: String
    package var evidence = Evidence.other
    /// The latest first; nil while nobody has looked into the journal.
    package var past: [Past]?
    /// What they teach: `5 m so far; the two that went by themselves took 6 m`.
    package var pastWords = ""
    /// The value over time, its limit, and what it is compared with.
    package var chart: ChartSeries?
    package var comparedChart: ChartSeries?
    package var limit: Double?
    /// The limit over time, when it is no fixed number.
    package var limitChart: ChartSeries?
    package var limitWords = ""
    /// A smaller value is the worse one.
    package var breachesBelow = false
    /// `p95 over 5 m`; values are multiplied by `scale` and shown in `unit`.
    package var measure = ""
    package var unit = ""
    package var scale = 1.0
    /// The value says only that it holds: over time it tells nothing.
    package var isTruth = false
    package var places: [Place] = []
    /// Where it shows, as a verdict: `One version: not its machine, not its data`.
    package var scopeWords = ""
    package var scopeNotes: [String] = []
    /// Why a `usual` is borrowed: `7 is the usual: 8 has 11 m of its own, a baseline takes 2 h`.
    package var usualNote = ""
    package var changes: [TimelineEvent] = []
    /// What differs between the two versions, a line each, and what is the same in one line.
    package var differences: [String] = []
    package var sameWords = ""
    package var terms: [Term] = []
    package var clearWords: [String] = []
    package var expression = ""
    /// Where the rule is written: `rules.yaml:12`; empty for a built-in one.
    package var location = ""
    package var builtIn = false
    package var ownerRole: String?
    package var ownerTeam: String?
    package var ownerResponsibility: String?
    package var onCallWords: String?
    package var runbook: String?
    package var command: String?
    /// What taking the version off would do, in figures; nil where nobody can know.
    package var commandWords: String?
    package var commandLabel = "it would"
    /// The alert in one sentence with its figures.
    package var sentence = ""
    /// The same where there is less room.
    package var shortSentence = ""
    /// Scope, beginning and end in two or three short lines, for the foot of the alerts pane.
    package var brief: [String] = []
    package init(id: String) { self.id = id }
}
