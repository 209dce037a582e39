import Testing

@testable import driftop

struct ArrivalPaceTests {
    /// Lines that come every so many seconds, each judged at once when it may be.
    ///
    /// - Returns: how often it was judged, and the seconds that the lines waited at most.
    private func run(
        every gap: Double, cost: Double, seconds: Double
    ) -> (judgements: Int, longest: Double) {
        var pace = ArrivalPace()
        var (judgements, longest, moment) = (0, 0.0, 1_000.0)
        let end = moment + seconds
        while moment < end {
            pace.noteData(at: moment)
            let next = moment + gap
            if !pace.isDue(at: moment) {
                let wait = Double(pace.wait(at: moment) ?? 0) / 1_000
                longest = max(longest, wait)
                guard moment + wait < next else {
                    moment = next
                    continue
                }
                moment += wait
            }
            #expect(pace.isDue(at: moment))
            pace.noteJudgement(from: moment, to: moment + cost)
            #expect(!pace.isDue(at: moment + cost), "nothing waits")
            judgements += 1
            moment = max(next, moment + cost)
        }
        return (judgements, longest)
    }

    @Test func oneLineRightBehindAnotherWaitsForNothing() {
        let calm = run(every: 0.11, cost: 0.002, seconds: 60)
        #expect(calm.judgements == 546 && calm.longest == 0)
    }

    @Test func aStreamOfLinesCostsNoMoreThanItsShare() {
        let busy = run(every: 0.001, cost: 0.004, seconds: 60)
        let spent = Double(busy.judgements) * 0.004
        #expect(spent <= 60 * ArrivalPace.share + ArrivalPace.burst + 0.004)
        #expect(spent >= 60 * ArrivalPace.share * 0.9, "and no less")
        #expect(busy.longest < 0.004 / ArrivalPace.share + 0.002)
    }
}
