internal import Alerting
internal import Snapshot
internal import Telemetry

extension Engine {
    /// How long a shift is when nobody says.
    static let shiftMilliseconds: Int64 = 8 * 3_600_000

    /// Changes that a handoff tells at most; the oldest go.
    private static let mostChanges = 40

    /// Silences, the alert load, and the shift when somebody asks for it.
    func addShift(_ interest: Interest, at: Timestamp, to snapshot: inout SystemSnapshot) {
        snapshot.silences = silenceStatuses(at: at)
        snapshot.alertLoad = alertLoad(
            since: at - Self.shiftMilliseconds, at: at, snapshot.teams)
        if let since = interest.shiftSince {
            snapshot.shift = shiftDetail(since: since, at: at, snapshot)
        }
    }

    /// Alarms against what people can answer, from `since` on.
    func alertLoad(since: Timestamp, at: Timestamp, _ teams: [TeamStatus]) -> AlertLoad {
        let operators = Set(teams.compactMap(\.onCall)).count
        let firings = fired.alerts.filter { !$0.isQuiet }.map(\.firedAt)
        var load = AlertLoad(
            firings: firings, since: since, at: at, operators: max(1, operators))
        if !fired.isJournalled, let from = schedule.judgeFrom, from > since {
            load.knownSince = Moment(from)
        }
        return load
    }

    /// What came and went since a moment, and what changed.
    func shiftDetail(
        since: Moment, at: Timestamp, _ snapshot: SystemSnapshot
    ) -> ShiftDetail {
        let beginning = Timestamp(since)
        var detail = ShiftDetail(
            since: since, load: alertLoad(since: beginning, at: at, snapshot.teams))
        let unseen = Set(snapshot.alerts.filter { $0.attention == .returned }.map(\.id))
        let alerts = fired.alerts
        let last = Dictionary(alerts.map { ($0.id, $0.firedAt) }, uniquingKeysWith: max)
        detail.over = alerts.compactMap { alert in
            guard let end = alert.endedAt, end > beginning, end <= at else { return nil }
            // What returned unseen is an alert still; what came before it is past.
            if unseen.contains(alert.id), last[alert.id] == alert.firedAt { return nil }
            return ShiftDetail.PastAlert(alert, end)
        }
        let kinds: Set<TimelineEvent.Kind> = [.deployment, .alias, .stage, .registry]
        let models = Set(snapshot.models.map(\.name)).union(snapshot.workflow.map(\.model))
        detail.changes = Array(
            models.sorted().flatMap { model in
                events(of: model, after: beginning, through: at, snapshot.alerts)
                    .filter { kinds.contains($0.kind) }
                    .map { ShiftDetail.Change(model: model, event: $0) }
            }.sorted { $0.event.at < $1.event.at }.suffix(Self.mostChanges))
        return detail
    }

    /// Silences in force, and those to come, the first to end first.
    func silenceStatuses(at: Timestamp) -> [SilenceStatus] {
        book.silences.filter { $0.state(at: at) != .expired }
            .sorted { ($0.endsAt, $0.id) < ($1.endsAt, $1.id) }
            .map { silence in
                var status = SilenceStatus(
                    id: silence.id, matchers: silence.selector.description,
                    author: silence.author, startsAt: Moment(silence.startsAt),
                    endsAt: Moment(silence.endsAt))
                status.comment = silence.comment
                status.endsWhenUnmatched = silence.endsWhenUnmatched
                return status
            }
    }
}

extension ShiftDetail.PastAlert {
    fileprivate init(_ alert: FiredAlert, _ end: Timestamp) {
        let model = alert.labels["model"].map {
            VersionID(model: $0, version: alert.labels["version"]).words
        }
        self.init(
            id: alert.id, rule: alert.rule, severity: alert.labels["severity"] ?? "none",
            subject: model ?? alert.labels["source"] ?? "", firedAt: Moment(alert.firedAt),
            endedAt: Moment(end))
        summary = alert.summary
        ackedBy = alert.ackedBy
        comment = alert.comment
        isQuiet = alert.isQuiet
        isForgotten = alert.isForgotten
    }
}
