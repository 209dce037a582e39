import Snapshot

extension AlertLoad {
    /// The figures against EEMUA's, in one sentence or two.
    func words(now: Moment) -> String {
        let people = operators == 1 ? "one operator" : "\(operators) on call"
        // The figure it is held against comes before what may be cut.
        var words =
            "\(lastTenMinutes) in the last 10 m for \(people) (EEMUA 191: about 1 each), "
            + "\(lastHour) in the last hour"
        if busiest > 0, let busiestEnd {
            let each = operators == 1 ? "" : ", \(Formatting.figure(busiestPerOperator)) each"
            let part = seconds < 600 ? "" : "10 m of "
            words +=
                "; busiest \(part)\(Formatting.span(seconds)): \(busiest)\(each), "
                + "to \(Facts.when(busiestEnd, now: now))"
        }
        if let knownSince { words += "; known since \(Facts.when(knownSince, now: now)) only" }
        return words
    }

    /// More in ten minutes than people can answer, now or in the busiest of the shift.
    var isTooMuch: Bool { perOperator > Self.manageable }
}
