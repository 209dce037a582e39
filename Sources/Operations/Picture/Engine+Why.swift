internal import PromQL
internal import Snapshot
internal import Telemetry

extension Engine {
    /// Everything the why screen says about one alert.
    func alertDetail(
        _ alert: AlertStatus, _ interest: Interest, at: Timestamp, _ snapshot: SystemSnapshot
    ) -> AlertDetail? {
        var detail = AlertDetail(id: alert.id)
        detail.sentence = sentence(alert, at: at, snapshot)
        detail.shortSentence = sentence(alert, at: at, snapshot, short: true)
        addEvaluation(alert, interest, at: at, to: &detail)
        detail.places = places(alert, snapshot)
        let input = inputGap(alert, snapshot)
        detail.scopeWords =
            alert.isOver ? "" : scopeSentence(scope(alert, at: at), alert, input: input)
        detail.scopeNotes = [
            togetherWords(alert, snapshot), inputNote(alert, input),
            lackingWords(alert, now: snapshot.at),
        ].compactMap(\.self)
        detail.changes = changes(before: alert, snapshot)
        addDifferences(alert, snapshot, to: &detail)
        addPeople(alert, snapshot, to: &detail)
        detail.evidence = evidence(alert)
        addRelief(alert, snapshot, to: &detail)
        detail.brief = [
            detail.scopeWords, beginWords(alert, detail, snapshot),
            detail.clearWords.first ?? "",
        ].filter { !$0.isEmpty }
        return detail
    }

    /// `51 more alerts about features began with it: 26 features of 2 versions`.
    private func togetherWords(_ alert: AlertStatus, _ snapshot: SystemSnapshot) -> String? {
        guard let group = alert.group else { return nil }
        let all = snapshot.alerts.filter { $0.group == group }
        guard all.count > 1 else { return nil }
        func count(_ word: String, _ values: [String]) -> String? {
            let count = Set(values).count
            return count > 1 ? "\(count) \(word)s" : nil
        }
        let versions = all.compactMap { alert in
            alert.subject.map { "\($0.model)\u{1F}\($0.version ?? "")" }
        }
        let parts = [
            count("feature", all.compactMap { $0.labels["feature"] }), count("version", versions),
        ].compactMap(\.self)
        let about = all.allSatisfy { $0.labels["feature"] != nil } ? " about features" : ""
        let more = all.count - 1
        let onsets = all.map(\.began)
        let spread = onsets.max()?.seconds(since: onsets.min() ?? alert.began) ?? 0
        let verb = spread <= 120 ? "began with it" : more == 1 ? "belongs to it" : "belong to it"
        return "\(more) more alert\(more == 1 ? "" : "s")\(about) \(verb)"
            + (parts.isEmpty ? "" : ": " + parts.joined(separator: " of "))
    }

    private func evidence(_ alert: AlertStatus) -> AlertDetail.Evidence {
        switch watched(alert) {
        case .latency: .slowest
        case .errors: .failed
        case .drift, .nulls, .unseen: .feature
        case .silence, .sourceSilence, .stageFailure, .stageAge: .other
        case .other: alert.subject == nil ? .other : evidence(comparison(alert))
        }
    }

    /// Any other expression over requests: the failed ones where it selects those.
    private func evidence(_ comparison: Comparison?) -> AlertDetail.Evidence {
        let selectors = comparison?.left.selectors ?? []
        let failed = selectors.contains { selector in
            selector.metric == "model_error_ratio"
                || selector.matchers.contains { $0.name == "outcome" && $0.value.contains("error") }
        }
        if failed { return .failed }
        let isAboutRequests = selectors.contains {
            $0.metric?.hasPrefix("model_request") == true
                || $0.metric?.hasPrefix("model_latency") == true
        }
        return isAboutRequests ? .slowest : .other
    }

    /// What taking the version off its target would send to the champion there; only where exactly
    /// one other takes what it takes.
    private func addRelief(
        _ alert: AlertStatus, _ snapshot: SystemSnapshot, to detail: inout AlertDetail
    ) {
        guard detail.command != nil, let subject = alert.subject,
            let target = alert.labels["target"],
            let model = snapshot.models.first(where: { $0.name == subject.model }),
            let own = model.versions.first(where: { $0.id == subject }),
            own.role != "champion", own.role != "shadow", own.target == target,
            let rate = own.requestsPerSecond, rate > 0
        else { return }
        let others = model.versions.filter {
            $0.id != subject && $0.target == target && $0.role != "shadow"
                && ($0.requestsPerSecond ?? 0) > 0
        }
        guard let other = others.first, others.count == 1, let beside = other.requestsPerSecond
        else { return }
        let name = other.id.version ?? other.id.model
        detail.commandLabel = "without \(subject.version ?? "it")"
        detail.commandWords =
            "\(Words.number(rate)) req/s go to \(name): \(Words.number(beside)) → "
            + Words.number(beside + rate)
    }

    /// What happened in the half hour before the trouble began, causes before other alerts, each
    /// nearest first.
    private func changes(before alert: AlertStatus, _ snapshot: SystemSnapshot) -> [TimelineEvent] {
        let onset = Timestamp(alert.onsetAt ?? alert.activeAt)
        let models = alert.labels["model"].map { [$0] } ?? snapshot.models.map(\.name)
        var found: [TimelineEvent] = []
        for model in models {
            for var event in causes(of: model, before: onset, alert, snapshot.alerts) {
                if alert.labels["model"] == nil {
                    event.detail = [model, event.detail].joined(separator: ": ")
                }
                if !found.contains(event) { found.append(event) }
            }
        }
        return Array(found.sorted(by: TimelineEvent.isLikelier).prefix(12))
    }

    /// What differs between the alert's version and the one it is measured against.
    private func addDifferences(
        _ alert: AlertStatus, _ snapshot: SystemSnapshot, to detail: inout AlertDetail
    ) {
        guard let subject = alert.subject, subject.version != nil, alert.labels["stage"] == nil,
            let other = compared(with: subject, asked: nil),
            let mine = registry[subject.model, subject.version],
            let theirs = registry[other.model, other.version]
        else { return }
        var same: [String] = []
        func compare(_ name: String, _ new: String?, _ old: String?) {
            guard new != nil || old != nil else { return }
            if new == old {
                same.append("\(name) \(new ?? "")")
            } else {
                detail.differences.append("\(name) \(new ?? "—"), was \(old ?? "—")")
            }
        }
        for key in Set(mine.params.keys).union(theirs.params.keys).sorted() {
            compare(key, mine.params[key], theirs.params[key])
        }
        compare("data", mine.dataset, theirs.dataset)
        compare("commit", mine.commit, theirs.commit)
        compare("flavor", mine.flavor, theirs.flavor)
        detail.sameWords = same.joined(separator: " · ")
        if detail.places.contains(where: \.usualBorrowed),
            let own = deployments.first(where: {
                $0.key.model == subject.model && $0.key.version == subject.version
                    && $0.baseline.borrowedFrom != nil
            })
        {
            let age = SpanWords.span(snapshot.at.seconds(since: Moment(own.firstSeen)))
            detail.usualNote =
                "\(own.baseline.borrowedFrom ?? "") is the usual: \(subject.version ?? "it") has"
                + " \(age) of its own, a baseline takes 2 h"
        }
    }

    private func addPeople(
        _ alert: AlertStatus, _ snapshot: SystemSnapshot, to detail: inout AlertDetail
    ) {
        detail.ownerRole = alert.owner
        detail.ownerTeam = alert.team
        let team = snapshot.team(of: alert)
        detail.ownerResponsibility =
            team?.roles.first { $0.role.lowercased() == alert.owner?.lowercased() }?.responsibility
        if let team, let who = team.onCall {
            var words = who + " " + team.dutyWords(now: snapshot.at)
            if let contact = team.contact { words += " · \(contact)" }
            detail.onCallWords = words
        }
        detail.runbook = alert.annotations["runbook"] ?? alert.annotations["runbook_url"]
        detail.command = alert.annotations["command"]
    }

    private func beginWords(
        _ alert: AlertStatus, _ detail: AlertDetail, _ snapshot: SystemSnapshot
    ) -> String {
        // One line stands for all of a group, and its age is the oldest's.
        let group = snapshot.alerts.filter { $0.group != nil && $0.group == alert.group }
        let first = group.min { $0.began < $1.began } ?? alert
        let onset = first.began
        let now = snapshot.at
        // What a stage's alert is about is no cause of it.
        // Nor is what happened to a model one of what belongs to none.
        let nearest =
            alert.labels["stage"] != nil || alert.labels["model"] == nil
            ? nil
            : detail.changes.first {
                // A stage's routine, as monitoring is, changes nothing.
                $0.at <= onset && $0.telling == 0 && $0.kind != .drift
            }
        guard let nearest else {
            let orEarlier = first.onsetOrEarlier || first.activeAtOrEarlier ? " or earlier" : ""
            let newest = group.map(\.began).max() ?? onset
            let last =
                newest.seconds(since: onset) > 60
                ? "; the newest of \(group.count) \(Words.clock(newest, now: now))Z" : ""
            return "Began " + Words.clock(onset, now: now) + "Z\(orEarlier)\(last)."
        }
        let gap = SpanWords.age(onset.seconds(since: nearest.at))
        // A deployment's detail is a sentence of its own.
        let what =
            nearest.kind == .deployment ? nearest.detail : "\(nearest.title) \(nearest.detail)"
        return "Began \(gap) after \(what)."
    }
}
