/// Who is on call in words, the same on every screen.
extension TeamStatus {
    /// `on call to 08:00, then kim`, `on call since 08:00`; another day has its name or date.
    package func dutyWords(now: Moment) -> String {
        var words = "on call"
        if let since = onCallSince { words += " since \(Self.clock(since, now: now))" }
        if let until = onCallUntil { words += " to \(Self.clock(until, now: now))" }
        if let next = onCallNext { words += ", then \(next)" }
        return words
    }

    /// Why nobody is: the last watch ended, or no file says who.
    package func nobodyWords(now: Moment) -> String {
        guard let before = onCallBefore else { return "nobody is on call: team.yaml says who" }
        let end = onCallSince.map { " ended " + Self.clock($0, now: now) } ?? " ended"
        return "nobody is on call: \(before)'s watch\(end)"
    }

    /// `08:00` today, `Thu 08:00` within a week, `12-02 08:00` beyond; UTC.
    package static func clock(_ moment: Moment, now: Moment) -> String {
        let (day, minute) = parts(moment)
        let clock = two(minute / 60) + ":" + two(minute % 60)
        let away = day - parts(now).day
        if away == 0 { return clock }
        if abs(away) < 7 {
            // 1970-01-01 was a Thursday.
            let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
            return names[((day % 7) + 7) % 7] + " " + clock
        }
        let (month, date) = monthDay(day)
        return two(month) + "-" + two(date) + " " + clock
    }

    private static func parts(_ moment: Moment) -> (day: Int, minute: Int) {
        let minutes = Int((Double(moment.milliseconds) / 60_000).rounded(.down))
        let day = Int((Double(minutes) / 1_440).rounded(.down))
        return (day, minutes - day * 1_440)
    }

    /// Hinnant's `civil_from_days`, year left out.
    private static func monthDay(_ day: Int) -> (month: Int, day: Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let year = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

extension SystemSnapshot {
    /// Who has an alert in hand by team; while nobody owns it, those who answer for what runs.
    package func team(of alert: AlertStatus) -> TeamStatus? {
        if let team = alert.team {
            return teams.first { $0.team.lowercased() == team.lowercased() || $0.short == team }
        }
        return anyOnCall
    }

    /// The team on call for what nobody owns: operations, else the first that has somebody.
    package var anyOnCall: TeamStatus? {
        teams.first { $0.short == "Ops" && $0.onCall != nil } ?? teams.first { $0.onCall != nil }
    }
}
