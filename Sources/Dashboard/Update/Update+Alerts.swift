import Snapshot

/// What the user does about an alert; shown at once, written by the effect.
extension DashboardModel {
    mutating func act(_ command: Command) -> [Effect] {
        guard let alert = target(of: command) else { return [] }
        switch command {
        case .acknowledge: return acknowledge(alert)
        case .undo: return takeBack(alert)
        case .comment:
            prompt = Prompt(.comment(alert: alert.id), text: alert.comment ?? "")
        case .snooze:
            menu = Menu(
                purpose: .snooze(alert: alert.id), title: "Snooze \(alert.rule)",
                items: snoozeChoices(alert).map(\.words))
        default:
            menu = Menu(
                purpose: .silence(alert: alert.id), title: "Silence \(alert.rule)",
                items: Self.silenceHours.map { "\($0) h" })
        }
        return []
    }

    mutating func acknowledge(_ alert: AlertStatus) -> [Effect] {
        expect(.init(alert: alert.id, attention: .acked, by: user, at: now))
        let undo = keys.key(.undo)
        let comment = keys.key(.comment)
        say(
            "acknowledged" + (user.isEmpty ? "" : " as \(user)")
                + " \(Formatting.clockSecond(now)) · \(undo) takes it back · \(comment) adds a comment"
        )
        return [.acknowledge(alert: alert.id)]
    }

    mutating func takeBack(_ alert: AlertStatus) -> [Effect] {
        let what =
            switch alert.attention {
            case .snoozed: "snooze"
            case .silenced: "silence"
            default: "acknowledgement"
            }
        expect(.init(alert: alert.id, attention: .new, by: user, at: now))
        say("\(what) of \(alert.rule) taken back")
        return [.takeBack(alert: alert.id)]
    }

    mutating func snooze(_ alert: AlertStatus, until: Moment?, above: Double?) -> [Effect] {
        expect(
            .init(
                alert: alert.id, attention: .snoozed, by: user, at: now, until: until,
                above: above))
        let end = until.map { "until \(Formatting.short($0, now: now))" }
        let (scale, unit) = shownScale(of: alert)
        let worse = above.map { value in
            "until worse than \(Formatting.figure(value * scale))"
                + (unit.isEmpty ? "" : " \(unit)")
        }
        let words = [end, worse].compactMap { $0 }.joined(separator: ", ")
        say("\(alert.rule) snoozed \(words) · \(keys.key(.undo)) takes it back")
        return [.snooze(alert: alert.id, until: until, above: above)]
    }

    mutating func silence(_ alert: AlertStatus, hours: Int) -> [Effect] {
        let until = Moment(milliseconds: now.milliseconds + Int64(hours) * 3_600_000)
        expect(
            .init(alert: alert.id, attention: .silenced, by: user, at: now, until: until))
        let words = Formatting.short(until, now: now)
        say("\(alert.rule) silenced until \(words) · \(keys.key(.undo)) takes it back")
        return [.silence(alert: alert.id, until: until)]
    }

    private mutating func expect(_ change: ExpectedChange) {
        expected.removeAll { $0.alert == change.alert }
        expected.append(change)
        change.apply(to: &snapshot)
        if newest != nil, var waiting = newest {
            change.apply(to: &waiting)
            newest = waiting
        }
        lastActed = change.alert
        reorder()
    }

    /// How a value of the alert is shown: what it is multiplied with, and the unit after it.
    func shownScale(of alert: AlertStatus) -> (scale: Double, unit: String) {
        guard let why = snapshot.why, why.id == alert.id, why.scale > 0 else { return (1, "") }
        return (why.scale, why.unit)
    }

    /// Hours of planned work a silence can cover.
    static let silenceHours = [1, 4, 12, 24]

    /// One line of the snooze menu.
    struct SnoozeChoice {
        var words: String
        var until: Moment?
        /// Asks for a value.
        var asks = false
    }

    func snoozeChoices(_ alert: AlertStatus) -> [SnoozeChoice] {
        func ends(after seconds: Int64) -> Moment {
            Moment(milliseconds: now.milliseconds + seconds * 1_000)
        }
        var choices = [
            SnoozeChoice(words: "15 m", until: ends(after: 900)),
            SnoozeChoice(words: "1 h", until: ends(after: 3_600)),
        ]
        if let end = shiftEnd(alert) {
            let clock = Formatting.clockMinute(end)
            choices.append(SnoozeChoice(words: "until the shift ends, \(clock)Z", until: end))
        }
        if alert.value != nil {
            choices.append(SnoozeChoice(words: "until worse than …", asks: true))
        }
        return choices
    }

    /// When the watch of the alert's team ends; else the first watch that does.
    private func shiftEnd(_ alert: AlertStatus) -> Moment? {
        let own = snapshot.teams.first { $0.team == alert.team }?.onCallUntil
        let any = snapshot.teams.compactMap(\.onCallUntil).filter { $0 > now }.min()
        return own.flatMap { $0 > now ? $0 : nil } ?? any
    }
}
