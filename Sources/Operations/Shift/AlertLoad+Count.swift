internal import Snapshot
internal import Telemetry

extension AlertLoad {
    private static let tenMinutes: Int64 = 600_000

    /// Counts when alerts fired.
    ///
    /// - Parameters:
    ///   - firings: in order.
    ///   - since: where the span begins that the busiest ten minutes are looked for in.
    init(firings: [Timestamp], since: Timestamp, at: Timestamp, operators: Int) {
        func count(_ milliseconds: Int64) -> Int {
            firings.count { $0 > at - milliseconds && $0 <= at }
        }
        let shift = firings.filter { $0 > since && $0 <= at }
        var (most, end): (Int, Timestamp?) = (0, nil)
        var first = 0
        // The busiest window ends with one that fires.
        for (index, time) in shift.enumerated() {
            while shift[first] <= time - Self.tenMinutes { first += 1 }
            if index - first + 1 > most { (most, end) = (index - first + 1, time) }
        }
        self.init(
            lastTenMinutes: count(Self.tenMinutes), lastHour: count(3_600_000), busiest: most,
            busiestEnd: end.map(Moment.init), seconds: Double(at - since) / 1_000,
            operators: operators)
    }
}
