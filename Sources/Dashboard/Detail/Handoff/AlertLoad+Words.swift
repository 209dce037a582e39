import Snapshot

extension AlertLoad {
    /// The figures against EEMUA's, in one sentence or two.
    func words(now: Moment) -> String {
        var words = "\(lastTenMinutes) in the last 10 m, \(lastHour) in the last hour"
        if busiest > 0, let busiestEnd {
            words +=
                "; the busiest 10 m of \(Formatting.span(seconds)) had \(busiest), "
                + "to \(Facts.when(busiestEnd, now: now))"
        }
        let each = Formatting.figure(busiestPerOperator)
        let people = operators == 1 ? "one operator" : "\(operators) on call, so \(each) each"
        words += " (\(people); EEMUA 191: about 1 in 10 m each)"
        if let knownSince { words += "; known since \(Facts.when(knownSince, now: now)) only" }
        return words
    }

    /// More in ten minutes than people can answer, now or in the busiest of the shift.
    var isTooMuch: Bool { perOperator > Self.manageable }
}
