/// How often what arrives is judged at once, and how often files are looked at while it does.
struct ArrivalPace {
    /// Judging takes at most this share of the time.
    private static let share = 0.02
    /// A file that grew this lately is expected to grow again, in seconds.
    private static let busySeconds = 60.0

    /// When something was last read, in seconds of the stopwatch.
    private var lastData = -Double.infinity
    /// Something was read and not judged yet.
    private var isWaiting = false
    private var nextAt = -Double.infinity

    mutating func noteData(at moment: Double) {
        lastData = moment
        isWaiting = true
    }

    func isBusy(at moment: Double) -> Bool { moment - lastData < Self.busySeconds }

    func isDue(at moment: Double) -> Bool { isWaiting && moment >= nextAt }

    /// The next is due when this one was one part in fifty of the time.
    mutating func noteJudgement(from start: Double, to end: Double) {
        isWaiting = false
        nextAt = end + (end - start) / Self.share
    }

    /// Milliseconds until what was read may be judged; nil when nothing waits for that.
    func wait(at moment: Double) -> Int32? {
        guard isWaiting, nextAt > moment else { return nil }
        return Int32(((nextAt - moment) * 1_000).rounded(.up))
    }
}
