import Snapshot

/// The night before the story's moment, as a handoff tells it.
extension Story {
    /// Since Sunday 19:12:07Z.
    static let eveningBefore = time(22, 19, 12, 7)

    static let handedOver: SystemSnapshot = {
        var snapshot = incident
        snapshot.shift = shift
        snapshot.alertLoad = load
        var silence = SilenceStatus(
            id: "s1", matchers: "model=\"pricing\"", author: "kim", startsAt: time(23, 2, 0),
            endsAt: time(23, 6, 0))
        silence.comment = "price list of the new season"
        snapshot.silences = [silence]
        snapshot.nearest = [
            NearLimit(name: "churn 3", words: "roc auc .812, limit .800", fraction: 0.8)
        ]
        return snapshot
    }()

    private static let load: AlertLoad = {
        var load = AlertLoad(
            lastTenMinutes: 2, lastHour: 4, busiest: 3, busiestEnd: time(23, 2, 58),
            seconds: 28_800, operators: 4)
        load.knownSince = time(22, 20, 0)
        return load
    }()

    private static let shift: ShiftDetail = {
        var shift = ShiftDetail(since: eveningBefore, load: load)
        var slow = ShiftDetail.PastAlert(
            id: "LatencyRegressed/eta/41", rule: "LatencyRegressed", severity: "page",
            subject: "eta 41", firedAt: time(22, 22, 5), endedAt: time(22, 22, 36))
        slow.ackedBy = "kim"
        slow.comment = "cold cache after the node was moved; the second one this week, ask Ops"
        var quiet = ShiftDetail.PastAlert(
            id: "FeatureNulls/pricing/5", rule: "FeatureNulls", severity: "ticket",
            subject: "pricing 5", firedAt: time(23, 2, 10), endedAt: time(23, 2, 19))
        quiet.isQuiet = true
        shift.over = [slow, quiet]
        shift.changes = [
            .init(
                model: "fraud-detector",
                event: TimelineEvent(
                    at: time(23, 2, 58, 31), kind: .stage, title: "model evaluation",
                    detail: "8 passed, latency not tested")),
            .init(
                model: "fraud-detector",
                event: TimelineEvent(
                    at: time(23, 3, 1, 4), kind: .deployment, title: "deployment",
                    detail: "8 → canary, 10 % on eu-1")),
        ]
        return shift
    }()
}
