internal import Snapshot
internal import Telemetry

extension Engine {
    /// At most so many things that happened are told; the oldest go.
    private static let mostEvents = 200

    /// What happened to a model: stages, registry changes, first requests, features that moved,
    /// alerts and what people did about them; oldest first.
    func events(
        of model: String, after: Timestamp, through: Timestamp, _ alerts: [AlertStatus]
    ) -> [TimelineEvent] {
        let own = alerts.filter { $0.labels["model"] == model }
        var events = stageEvents(of: model, after: after, through: through)
        events += registryEvents(of: model) + arrivals(of: model)
        events += moves(own) + firings(own) + own.flatMap(handling)
        let (first, last) = (Moment(after), Moment(through))
        return Array(
            events.filter { $0.at > first && $0.at <= last }.sorted { $0.at < $1.at }
                .suffix(Self.mostEvents))
    }

    /// What may have caused an alert of one model: stages, registry changes, first requests and
    /// features that moved, nearest first, then alerts of other rules that began before it.
    ///
    /// What began later, or together with it, is the same trouble seen from elsewhere.
    func causes(
        of model: String, before onset: Timestamp, _ alert: AlertStatus, _ alerts: [AlertStatus]
    ) -> [TimelineEvent] {
        let after = onset - Self.causeMilliseconds
        // An onset is no finer than the steps it is judged by.
        let through = onset + EvaluationSchedule.stepMilliseconds
        let own = Set([alert.id] + alert.members.map(\.id))
        let earlier = alerts.filter {
            $0.labels["model"] == model && !own.contains($0.id) && $0.began < Moment(onset)
        }
        let causes =
            stageEvents(of: model, after: after, through: through)
            + registryEvents(of: model, before: through)
            + arrivals(of: model) + moves(earlier)
        // A drift is told by the feature that moved.
        let others = firings(
            earlier.filter { watched($0) != .drift && $0.rule != alert.rule }, beside: alert)
        func told(_ events: [TimelineEvent], until end: Timestamp) -> [TimelineEvent] {
            events.filter { $0.at > Moment(after) && $0.at <= Moment(end) }
                .sorted { $0.at > $1.at }
        }
        return told(causes, until: through) + told(others, until: onset)
    }

    /// How far before an onset a cause is looked for.
    private static let causeMilliseconds: Int64 = 1_800_000

    /// The end of every run with how long it took, and the beginning of those that still go on.
    private func stageEvents(
        of model: String, after: Timestamp, through: Timestamp
    ) -> [TimelineEvent] {
        let all = workflow.events(of: model, after: .distantPast, through: through)
        return all.indices.compactMap { position in
            let event = all[position]
            guard event.time > after else { return nil }
            let isSame = { (other: StageEvent) in
                other.stage == event.stage && other.run == event.run && event.run != nil
            }
            if event.status == .started, all[(position + 1)...].contains(where: isSame) {
                return nil
            }
            var words = [event.status.rawValue, event.run].compactMap(\.self)
                .joined(separator: " ")
            let start = all[..<position].last { isSame($0) && $0.status == .started }
            if let start, event.status != .started {
                words += ", after " + SpanWords.age(Double(event.time - start.time) / 1_000)
            }
            if let detail = event.detail { words += "; " + detail }
            var entry = TimelineEvent(
                at: Moment(event.time), kind: .stage, title: event.stage.rawValue, detail: words)
            entry.status = StageStatus.Status(event.status)
            return entry
        }
    }

    /// - Parameter end: what may have moved before it, while nobody watched, is told as of then.
    private func registryEvents(
        of model: String, before end: Timestamp = .distantFuture
    ) -> [TimelineEvent] {
        timeline.moves.filter { $0.model == model }.map { move in
            let at = !move.isExact && move.after < end ? min(move.at, end) : move.at
            return TimelineEvent(
                at: Moment(at), kind: move.words.hasPrefix("alias") ? .alias : .registry,
                title: "version \(move.version)",
                detail: move.isExact
                    ? move.words
                    : move.words + ", after " + Words.clock(Moment(move.after), now: Moment(at)))
        }
    }

    /// First requests in a place, where that is known to be the first.
    private func arrivals(of model: String) -> [TimelineEvent] {
        deployments.compactMap { deployment in
            // The oldest events read do not say that anything began there.
            guard deployment.key.model == model, deployment.firstSeen > oldestRead + 120_000,
                firstServed(deployment.version)?.isKnown == true
            else { return nil }
            let role = registry.role(model, deployment.key.version).map { ", \($0)," } ?? ""
            let target = deployment.key.target.map { " on \($0)" } ?? ""
            return TimelineEvent(
                at: Moment(deployment.firstSeen), kind: .deployment, title: "deployment",
                detail: "\(deployment.key.version ?? model)\(role) took its first request\(target)")
        }
    }

    /// When features left their limits, one line a version: the first, and which followed.
    private func moves(_ alerts: [AlertStatus]) -> [TimelineEvent] {
        let drifts = alerts.filter { watched($0) == .drift && $0.labels["feature"] != nil }
        let versions = Dictionary(grouping: drifts) { $0.labels["version"] ?? "" }
        return versions.compactMap { version, group in
            let ranked = group.sorted(by: Self.isTold)
            guard let first = ranked.first else { return nil }
            var words = versions.count > 1 && !version.isEmpty ? "of \(version) " : ""
            words += "beyond its limit" + (first.activeAtOrEarlier ? ", or earlier" : "")
            let rest = ranked.dropFirst().map { alert in
                let minute = Words.clock(alert.began.milliseconds).prefix(5)
                let from = alert.began == first.began ? "" : " from \(minute)Z"
                return (alert.labels["feature"] ?? "") + from
            }
            if !rest.isEmpty { words += "; " + rest.prefix(3).joined(separator: ", ") }
            if rest.count > 3 { words += " and \(rest.count - 3) more" }
            let feature = first.labels["feature"] ?? ""
            // A title has room for 17 cells.
            let isLong = feature.count > 11
            return TimelineEvent(
                at: first.began, kind: .drift, title: isLong ? "drift" : feature + " moves",
                detail: isLong ? "\(feature) \(words)" : words)
        }
    }

    /// Of what began together the farthest from its limit comes first.
    private static func isTold(_ left: AlertStatus, before right: AlertStatus) -> Bool {
        if left.began != right.began { return left.began < right.began }
        if left.value != right.value { return left.value ?? 0 > right.value ?? 0 }
        return left.id < right.id
    }

    /// Alerts as they fire, those of one rule and moment in one line.
    ///
    /// - Parameter beside: the alert that they are told with: what they share with it goes unsaid.
    private func firings(
        _ alerts: [AlertStatus], beside: AlertStatus? = nil
    ) -> [TimelineEvent] {
        struct Together: Hashable {
            var rule: String
            var version: String?
            var at: Moment
        }
        // What all have in common need not be said.
        let all = alerts + [beside].compactMap(\.self)
        let naming = ["version", "target"].filter { name in
            Set(all.compactMap { $0.labels[name] }).count > 1
        }
        let fired = alerts.filter { $0.firedAt != nil }
        let groups = Dictionary(grouping: fired) {
            Together(rule: $0.rule, version: $0.labels["version"], at: $0.firedAt ?? $0.activeAt)
        }
        return groups.compactMap { key, group in
            guard let first = group.min(by: Self.isTold) else { return nil }
            let place = naming.compactMap { first.labels[$0] }.joined(separator: " on ")
            let more = group.count > 1 ? " and \(group.count - 1) more" : ""
            let owner = first.owner.map { " → \($0)" } ?? ""
            let figure = whatItFiredOn(first)
            let what = figure.isEmpty ? "fires" : figure
            var event = TimelineEvent(
                at: key.at, kind: .alert, title: key.rule,
                detail: (place.isEmpty ? "" : place + ": ") + what + more + owner)
            event.grade = first.isPage ? .page : .ticket
            return event
        }
    }

    /// What somebody did about an alert, and its end.
    private func handling(_ alert: AlertStatus) -> [TimelineEvent] {
        var events: [TimelineEvent] = []
        if let at = alert.ackedAt, let who = alert.ackedBy {
            let comment = alert.comment.map { " \"\($0)\"" } ?? ""
            events.append(
                TimelineEvent(
                    at: at, kind: .alert, title: alert.attention.rawValue,
                    detail: "\(alert.rule), by \(who)\(comment)"))
        }
        if alert.firedAt != nil, let end = alert.resolvedAt {
            events.append(
                TimelineEvent(
                    at: end, kind: .alert, title: alert.rule, detail: "clears: \(alert.what)"))
        }
        return events
    }

    /// The oldest event time that any log has been read back to.
    var oldestRead: Timestamp {
        deployments.map(\.firstSeen).min() ?? .distantPast
    }
}

extension StageStatus.Status {
    init(_ status: StageEvent.Status) {
        switch status {
        case .started: self = .running
        case .succeeded: self = .succeeded
        case .failed: self = .failed
        case .waiting: self = .waiting
        }
    }
}

extension AlertStatus {
    /// When its trouble began, as far as that is known.
    var began: Moment { onsetAt ?? activeAt }
}
