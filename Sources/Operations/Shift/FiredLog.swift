internal import Alerting
internal import Telemetry

/// Which alerts fired and when, of the last week: seen here, or told by the journal.
///
/// The past is played again at every start and other processes tell of the same incidents, so what
/// overlaps is one.
struct FiredLog: Sendable {
    /// Beyond this the oldest go.
    static let limit = 5_000

    private var known: [String: [FiredAlert]] = [:]
    private var count = 0
    /// A journal has told what was before this run.
    private(set) var isJournalled = false
    /// When anything that fired was last over.
    private(set) var lastEnd: Timestamp?

    /// In the order they fired.
    var alerts: [FiredAlert] {
        known.values.joined().sorted { ($0.firedAt, $0.id) < ($1.firedAt, $1.id) }
    }

    /// Follows what an evaluation did.
    mutating func note(_ evaluation: RuleEvaluation) {
        for transition in evaluation.transitions { note(transition) }
        for record in evaluation.changed { note(record) }
    }

    /// Follows one step of an alert's life.
    mutating func note(_ transition: AlertTransition) {
        switch transition.kind {
        case .fired:
            let record = transition.record
            guard var fired = FiredAlert(record) else { return }
            fired.firedAt = transition.at
            fired.isQuiet = transition.quiet
            let here = known[fired.id] ?? []
            // A moment within what is known: the past is played again.
            guard !here.contains(where: { $0.firedAt <= transition.at && $0.overlaps(fired) })
            else { return }
            add(fired)
        case .resolved, .forgotten: end(transition)
        case .becamePending, .backToPending, .beganRecovering, .firedAgain, .dropped, .lostData:
            return
        }
    }

    private mutating func end(_ transition: AlertTransition) {
        let end = transition.instance.resolvedAt ?? transition.at
        var here = known[transition.id] ?? []
        guard let open = here.lastIndex(where: { $0.endedAt == nil && $0.firedAt <= end }) else {
            let record = transition.record
            guard transition.kind == .resolved, let past = FiredAlert(record) else { return }
            return merge([past])
        }
        here[open].endedAt = end
        here[open].isForgotten = transition.kind == .forgotten
        lastEnd = max(lastEnd ?? end, end)
        known[transition.id] = Self.joined(here)
        count += (known[transition.id]?.count ?? 0) - here.count
    }

    /// Somebody who acknowledged, before the end or after it, is part of it.
    mutating func note(_ record: AttentionRecord) {
        guard case .closed(let acknowledgement, _, _) = record.attention,
            let last = known[record.id]?.lastIndex(where: { $0.endedAt != nil }),
            let began = known[record.id]?[last].firedAt
        else { return }
        let comment = record.comment.flatMap { $0.at >= began ? $0.text : nil }
        known[record.id]?[last].ackedBy = acknowledgement.by
        known[record.id]?[last].comment = comment ?? acknowledgement.comment
    }

    /// Takes over what a journal tells at the start.
    mutating func restore(_ journal: JournalledState) {
        isJournalled = journal.lastEvaluation != nil
        merge(journal.fired)
    }

    /// Takes over what others saw.
    mutating func merge(_ others: [FiredAlert]) {
        for other in others {
            if let end = other.endedAt { lastEnd = max(lastEnd ?? end, end) }
            var here = known[other.id] ?? []
            let before = here.count
            if let same = here.lastIndex(where: { $0.overlaps(other) }) {
                here[same].take(other)
            } else {
                here.append(other)
                here.sort { $0.firedAt < $1.firedAt }
            }
            known[other.id] = here
            count += here.count - before
        }
        prune()
    }

    private mutating func add(_ fired: FiredAlert) {
        known[fired.id, default: []].append(fired)
        count += 1
        prune()
    }

    /// Of one alert what overlaps is one: the end was seen from two beginnings.
    private static func joined(_ alerts: [FiredAlert]) -> [FiredAlert] {
        var result: [FiredAlert] = []
        for alert in alerts.sorted(by: { $0.firedAt < $1.firedAt }) {
            if let last = result.indices.last, result[last].overlaps(alert) {
                result[last].take(alert)
            } else {
                result.append(alert)
            }
        }
        return result
    }

    /// Forgets what ended too long before the newest; rarely, since it looks at everything.
    private mutating func prune() {
        guard count > Self.limit + Self.limit / 10 else { return }
        let kept = alerts.suffix(Self.limit)
        known = Dictionary(grouping: kept, by: \.id)
        count = kept.count
    }
}

extension FiredAlert {
    /// Joins another view of the same incident.
    fileprivate mutating func take(_ other: FiredAlert) {
        firedAt = min(firedAt, other.firedAt)
        endedAt = [endedAt, other.endedAt].compactMap(\.self).max()
        ackedBy = other.ackedBy ?? ackedBy
        comment = other.comment ?? comment
        if summary.isEmpty { summary = other.summary }
        isQuiet = isQuiet && other.isQuiet
        isForgotten = isForgotten || other.isForgotten
    }
}
