import Canvas
package import Snapshot

/// The shift in one page of text, from a snapshot whose `shift` somebody asked for.
///
/// Lines are at most 78 cells, so that they paste into a chat and fit a narrow screen: what is open
/// and who owns it, what is in hand and what was said, what came back unseen, what came and went,
/// what changed, what is nearest to a limit, silences and the alert load.
package struct HandoffText {
    let snapshot: SystemSnapshot
    let shift: ShiftDetail

    static let width = 78
    /// Of each section so many are told: it is one page.
    private static let most = 8

    /// nil before the engine has answered.
    package init?(_ snapshot: SystemSnapshot) {
        guard let shift = snapshot.shift else { return nil }
        self.snapshot = snapshot
        self.shift = shift
    }

    /// The page without looks, each line with its end, nothing in it that a terminal would obey.
    package var plain: String {
        lines.map { line in
            var text = TextSafety.plain(line.plainText)[...]
            while text.last == " " { text = text.dropLast() }
            return text + "\n"
        }.joined()
    }

    /// The page line by line.
    package var lines: [[Run]] {
        head + section("Open, and nobody has it", open.map(item), none: "nothing")
            + section("In hand", inHand.map(item))
            + section("Over before anyone saw it", returned.map(item))
            + section("Came and went", over.map(item))
            + section("What changed", shift.changes.reversed().map(item))
            + section("Nearest to a limit", Array(snapshot.nearest.prefix(3)).map(item))
            + section("Silences", snapshot.silences.map(item)) + load
    }

    private var now: Moment { snapshot.at }
    private var open: [AlertStatus] {
        AlertStatus.rows(
            snapshot.alerts.filter { $0.needsSomebody && $0.attention != .returned })
    }
    private var inHand: [AlertStatus] {
        AlertStatus.rows(
            snapshot.alerts.filter {
                !$0.needsSomebody && $0.condition != .pending && $0.condition != .resolved
            })
    }
    private var returned: [AlertStatus] {
        AlertStatus.rows(snapshot.alerts.filter { $0.attention == .returned })
    }

    /// What came and went, the latest first; what came together to one subject is one line.
    private var over: [(past: ShiftDetail.PastAlert, count: Int)] {
        var lines: [(past: ShiftDetail.PastAlert, count: Int)] = []
        for past in shift.over.reversed() {
            let isAlike = lines.last.map { last in
                last.past.rule == past.rule && last.past.subject == past.subject
                    && last.past.ackedBy == past.ackedBy && last.past.comment == past.comment
                    && abs(last.past.firedAt.seconds(since: past.firedAt)) <= 600
            }
            if isAlike == true {
                lines[lines.count - 1].count += 1
            } else {
                lines.append((past, 1))
            }
        }
        return lines
    }

    private var head: [[Run]] {
        let scope = snapshot.scope.isEmpty ? "" : " of \(snapshot.scope)"
        // Asked for some seconds ago: a shift is told in minutes.
        let minutes = (now.seconds(since: shift.since) / 60).rounded()
        let span = Formatting.span(minutes * 60)
        var words = "The last \(span), since \(Facts.when(shift.since, now: now)): "
        words +=
            [
                "\(open.count) open", "\(inHand.count) in hand",
                "\(returned.count) returned unseen",
                "\(shift.over.count) came and went",
            ].joined(separator: ", ") + "."
        let title = "Handoff\(scope), \(Formatting.dateMinute(now))"
        return Prose.wrapped(title, width: Self.width).map { [Run($0, .accent)] }
            + Prose.wrapped(words, width: Self.width).map { [Run($0)] }
    }

    private func section(_ title: String, _ items: [[[Run]]], none: String? = nil) -> [[Run]] {
        guard !items.isEmpty || none != nil else { return [] }
        var lines: [[Run]] = [[Run("")], [Run(title, .muted)]]
        if let none, items.isEmpty { lines.append([Run("  " + none)]) }
        lines += items.prefix(Self.most).flatMap(\.self)
        if items.count > Self.most {
            lines.append([Run("  and \(items.count - Self.most) more", .muted)])
        }
        return lines
    }

    /// A mark in the first eleven cells, and texts beside it, each beginning a line.
    private func entry(_ mark: Run, _ texts: [String]) -> [[Run]] {
        let rows = texts.filter { !$0.isEmpty }
            .flatMap { Prose.wrapped($0, width: Self.width - 13) }
        return rows.enumerated().map { index, row in
            [
                index == 0 ? Run("  " + Pen.pad(mark.text, 11), mark.role) : Run("             "),
                Run(row),
            ]
        }
    }

    private func item(_ alert: AlertStatus) -> [[Run]] {
        let (glyph, role) = Facts.mark(alert)
        let subject = subjectWords(alert)
        let name = [alert.rule, subject].filter { !$0.isEmpty }.joined(separator: " ")
        let since = alert.firedAt ?? alert.activeAt
        let age = Formatting.age(now.seconds(since: since))
        let span =
            alert.resolvedAt.map { end in
                "\(Facts.when(since, now: now)), for \(Formatting.age(end.seconds(since: since)))"
            } ?? "for \(age)" + (alert.activeAtOrEarlier ? " or longer" : "")
        let owner = alert.attention == .new ? ownerWords(alert) : ""
        return entry(
            Run("\(glyph) \(alert.severity)", role),
            ["\(name), \(span)\(owner)", alert.what, handling(alert)])
    }

    /// The version, and the target where only that tells two alerts apart.
    private func subjectWords(_ alert: AlertStatus) -> String {
        let words = alert.subjectWords ?? ""
        let alike = snapshot.alerts.filter { $0.rule == alert.rule && $0.subject == alert.subject }
        guard Set(alike.map { $0.labels["target"] }).count > 1, let target = alert.labels["target"]
        else { return words }
        return "\(words) on \(target)"
    }

    private func ownerWords(_ alert: AlertStatus) -> String {
        let person = snapshot.team(of: alert)?.onCall
        let names = [alert.owner, person].compactMap(\.self)
        return names.isEmpty ? "" : " → " + names.joined(separator: ", ")
    }

    /// Who has it, since when, and what they said.
    private func handling(_ alert: AlertStatus) -> String {
        let said = alert.comment.map { ": “\($0)”" } ?? ""
        let who = alert.ackedBy.map { " by \($0)" } ?? ""
        switch alert.attention {
        case .acked:
            let at = alert.ackedAt.map { " " + Facts.when($0, now: now) } ?? ""
            return "acked\(who)\(at)\(said)"
        case .snoozed:
            let end = alert.snoozedUntil.map { " to " + Facts.when($0, now: now) } ?? ""
            return "snoozed\(who)\(end)\(said)"
        case .silenced:
            let by = alert.hush.map { " by \($0.by)" } ?? ""
            let end = alert.hush?.until.map { " to " + Facts.when($0, now: now) } ?? ""
            let comment = alert.hush?.comment.map { ": “\($0)”" } ?? said
            return "silenced\(by)\(end)\(comment)"
        case .inhibited:
            return "inhibited" + (alert.hush.map { " by \($0.by)" } ?? "") + said
        case .new, .returned: return alert.comment.map { "“\($0)”" } ?? ""
        }
    }

    private func item(_ line: (past: ShiftDetail.PastAlert, count: Int)) -> [[Run]] {
        let past = line.past
        let span = Formatting.age(past.endedAt.seconds(since: past.firedAt))
        let end =
            past.ackedBy.map { "acked by \($0)" }
            ?? (past.isForgotten
                ? "its rule or data went" : past.isQuiet ? "silenced" : "by itself")
        let said = past.comment.map { ": “\($0)”" } ?? ""
        let name =
            [past.rule, past.subject].filter { !$0.isEmpty }.joined(separator: " ")
            + (line.count > 1 ? ", \(line.count) ×" : "")
        return entry(
            Run("· \(past.severity)", .muted),
            ["\(name), \(Facts.when(past.firedAt, now: now)), for \(span), \(end)\(said)"])
    }

    private func item(_ change: ShiftDetail.Change) -> [[Run]] {
        let event = change.event
        let detail = event.detail.isEmpty ? "" : ": \(event.detail)"
        return entry(
            Run(Facts.when(event.at, now: now), .muted),
            ["\(change.model), \(event.title)\(detail)"])
    }

    private func item(_ near: NearLimit) -> [[Run]] {
        let part =
            near.fraction < 1 ? "\(Formatting.wholePercent(near.fraction)) %" : "beyond"
        return entry(Run(part, .muted), ["\(near.name), \(near.words)"])
    }

    private func item(_ silence: SilenceStatus) -> [[Run]] {
        let begin =
            silence.startsAt > now ? "from \(Facts.when(silence.startsAt, now: now)) " : ""
        let isBraced = silence.matchers.hasPrefix("{")
        let matchers = isBraced ? silence.matchers : "{\(silence.matchers)}"
        let said = silence.comment.isEmpty ? "" : ": “\(silence.comment)”"
        return entry(
            Run("silence", .muted),
            [
                "\(matchers) \(begin)to \(Facts.when(silence.endsAt, now: now))"
                    + (silence.endsWhenUnmatched ? " or until nothing matches" : "")
                    + ", by \(silence.author)\(said)"
            ])
    }

    private var load: [[Run]] {
        [[Run("")], [Run("Alert load", .muted)]]
            + Prose.wrapped(shift.load.words(now: now), width: Self.width - 2)
            .map { [Run("  " + $0)] }
    }
}
