internal import Snapshot

extension AlertStatus {
    /// From how many on alerts of one rule and one subject are one row.
    private static let alike = 3
    /// From how many subjects on alerts of one rule that began together are one row.
    private static let together = 5
    /// How far apart what began together began.
    private static let togetherMilliseconds: Int64 = 600_000

    /// From how many on alerts about features that began together are one row, whatever the rules
    /// and the versions are: what feeds them is broken once.
    private static let fed = 5

    /// Says which alerts are one row, by a key that stays while they come and go: the same rule,
    /// severity and version; the same rule on many, when they began together; or features of
    /// several versions or rules, when they did.
    ///
    /// What is pending, what is over and what returned unseen are rows of their own: there is
    /// something else to do about them.
    static func group(_ alerts: inout [AlertStatus]) {
        groupFeatures(&alerts)
        let kinds = Dictionary(
            grouping: alerts.indices.filter { alerts[$0].group == nil },
            by: { alerts[$0].kindKey })
        for (kind, indices) in kinds where indices.count >= alike {
            let subjects = Dictionary(grouping: indices) { alerts[$0].subjectKey }
            let begun = begunTogether(subjects, alerts)
            for (subject, own) in subjects {
                let key =
                    begun.contains(subject)
                    ? kind : own.count >= alike ? kind + "\u{1F}" + subject : nil
                for index in own { alerts[index].group = key }
            }
        }
    }

    private static func groupFeatures(_ alerts: inout [AlertStatus]) {
        let about = alerts.indices.filter { alerts[$0].labels["feature"] != nil }
        let kinds = Dictionary(grouping: about) { index in
            ["features", alerts[index].kind, alerts[index].severity]
                .joined(separator: "\u{1F}")
        }
        for (kind, indices) in kinds where indices.count >= fed {
            let sorted = indices.sorted {
                (alerts[$0].activeAt.milliseconds, alerts[$0].id)
                    < (alerts[$1].activeAt.milliseconds, alerts[$1].id)
            }
            for (place, first) in sorted.enumerated() {
                let end = alerts[first].activeAt.milliseconds + togetherMilliseconds
                let run = sorted[place...].prefix { alerts[$0].activeAt.milliseconds <= end }
                guard run.count >= fed,
                    Set(run.map { alerts[$0].subjectKey }).count > 1
                        || Set(run.map { alerts[$0].rule }).count > 1
                else { continue }
                for index in run { alerts[index].group = kind }
            }
        }
    }

    /// The subjects of which at least `together` began within ten minutes.
    private static func begunTogether(
        _ subjects: [String: [Int]], _ alerts: [AlertStatus]
    ) -> Set<String> {
        guard subjects.count >= together else { return [] }
        let starts = subjects.map { subject, indices in
            (subject, at: indices.map { alerts[$0].activeAt.milliseconds }.min() ?? 0)
        }.sorted { ($0.at, $0.0) < ($1.at, $1.0) }
        var begun: Set<String> = []
        for first in 0...(starts.count - together) {
            let run = starts[first..<(first + together)]
            guard let oldest = run.first, let newest = run.last,
                newest.at - oldest.at <= togetherMilliseconds
            else { continue }
            begun.formUnion(run.map(\.0))
        }
        return begun
    }

    private var kind: String {
        switch (condition, attention) {
        case (_, .returned): "returned"
        case (.resolved, _): "over"
        case (.pending, _): "pending"
        default: "open"
        }
    }

    private var kindKey: String {
        ["group", kind, rule, severity].joined(separator: "\u{1F}")
    }

    private var subjectKey: String {
        [labels["model"], labels["version"] ?? labels["source"]].map { $0 ?? "" }
            .joined(separator: "\u{1F}")
    }
}
