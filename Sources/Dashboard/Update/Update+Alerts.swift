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

    /// The alerts a command is for: of a row of several those that it makes sense for.
    private func those(_ row: AlertStatus, for command: Command) -> [AlertStatus] {
        row.members.isEmpty ? [row] : row.members.filter { can(command, $0) == .works }
    }

    /// `FeatureDrift`, or `12 FeatureDrift`.
    private func words(_ row: AlertStatus, _ those: [AlertStatus]) -> String {
        row.members.isEmpty ? row.rule : "\(those.count) \(row.rule)"
    }

    mutating func acknowledge(_ row: AlertStatus) -> [Effect] {
        let those = those(row, for: .acknowledge)
        let undo = keys.key(.undo)
        let comment = keys.key(.comment)
        let changes = those.map {
            ExpectedChange(alert: $0.id, attention: .acked, by: user, at: now)
        }
        begin(
            "acknowledging", changes,
            "acknowledged" + (row.members.isEmpty ? "" : " " + words(row, those))
                + (user.isEmpty ? "" : " as \(user)")
                + " \(Formatting.clockSecond(now)) · \(undo) takes it back · \(comment) adds a comment"
        )
        return those.map { .acknowledge(alert: $0.id) }
    }

    mutating func comment(_ row: AlertStatus, _ text: String) -> [Effect] {
        let those = those(row, for: .comment)
        begin("keeping the comment", [], "comment on \(words(row, those)) kept")
        let kept = String(text.prefix(Prompt.limit))
        return those.map { .comment(alert: $0.id, text: kept) }
    }

    mutating func takeBack(_ row: AlertStatus) -> [Effect] {
        let those = those(row, for: .undo)
        let what =
            switch those.first?.attention {
            case .snoozed: "snooze"
            case .silenced: "silence"
            default: "acknowledgement"
            }
        begin(
            "taking back", those.map { .init(alert: $0.id, attention: .new, by: user, at: now) },
            "\(what) of \(words(row, those)) taken back")
        return those.map { .takeBack(alert: $0.id) }
    }

    mutating func snooze(_ row: AlertStatus, until: Moment?, above: Double?) -> [Effect] {
        let those = those(row, for: .snooze)
        let changes = those.map {
            ExpectedChange(
                alert: $0.id, attention: .snoozed, by: user, at: now, until: until, above: above)
        }
        let end = until.map { "until \(Formatting.short($0, now: now))" }
        let (scale, unit) = shownScale(of: row)
        let worse = above.map { value in
            "until worse than \(Formatting.figure(value * scale))"
                + (unit.isEmpty ? "" : " \(unit)")
        }
        let words = end ?? worse ?? "until it clears"
        begin(
            "snoozing", changes,
            "\(self.words(row, those)) snoozed \(words) · \(keys.key(.undo)) takes it back")
        return those.map { .snooze(alert: $0.id, until: until, above: above) }
    }

    mutating func silence(_ row: AlertStatus, hours: Int) -> [Effect] {
        silence(
            row, until: Moment(milliseconds: now.milliseconds + Int64(hours) * 3_600_000))
    }

    mutating func silence(_ row: AlertStatus, until: Moment) -> [Effect] {
        let those = those(row, for: .silence)
        let changes = those.map {
            ExpectedChange(alert: $0.id, attention: .silenced, by: user, at: now, until: until)
        }
        let words = Formatting.short(until, now: now)
        begin(
            "silencing", changes,
            "\(self.words(row, those)) silenced until \(words) · \(keys.key(.undo)) takes it back")
        return those.map { .silence(alert: $0.id, until: until) }
    }

    /// Says that something is being done; what it was is said, and seen in the rows, once it has
    /// been kept.
    private mutating func begin(_ doing: String, _ changes: [ExpectedChange], _ done: String) {
        if !changes.isEmpty { lastActed = changes.map(\.alert) }
        underWay.append(ActionUnderWay(changes: changes, done: done))
        say(doing + " …")
    }

    mutating func finishAction(_ note: String, _ refusal: String?) {
        guard !underWay.isEmpty else { return }
        let action = underWay.removeFirst()
        if let refusal { return say(refusal, failed: true) }
        if !action.changes.isEmpty { expect(action.changes) }
        say(action.done + (note.isEmpty ? "" : ", " + note))
    }

    private mutating func expect(_ changes: [ExpectedChange]) {
        let ids = Set(changes.map(\.alert))
        expected.removeAll { ids.contains($0.alert) }
        expected += changes
        for change in changes {
            change.apply(to: &snapshot)
            newest?.apply(change)
        }
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
            let clock = TeamStatus.clock(end, now: now)
            choices.append(SnoozeChoice(words: "until the shift ends, \(clock)Z", until: end))
        }
        if alert.value != nil, alert.members.isEmpty {
            choices.append(SnoozeChoice(words: "until worse than …", asks: true))
        }
        choices.append(SnoozeChoice(words: "until it clears"))
        return choices
    }

    /// When the watch of the alert's team ends, of what no team has the first watch that does; nil
    /// when nobody knows.
    private func shiftEnd(_ alert: AlertStatus) -> Moment? {
        let own = snapshot.teams.filter { alert.team == nil || $0.team == alert.team }
        return own.compactMap(\.onCallUntil).filter { $0 > now }.min()
    }
}
