// Operations is where telemetry becomes a picture: the engine folds what sources deliver, measures
// it on a grid of instants, lets the rules judge it, and answers with a snapshot. It reads no file,
// no clock and no terminal; everything comes in as values, time among them.

package import Alerting
internal import Snapshot
package import Telemetry

/// Owns everything that is known; a pure value, driven by its collector.
package struct Engine: Sendable {
    /// Deployments beyond this are counted, not kept.
    static let deploymentLimit = 1_000

    var settings: EngineSettings
    var clocks: EngineClocks
    var deployments: [Deployment] = []
    var deploymentIndex: [DeploymentKey: Int] = [:]
    /// The versions of one model in one target, by a key without version.
    var neighbours: [DeploymentKey: [Int]] = [:]
    var versions: [VersionState] = []
    var versionIndex: [DeploymentKey: Int] = [:]
    var refusedDeployments: Set<DeploymentKey> = []
    var store = SeriesStore()
    var registry = RegistryBook()
    /// How often any registry has been read.
    package internal(set) var registryRevision = 0
    var workflow = WorkflowBook()
    var teams = TeamBook()
    var references = ReferenceBook()
    var labels = LabelJoin()
    var sources: [String: SourceRecord] = [:]
    var book: AlertBook
    var timeline = Timeline()
    /// Counts what the rules do, when somebody asked for it.
    var backtest: Backtest?
    /// The rule on screen, tried on the kept past.
    var bench: TrialBench?
    /// What the journal remembers of each rule; nil without a journal.
    var ruleHistories: [(rule: String, expression: String?, history: RuleHistory)]?
    var fired = FiredLog()
    var rollups = RollupBook()
    var closedHours: [Rollup] = []
    var schedule = EvaluationSchedule()
    /// What rules without `for` saw between two instants.
    var arrivals = ArrivalSights()
    /// Something came since rules without `for` were last judged.
    var hasArrivals = false
    /// From here on whoever runs this watches; nil while it only looks back.
    var watchedSince: Timestamp?
    /// Judges anew, for the usual latencies alone, the time that the journal has.
    var shadow: (book: AlertBook, through: Timestamp)?
    /// Usual latencies that stand still, those of alerts that the journal kept among them.
    var frozenBaselines: [DeploymentKey: Frozen] = [:]
    /// What the last judgement of all rules that were due took, their series stored.
    var judgingSeconds: Double?
    /// The window that is on the screen now.
    var chosenWindowMilliseconds: Int64 = 0
    /// When it was last asked whether a feature is short of values, and the answer.
    var lastShortage = (at: Timestamp.distantPast, isShort: false)
    var sourceGauges = FactGauges()
    var qualityGauges = QualityGauges()
    /// First minute of trouble of every active alert, by alert id.
    var onsets: [String: Onset] = [:]
    /// What alerts were judged on when they fired, by alert id.
    var firedFigures: [String: FiredFigure] = [:]
    /// When alerts lost their data, also once they are over, by alert id.
    var dataEnds: [String: Timestamp] = [:]
    var nearestOfRules = NearestOfRules()
    /// What every alerting rule's expression says.
    var readings: RuleReadings
    /// How far back any rule looks: asked at every delivery, new with the rules.
    var ruleReachMilliseconds: Int64
    /// What the deployments did in the rules' window at the newest instant measured.
    var measuredSums: (at: Timestamp, sums: [WindowSum]) = (.distantPast, [])

    package init(settings: EngineSettings, book: AlertBook, at: Timestamp) {
        self.settings = settings
        self.book = book
        readings = RuleReadings(book)
        // No series moves between two instants of the grid.
        self.book.shortestIntervalMilliseconds = EvaluationSchedule.stepMilliseconds
        ruleReachMilliseconds = self.book.lookbehindMilliseconds
        store.keepsEverything = settings.keepsEverything
        store.keep(book.reaches)
        clocks = Engine.clocks(
            settings: settings, at: at, reading: true, lookbehind: 0, history: 0)
        advanceClocks(to: at)
    }

    /// How far before now the rules are played over the past, in milliseconds.
    ///
    /// The longest look back of any rule, and at least the built-in baseline's two hours with its
    /// window, `for` and a margin.
    var replayMilliseconds: Int64 {
        max(ruleReachMilliseconds, 7_200_000 + 1_320_000)
    }

    /// Before the first instant judged: two hours for the median, and the first window's five
    /// minutes.
    static let learningMilliseconds = LatencyBaseline.spanMilliseconds + 300_000

    /// How far back what was read is judged: as far as rules look, and further while that is cheap,
    /// because an outage that began before everything looked at would pass for usual.
    ///
    /// A hundred and fifty thousand measurements take some three seconds, behind the first picture.
    var historyMilliseconds: Int64 {
        let load = Int64(max(1, deployments.count + workflow.events.count / 8))
        let cheap = 150_000 / load * EvaluationSchedule.stepMilliseconds
        return max(
            replayMilliseconds + Self.learningMilliseconds,
            min(cheap, Int64(settings.retentionSeconds * 1_000)))
    }

    /// How far back the sources should read, seen from `at`.
    package func horizon(at: Timestamp) -> Horizon { horizon(at: at, isShort: isShortOfValues) }

    /// Some feature has fewer values than can be judged: the past may hold more.
    var isShortOfValues: Bool { versions.indices.contains { versions[$0].wantsMoreValues } }

    func horizon(at: Timestamp, isShort: Bool) -> Horizon {
        // A window longer than the configured one is wanted by the screen; what is kept of it is
        // thinned to ten minutes.
        let isLonger = chosenWindowMilliseconds > Int64(settings.windowSeconds * 1_000)
        let chosen =
            max(at - chosenWindowMilliseconds, clocks.pastStart) - clocks.past.widthMilliseconds
        let window = isLonger ? min(clocks.windowStart, chosen) : clocks.windowStart
        let rules = at - replayMilliseconds - Self.learningMilliseconds
        let history = min(rules, window)
        return Horizon(
            window: window, history: history, wanted: isShort ? at - 7 * 86_400_000 : history)
    }

    /// Lets the sources be read back as far as a window chosen on the screen reaches.
    package mutating func cover(windowSeconds: Double) {
        chosenWindowMilliseconds = Int64(windowSeconds * 1_000)
    }

    /// Moves the edges of what is kept to `at`.
    mutating func advanceClocks(to at: Timestamp) {
        clocks = Engine.clocks(
            settings: settings, at: at, reading: schedule.isReading, lookbehind: replayMilliseconds,
            history: schedule.isReading
                ? historyMilliseconds : replayMilliseconds + Self.learningMilliseconds,
            versions: versions.count)
    }

    static func clocks(
        settings: EngineSettings, at: Timestamp, reading: Bool, lookbehind: Int64, history: Int64,
        versions: Int = 0
    ) -> EngineClocks {
        let window = Int64(settings.windowSeconds * 1_000)
        // Up to an hour in whole seconds; longer windows in 3 600 equal parts, so that both edges
        // of the window stay edges of slots.
        let width = window <= 3_600_000 ? 1_000 : window / 3_600
        let phase = settings.ceiling?.milliseconds ?? 0
        let history = history + 300_000
        // An hour of minutes, or sixty slots of a longer window; a retention of 26 h behind it is
        // some sixty slots more.
        let requestWidth = max(60_000, (window + 59) / 60)
        return EngineClocks(
            window: SlotClock(widthMilliseconds: max(1_000, width), phaseMilliseconds: phase),
            grid: SlotClock(widthMilliseconds: 15_000),
            // A day of two-minute slots would be half of all memory.
            past: SlotClock(widthMilliseconds: 600_000),
            requests: SlotClock(widthMilliseconds: requestWidth, phaseMilliseconds: phase),
            pastRequests: SlotClock(
                widthMilliseconds: 24 * requestWidth, phaseMilliseconds: phase),
            windowStart: at - max(window, 300_000) - 15_000,
            gridStart: at - (reading ? history : 3_900_000),
            pastStart: at - Int64(settings.retentionSeconds * 1_000),
            counterStart: settings.keepsEverything
                ? .distantPast : at - max(history, 18_000_000),
            requestStart: at - 61 * requestWidth,
            featureStart: at - (reading ? lookbehind + 600_000 : 1_800_000 + window),
            samples: SampleLimits(versions: versions))
    }
}
