/// How often what arrives is judged at once, and how often files are looked at while it does.
struct ArrivalPace {
    /// Judging takes at most this share of the time in the long run.
    static let share = 0.03
    /// So many seconds of judging may come at once after a quiet while: a line that comes right
    /// behind another one waits for nothing.
    static let burst = 0.1
    /// A file that grew this lately is expected to grow again, in seconds.
    private static let busySeconds = 60.0

    /// When something was last read, in seconds of the stopwatch.
    private var lastData = -Double.infinity
    /// Something was read and not judged yet.
    private var isWaiting = false
    /// Seconds of judging that were left after the last one, and when that was.
    private var left = Self.burst
    private var since = -Double.infinity

    mutating func noteData(at moment: Double) {
        lastData = moment
        isWaiting = true
    }

    func isBusy(at moment: Double) -> Bool { moment - lastData < Self.busySeconds }

    func isDue(at moment: Double) -> Bool { isWaiting && credit(at: moment) > 0 }

    mutating func noteJudgement(from start: Double, to end: Double) {
        isWaiting = false
        left = credit(at: end) - (end - start)
        since = end
    }

    /// Milliseconds until what was read may be judged; nil when nothing waits for that.
    func wait(at moment: Double) -> Int32? {
        let missing = -credit(at: moment)
        guard isWaiting, missing >= 0 else { return nil }
        return Int32((missing / Self.share * 1_000).rounded(.up)) + 1
    }

    private func credit(at moment: Double) -> Double {
        guard since.isFinite else { return Self.burst }
        return min(Self.burst, left + (moment - since) * Self.share)
    }
}
