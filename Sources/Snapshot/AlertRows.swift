/// Alerts of one cause as one row: a broken feature store is a line and not forty.
extension AlertStatus {
    /// The rows of a list: alerts that share a `group` folded into one, each where its most urgent
    /// one stands.
    package static func rows(_ alerts: [AlertStatus]) -> [AlertStatus] {
        var members: [String: [AlertStatus]] = [:]
        for alert in alerts {
            if let group = alert.group { members[group, default: []].append(alert) }
        }
        var seen: Set<String> = []
        return alerts.compactMap { alert in
            guard let group = alert.group, let all = members[group], all.count > 1 else {
                return alert
            }
            return seen.insert(group).inserted ? folded(group, all) : nil
        }
    }

    /// One row that stands for several: it needs somebody as long as one of them does.
    package static func folded(_ group: String, _ members: [AlertStatus]) -> AlertStatus {
        let members = members.sorted {
            if $0.needsSomebody != $1.needsSomebody { return $0.needsSomebody }
            return ($0.excess ?? -.infinity) > ($1.excess ?? -.infinity)
        }
        let leader = members[0]
        var row = leader
        row.id = group
        row.members = members
        row.labels = leader.labels.filter { name, value in
            members.allSatisfy { $0.labels[name] == value }
        }
        row.annotations = [:]
        row.comment = nil
        row.value = nil
        row.flapping = nil
        row.snoozedAbove = nil
        row.activeAt = members.map(\.activeAt).min() ?? leader.activeAt
        row.activeAtOrEarlier = members.contains(where: \.activeAtOrEarlier)
        row.firedAt = members.compactMap(\.firedAt).min()
        row.resolvedAt = members.compactMap(\.resolvedAt).max()
        row.firesAt = members.compactMap(\.firesAt).min()
        row.snoozedUntil = members.compactMap(\.snoozedUntil).min()
        if members.contains(where: { $0.ackedBy != leader.ackedBy }) { row.ackedBy = nil }
        if members.contains(where: { $0.hush != leader.hush }) { row.hush = nil }
        if members.contains(where: { $0.owner != leader.owner }) { row.owner = nil }
        row.what = row.groupWords
        return row
    }

    /// `12 features, worst tenure 2.6 × limit`.
    private var groupWords: String {
        let worst = members.max { ($0.excess ?? -.infinity) < ($1.excess ?? -.infinity) }
        let rules = Set(members.map(\.rule)).sorted()
        if rules.count > 1 {
            return "\(members.count) alerts of \(spread): \(rules.joined(separator: ", "))"
        }
        guard let worst, worst.excess != nil, !worst.what.isEmpty else { return spread }
        let whose = subject == nil ? worst.subject.map { "\($0.words) " } ?? "" : ""
        return "\(spread), worst \(whose)\(worst.what)"
    }

    /// What the alerts of a row differ in, counted: `12 features`, `5 models`.
    package var spread: String {
        for (label, words) in [
            ("model", "models"), ("version", "versions"), ("feature", "features"),
            ("stage", "stages"), ("target", "targets"), ("source", "sources"),
        ] {
            let values = Set(members.map { $0.labels[label] ?? "" })
            if values.count > 1 { return "\(values.count) \(words)" }
        }
        return "\(members.count) alerts"
    }
}

extension AlertStatus {
    /// What tells alerts of one rule and version from each other, by id.
    ///
    /// The values of the labels they differ in beyond their target; nothing of one that stands
    /// alone, or whose own words say it.
    package static func telling(_ alerts: [AlertStatus]) -> [String: String] {
        let like = Dictionary(grouping: alerts) { alert in
            [alert.rule, alert.labels["model"], alert.labels["version"], alert.labels["target"]]
        }
        var words: [String: String] = [:]
        for alike in like.values where alike.count > 1 && alike[0].labels["model"] != nil {
            let names = Set(alike.flatMap(\.labels.keys)).subtracting(["severity"]).sorted()
                .filter { name in alike.contains { $0.labels[name] != alike[0].labels[name] } }
            for alert in alike {
                let values = names.compactMap { alert.labels[$0] }
                    .filter { !alert.what.says($0) }
                if !values.isEmpty { words[alert.id] = values.joined(separator: " · ") }
            }
        }
        return words
    }
}

extension String {
    /// Whether a word or a figure stands in it by itself: the `1` of `107` says nothing of shard 1.
    fileprivate func says(_ word: String) -> Bool {
        ranges(of: word).contains { range in
            let before = self[..<range.lowerBound].last
            let after = self[range.upperBound...].first
            return [before, after].allSatisfy { !($0.map { $0.isLetter || $0.isNumber } ?? false) }
        }
    }
}

extension Headline {
    /// Counts the rows a person has to look at: one line is one.
    package mutating func count(_ alerts: [AlertStatus]) {
        (needYou, inHand, pending, returned) = (0, 0, 0, 0)
        for row in AlertStatus.rows(alerts) {
            switch (row.needsSomebody, row.condition, row.attention) {
            case (true, _, .returned):
                needYou += 1
                returned += 1
            case (true, _, _): needYou += 1
            case (false, .pending, _): pending += 1
            case (false, .resolved, _): break
            default: inHand += 1
            }
        }
    }
}
