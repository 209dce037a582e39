import Operations
import Snapshot
import Telemetry

/// The rules tried on all of the recorded past, as fast as it can be read; nothing is written.
struct BacktestRun {
    /// What the rules did.
    struct Result {
        var rules: [RuleBacktest]
        /// The moments between which there was something to judge.
        var from: Moment
        var to: Moment
        /// Events that stand in a log so far behind later ones that rules were judged without them.
        var lateEvents: Int
    }

    /// Some 80 MB of log: smaller ones may be in any order.
    private static let rowsAhead = 250_000

    /// Recorded milliseconds a millisecond: one step of the playback each time round.
    private static let speed = Playback.stepMilliseconds

    private let observation: Observation
    private let start: Timestamp
    private var now: Timestamp

    /// - Parameter plan: with the rules to be tried; its mode is set here.
    init(_ plan: ObservationPlan) {
        var plan = plan
        plan.mode = .replay(speed: Self.speed)
        plan.spansSamples = true
        plan.rowsAhead = Self.rowsAhead
        now = Collector.now()
        observation = Observation(plan: plan, now: now)
        start = observation.moment(now)
    }

    /// nil when no log and no metric file has a past.
    ///
    /// Memory stays what a dashboard of the same logs takes: what rules no longer look at is
    /// dropped on the way.
    mutating func run(sinceSeconds: Double?) -> Result? {
        guard let end = observation.end, start < end else { return nil }
        let since = sinceSeconds.map { end - Int64($0 * 1_000) } ?? .distantPast
        observation.beginBacktest(since: max(start, since))
        while true {
            while observation.read(now: now) {}
            _ = observation.judge(now: now)
            if observation.hasEnded { break }
            now = now + 1
            observation.advanceReplay(to: now)
        }
        return Result(
            rules: observation.engine.backtests(),
            from: Moment(milliseconds: max(start, since).milliseconds),
            to: Moment(milliseconds: end.milliseconds), lateEvents: observation.unplayedRows)
    }
}
