internal import Telemetry

/// Which instants have been measured and judged, and which are next.
struct EvaluationSchedule: Sendable {
    /// The rules' grid.
    static let stepMilliseconds: Int64 = 15_000
    /// Features are measured at whole minutes only: their rules wait 15 minutes, and a feature
    /// costs as much as a deployment.
    static let featureStepMilliseconds: Int64 = 60_000

    /// What is past is dropped this often.
    static let settleStepMilliseconds: Int64 = 60_000

    /// History is still being read: nothing is judged yet.
    var isReading = true
    /// The past has been played: what is shown of alerts is true.
    private(set) var isCaughtUp = false
    /// The newest instant measured.
    private(set) var measured: Timestamp?
    /// Rules are judged from here on; before it only baselines are learned.
    private(set) var judgeFrom: Timestamp?
    /// Instants that were skipped because the machine slept.
    private(set) var missed: Int64 = 0
    /// Instants up to here are measured and not judged: nobody watched.
    private(set) var passedThrough = Timestamp.distantPast
    /// Every instant from here on has been measured.
    private(set) var unbrokenSince: Timestamp?

    /// Features are measured from here on; values before it are kept for their windows only.
    private(set) var featuresFrom: Timestamp?

    /// Begins at the first instant whose data is wanted.
    mutating func begin(measureFrom: Timestamp, judgeFrom: Timestamp, featuresFrom: Timestamp) {
        self.featuresFrom = featuresFrom
        measured = Self.instant(atOrBefore: measureFrom)
        unbrokenSince = measured
        self.judgeFrom = judgeFrom
    }

    /// Every instant that was due has been judged.
    mutating func catchUp() { isCaughtUp = true }

    /// Notices that more than a minute passed since the last instant although all that were due had
    /// been judged: the machine slept, or its clock jumped.
    ///
    /// Missed instants are counted and not judged later, as if somebody had watched; the last is.
    mutating func skipMissed(through at: Timestamp) {
        guard isCaughtUp, let measured else { return }
        let gap = at - measured
        guard gap > 5 * Self.stepMilliseconds, at > passedThrough + Self.stepMilliseconds else {
            return
        }
        let last = Self.instant(atOrBefore: at) - Self.stepMilliseconds
        missed += (last - max(measured, passedThrough)) / Self.stepMilliseconds
        passedThrough = last
    }

    static func instant(atOrBefore time: Timestamp) -> Timestamp {
        let step = stepMilliseconds
        let remainder = time.milliseconds % step
        return time - (remainder >= 0 ? remainder : remainder + step)
    }

    /// The next instant not after `at`; nil when all are done.
    mutating func next(through at: Timestamp) -> Timestamp? {
        guard let measured else { return nil }
        // A machine that slept for long does not judge every instant of the night.
        if isCaughtUp, at - measured > 12 * 3_600_000 {
            let resume = Self.instant(atOrBefore: at - 3_600_000)
            self.measured = resume
            unbrokenSince = resume
        }
        let next = (self.measured ?? measured) + Self.stepMilliseconds
        guard next <= at else { return nil }
        self.measured = next
        return next
    }
}
