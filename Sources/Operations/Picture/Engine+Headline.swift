internal import Detection
internal import Snapshot
internal import Telemetry

extension Engine {
    /// The worst thing nobody has in hand, or what is nearest to a limit.
    func headline(_ snapshot: SystemSnapshot) -> Headline {
        var headline = Headline()
        headline.count(snapshot.alerts)
        let at = Timestamp(snapshot.at)
        if let worst = Self.worst(AlertStatus.rows(snapshot.alerts)) {
            headline.level = worst.isPage ? .page : .ticket
            let scope = worst.isOver ? .unknown : scope(worst, at: at)
            headline.text = sentence(worst, at: at, snapshot, scope: scope)
            headline.shortText = sentence(worst, at: at, snapshot, scope: scope, short: true)
            headline.onCall = onCallWords(worst, snapshot)
        } else if deployments.isEmpty {
            headline.text = emptyWords(snapshot)
        } else {
            // Before the past is read, quiet is not yet evidence of anything.
            let held = Self.held(AlertStatus.rows(snapshot.alerts))
            let isCalm = snapshot.liveness.historyFraction == nil && held.isEmpty
            headline.level = isCalm ? .calm : .unknown
            headline.text = calmWords(snapshot, held)
        }
        return headline
    }

    /// What fires and somebody has in hand, pages first.
    private static func held(_ alerts: [AlertStatus]) -> [AlertStatus] {
        let held = alerts.filter {
            !$0.needsSomebody && $0.condition != .pending && $0.condition != .resolved
        }
        return held.filter(\.isPage) + held.filter { !$0.isPage }
    }

    /// Pages before tickets, what is true now before what is only held, before what returned, the
    /// newest of equals.
    static func worst(_ alerts: [AlertStatus]) -> AlertStatus? {
        func rank(_ alert: AlertStatus) -> (Int, Int, Int64) {
            (
                alert.isPage ? 0 : 1,
                alert.attention == .returned ? 2 : alert.condition == .firing ? 0 : 1,
                -(alert.firedAt ?? alert.activeAt).milliseconds
            )
        }
        return alerts.filter(\.needsSomebody).min { rank($0) < rank($1) }
    }

    /// The alert in one sentence: who, what, for how long, and where else.
    ///
    /// - Parameter scope: where else, when that is known already.
    func sentence(
        _ alert: AlertStatus, at: Timestamp, _ snapshot: SystemSnapshot, scope: Scope? = nil,
        short: Bool = false
    ) -> String {
        if alert.isOver || alert.attention == .returned, let over = alert.resolvedAt {
            return pastSentence(alert, over: over, snapshot, short: short)
        }
        let subject = subjectWords(alert, short: short)
        let lost = alert.members.isEmpty ? alert.dataLostAt : nil
        let since = SpanWords.age((lost ?? snapshot.at).seconds(since: alert.activeAt))
        let span = alert.activeAtOrEarlier ? "for \(since) or longer" : "for \(since)"
        let what = problem(of: alert, snapshot, short: short)
        let scope = scopeWords(scope ?? self.scope(alert, at: at), alert, short: short)
        let colon = usesOwnWords(alert) || lost != nil ? ":" : ""
        // Words of the user's own may begin with whose trouble it is.
        let rest =
            usesOwnWords(alert) ? alert.subject.flatMap { Self.rest(of: what, behind: $0) } : nil
        let begin = rest.map { "\(subject) \($0)" } ?? "\(subject)\(colon) \(what)"
        // Nothing is known of what it was: nor for how long.
        let length = lost == nil ? ", \(span)" : what.contains(", was ") ? " \(span)" : ""
        return "\(begin)\(length).\(scope.isEmpty ? "" : " " + scope)"
    }

    /// What came and went, in the past tense.
    ///
    /// `m 1 was slow: p95 151 ms, from 19:30 to 19:40, 10 m; over 4 h ago. Nobody saw it.`
    private func pastSentence(
        _ alert: AlertStatus, over: Moment, _ snapshot: SystemSnapshot, short: Bool
    ) -> String {
        var what = problem(of: alert, snapshot, short: short)
        for (now, then) in [
            ("is ", "was "), ("has ", "had "), ("fails", "failed"), ("gets ", "got "),
            ("are ", "were "), ("have ", "had "), ("fail", "failed"), ("get ", "got "),
        ] where what.hasPrefix(now) {
            what = then + what.dropFirst(now.count)
            break
        }
        let lost = alert.members.isEmpty ? alert.dataEndedAt : nil
        let span = SpanWords.age((lost ?? over).seconds(since: alert.activeAt))
        let ago = SpanWords.age(snapshot.at.seconds(since: over))
        let colon = usesOwnWords(alert) ? ":" : ""
        let subject = subjectWords(alert, short: short) + colon
        // Pending again: when the incident that nobody saw began is no longer known.
        guard alert.activeAt < over else { return "\(subject) \(what), over \(ago) ago." }
        if short { return "\(subject) \(what), for \(span), over \(ago) ago." }
        let unseen = alert.attention == .returned ? " Nobody saw it." : ""
        let begin = (alert.activeAtOrEarlier ? "before " : "") + clock(alert.activeAt, snapshot)
        let then = lost == nil ? "" : "then no data, "
        return "\(subject) \(what), from \(begin) to \(clock(lost ?? over, snapshot)), \(span);"
            + " \(then)over \(ago) ago.\(unseen)"
    }

    /// nil for words that do not begin with the version's name.
    private static func rest(of words: String, behind id: VersionID) -> Substring? {
        let name = id.words + " "
        return words.hasPrefix(name) ? words.dropFirst(name.count) : nil
    }

    /// The target that only some of a version's alerts are about.
    private func telling(target alert: AlertStatus) -> String? {
        guard let target = alert.labels["target"], let id = alert.subject else { return nil }
        let key = DeploymentKey(model: id.model, version: id.version, target: nil)
        let isOneOfSeveral = versionIndex[key].map { versions[$0].deployments.count > 1 } == true
        return isOneOfSeveral || watched(alert) == .silence ? target : nil
    }

    private func clock(_ moment: Moment, _ snapshot: SystemSnapshot) -> String {
        TeamStatus.clock(moment, now: snapshot.at)
    }

    private func subjectWords(_ alert: AlertStatus, short: Bool) -> String {
        guard let id = alert.subject else {
            guard alert.members.isEmpty else { return alert.spread }
            return alert.seriesWords.isEmpty ? alert.rule : alert.seriesWords
        }
        var words = id.model
        if let version = id.version { words += " " + version }
        if short { return words }
        let role = registry.role(id.model, id.version)
        if let role, role != "champion", watched(alert) != .silence { words += " " + role }
        if let target = telling(target: alert) { words += " on \(target)" }
        return words
    }

    /// The problem, in the plural when the sentence is about several models.
    private func problem(
        of alert: AlertStatus, _ snapshot: SystemSnapshot, short: Bool
    ) -> String {
        var words = problemWords(alert, snapshot, short: short)
        // How many there are stands before it already.
        if !alert.members.isEmpty, alert.subject == nil {
            words = words.replacing("\(alert.spread), worst ", with: "worst ", maxReplacements: 1)
        }
        guard alert.subject == nil, !alert.members.isEmpty else { return words }
        for (one, many) in [
            ("is ", "are "), ("has ", "have "), ("fails", "fail"), ("gets ", "get "),
        ]
        where words.hasPrefix(one) { return many + words.dropFirst(one.count) }
        return words
    }

    private func onCallWords(_ alert: AlertStatus, _ snapshot: SystemSnapshot) -> String {
        guard var team = snapshot.team(of: alert), let who = team.onCall else { return "" }
        // Who follows is told where there is more room.
        team.onCallNext = nil
        return "\(who) " + team.dutyWords(now: snapshot.at)
    }

    private func calmWords(_ snapshot: SystemSnapshot, _ held: [AlertStatus]) -> String {
        if snapshot.liveness.historyFraction != nil {
            return "Reading history; alarms follow when it is read."
        }
        let serving = snapshot.models.flatMap(\.versions).filter { ($0.requests ?? 0) > 0 }
        let rate = snapshot.requestsPerSecond ?? 0
        var words = held.first.map { heldWords($0, of: held.count) } ?? "All quiet"
        if held.isEmpty, let since = snapshot.quietSince {
            words += " for " + SpanWords.span(snapshot.at.seconds(since: since))
        }
        words += "."
        // What is in hand takes the room; how much is served stands in the line above.
        if held.isEmpty {
            words += " \(serving.count) version\(serving.count == 1 ? " serves" : "s serve")"
            words += " \(Words.number(rate)) req/s."
        }
        // What already fires is in hand, and has been beyond its limit for long enough.
        let firing = held.flatMap { $0.members.isEmpty ? [$0] : $0.members }
        let fires = Set(firing.compactMap { $0.subject?.words })
        if let near = snapshot.nearest.first(where: { $0.fraction < 1 || !fires.contains($0.name) })
        {
            words +=
                near.fraction >= 1
                ? " Beyond its limit, not yet for long enough: \(near.name) \(near.words)."
                : " Nearest to a limit: \(near.name) \(near.words),"
                    + " \(Int((near.fraction * 100).rounded())) % of the way."
        }
        return words
    }

    /// `Nobody is needed: 2 in hand, first Slow of fraud 8, acked by kim`.
    private func heldWords(_ first: AlertStatus, of count: Int) -> String {
        let who = first.ackedBy.map { " by \($0)" } ?? ""
        let subject = subjectWords(first, short: true)
        let name = subject == first.rule ? first.rule : "\(first.rule) of \(subject)"
        return "Nobody is needed: \(count) in hand, \(count > 1 ? "first " : "")\(name),"
            + " \(first.attention.rawValue)\(who)"
    }

    private func emptyWords(_ snapshot: SystemSnapshot) -> String {
        if snapshot.sources.isEmpty { return "Nothing to read here: name a directory with logs." }
        return "No inference events yet in \(snapshot.sources.count) sources (press S for them)."
    }

    /// What no rule can see, and why.
    func unwatched(_ models: [ModelStatus]) -> [String] {
        models.flatMap(\.versions).filter { ($0.requests ?? 0) > 0 }.compactMap { version in
            let name = version.id.words
            if version.driftUnknownReason != nil { return "\(name): no reference, drift unknown" }
            if version.labels == 0 { return "\(name): no labels, quality unknown" }
            return nil
        }
    }

    func quietSince(_ alerts: [AlertStatus]) -> Moment? {
        // Where nothing serves there is nothing that could be quiet.
        // Before the past is played there are no alerts to be seen.
        guard schedule.isCaughtUp, !deployments.isEmpty, !alerts.contains(where: { $0.isOpen })
        else { return nil }
        // A resolved alert leaves the table after a while; that it fired is known longer.
        let ends =
            alerts.compactMap(\.resolvedAt) + [fired.lastEnd].compactMap(\.self).map(Moment.init)
        return ends.max() ?? schedule.judgeFrom.map { Moment(max($0, oldestRead)) }
    }
}
