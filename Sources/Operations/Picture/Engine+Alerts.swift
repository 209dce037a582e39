internal import Alerting
internal import PromQL
internal import Snapshot
internal import Telemetry

extension Engine {
    /// Every alert to be shown, worst first: new pages, new tickets, returned, in hand, pending.
    func alertStatuses(at: Timestamp) -> [AlertStatus] {
        var alerts = book.alerts(at: at)
            .filter { !Self.isOver($0, at: at) }
            .map { alertStatus($0, at: at) }
            .sorted { Self.rank($0) < Self.rank($1) }
        AlertStatus.group(&alerts)
        return alerts
    }

    /// Resolved alerts stay for 15 minutes, unless nobody saw them.
    private static func isOver(_ alert: BookAlert, at: Timestamp) -> Bool {
        guard alert.condition == .resolved, alert.attention != .returned else { return false }
        guard let end = alert.instance.resolvedAt else { return false }
        return at - end > resolvedMilliseconds
    }

    /// How long a resolved alert is shown.
    static let resolvedMilliseconds: Int64 = 900_000

    private static func rank(_ alert: AlertStatus) -> (Int, Int, Int64, String) {
        let condition =
            switch (alert.condition, alert.attention) {
            case (_, .returned): 1
            case (.pending, _): 3
            case (.resolved, _): 4
            case (_, .new): 0
            default: 2
            }
        return (
            condition, alert.isPage ? 0 : 1, -alert.activeAt.milliseconds, alert.id
        )
    }

    private func alertStatus(_ alert: BookAlert, at: Timestamp) -> AlertStatus {
        let instance = alert.instance
        var status = AlertStatus(
            id: alert.id, rule: alert.rule,
            condition: AlertStatus.Condition(rawValue: alert.condition.rawValue) ?? .error,
            attention: AlertStatus.Attention(rawValue: alert.attention.rawValue) ?? .new,
            severity: alert.severity, activeAt: Moment(instance.activeAt))
        status.ruleNumber = alert.ruleNumber
        status.labels = instance.labels.dictionary
        status.seriesWords = seriesWords(alert)
        status.annotations = instance.annotations
        status.annotations["runbook"] = alert.runbook ?? instance.annotations["runbook"]
        status.annotations["command"] = alert.command ?? instance.annotations["command"]
        status.value = instance.value.isFinite ? instance.value : nil
        status.firedAt = instance.firedAt.map(Moment.init)
        status.resolvedAt = instance.resolvedAt.map(Moment.init)
        status.firesAt = alert.firesAt.map(Moment.init)
        status.heldUntil = alert.heldUntil.map(Moment.init)
        addBeginning(of: alert, at: at, to: &status)
        addAttention(alert.record, to: &status)
        status.hush = hush(of: alert)
        addOwner(alert, to: &status)
        if let spell = alert.flapping {
            status.flapping = .init(count: spell.count, since: Moment(spell.since))
        }
        status.dataLostAt = instance.dataLostAt.map(Moment.init)
        if status.isOver { status.dataEndedAt = dataEnds[alert.id].map(Moment.init) }
        status.what = what(status, at: at)
        if status.isOver { status.what = wordsOfWhatIsOver(status, at: at) ?? status.what }
        if let lost = status.dataLostAt {
            let was = status.what.isEmpty ? "" : ", was \(status.what)"
            status.what = "no data since \(TeamStatus.clock(lost, now: Moment(at)))\(was)"
        }
        if status.condition == .recovering {
            status.what = "\(heldWord(status, at: at)), was \(status.what)"
        }
        status.what = clearingWords(status, at: at) ?? status.what
        status.excess = excess(status, upwards: alert.breachesUpwards)
        return status
    }

    /// How an alert that is only held is spoken of: what its rule compares is within its limit
    /// again, or it is not and a guard keeps the rule from holding, or there is nothing to compare.
    private func heldWord(_ status: AlertStatus, at: Timestamp) -> String {
        guard let reading = reading(status), let comparison = reading.comparison else {
            return "back"
        }
        let series = book.records.first { $0.id == status.id }?.instance.series ?? .empty
        let sight = Sight(reading, labels: series, from: vantage(of: status, at: at))
        guard let value = sight.value(of: comparison.left) else { return Self.isGone }
        let limit = sight.value(of: comparison.right)
        return limit.map { comparison.operation.holds(value, $0) } == true ? "held" : "back"
    }

    static let isGone = "no data now"

    /// `gpu-1 · eu`, `gpu 1`: the labels of a series as words, those first that tell it from the
    /// rule's others.
    private func seriesWords(_ alert: BookAlert) -> String {
        guard alert.labels["model"] == nil else { return "" }
        let series = alert.instance.series
        let others = book.records.lazy.filter { $0.rule == alert.rule && $0.id != alert.id }
            .prefix(Siblings.most).map(\.instance.series)
        let telling = series.pairs.filter { pair in
            others.contains { $0[pair.name] != pair.value }
        }
        let rest = series.pairs.filter { pair in !telling.contains { $0.name == pair.name } }
        return (telling + rest).map { LabelWords.word($0.name, $0.value) }
            .joined(separator: " · ")
    }

    private func addAttention(_ record: AttentionRecord, to status: inout AlertStatus) {
        // Also when it is pending again: the end is that of the incident nobody saw.
        if case .returned(let end) = record.attention { status.resolvedAt = Moment(end) }
        let acknowledgement = record.attention.acknowledgement
        status.ackedBy = acknowledgement?.by
        status.ackedAt = acknowledgement.map { Moment($0.at) }
        status.comment = record.comment?.text ?? acknowledgement?.comment
        guard let snooze = record.attention.snooze else { return }
        status.ackedBy = snooze.by
        switch snooze.until {
        case .time(let end): status.snoozedUntil = Moment(end)
        case .worseThan(let value, _): status.snoozedAbove = value
        case .cleared: break
        }
    }

    private func hush(of alert: BookAlert) -> AlertStatus.Hush? {
        switch alert.attention {
        case .silenced:
            book.silences.filter { alert.silencedBy.contains($0.id) }.max { $0.endsAt < $1.endsAt }
                .map {
                    AlertStatus.Hush(
                        by: $0.author, until: Moment($0.endsAt),
                        comment: $0.comment.isEmpty ? nil : $0.comment)
                }
        case .inhibited:
            alert.inhibitedBy.first.flatMap { id in book.records.first { $0.id == id } }.map {
                let labels = $0.instance.labels
                let subject = [labels["model"], labels["version"]].compactMap(\.self)
                return AlertStatus.Hush(by: ([$0.rule] + subject).joined(separator: " "))
            }
        case .new, .acked, .snoozed, .returned: nil
        }
    }

    private func addOwner(_ alert: BookAlert, to status: inout AlertStatus) {
        let stage = status.labels["stage"]
        var plan: StagePlan?
        if let model = status.labels["model"], let stage, let known = Stage(rawValue: stage) {
            plan = workflow.plan(WorkflowBook.Key(model: model, stage: known))
        }
        // Who writes a rule and names a role wants it there; ours only say who is next.
        if !alert.builtIn, let route = alert.route {
            let asked = teams.owner(ofRole: route)
            // An alarm for a role that nobody has goes where it would go without.
            if asked.team != nil {
                (status.owner, status.team) = (asked.role, asked.team)
                return
            }
        }
        var owner =
            plan?.ownOwner.map(teams.owner(ofRole:))
            ?? teams.owner(
                model: status.labels["model"], stage: stage, stageOwner: plan?.owner,
                route: alert.route)
        // Whom the registry names, though no team has such a role.
        if owner.role == nil, let named = status.labels["model"].flatMap({ registry.models[$0] }) {
            owner.role = named.owner
        }
        status.owner = owner.role
        status.team = owner.team
    }

    /// Multiples of the limit where there is one, else the value in the direction that is worse.
    private func excess(_ status: AlertStatus, upwards: Bool) -> Double? {
        guard let value = status.value else { return nil }
        if let limit = limit(of: status), limit > 0 { return value / limit }
        return upwards ? value : -value
    }

    /// The words of a stage: which, which try, what it said.
    func stageWords(_ status: AlertStatus, at: Timestamp) -> String {
        guard let model = status.labels["model"],
            let stage = status.labels["stage"].flatMap(Stage.init(rawValue:))
        else { return status.annotations["summary"] ?? "" }
        let short = stage.rawValue.split(separator: " ").last.map(String.init) ?? stage.rawValue
        if watched(status) == .stageAge {
            return "\(short) overdue: \(status.value.map(SpanWords.age) ?? "—")"
        }
        let state = stageStatus(model, stage, at: at)
        let tried = [short, state.attemptWords].compactMap(\.self).joined(separator: ", ")
        return state.detail.map { "\(tried): \($0)" } ?? tried + " failed"
    }

    func ruleStatuses() -> [RuleStatus] {
        var seen: [[String]: Int] = [:]
        let rules = book.rules
        let namesakes = Dictionary(rules.map { ($0.name, 1) }, uniquingKeysWith: +)
        return rules.map { report in
            var status = RuleStatus(
                name: report.name, group: report.group, expression: report.expression,
                forSeconds: Double(report.holdMilliseconds) / 1_000, severity: report.severity,
                builtIn: report.builtIn, health: report.health.rawValue)
            status.ordinal = seen[[report.group, report.name], default: 0]
            seen[[report.group, report.name]] = status.ordinal + 1
            status.lastError = report.lastError
            status.notes = report.notes
            status.lastEvaluationAt = report.lastEvaluation.map(Moment.init)
            status.evaluationSeconds = report.lastSeconds
            status.firing = report.firing
            status.pending = report.pending
            status.file = report.file
            status.keepFiringSeconds = Double(report.keepFiringMilliseconds) / 1_000
            status.labels = report.labels
            status.runbook = report.runbook
            status.isAlerting = report.isAlerting
            status.history = history(of: report, isOnly: namesakes[report.name] == 1)
            return status
        }
    }

    /// Of rules of one name each has what it did as it is written now.
    private func history(of report: RuleReport, isOnly: Bool) -> RuleHistory? {
        ruleHistories.map { all in
            all.reduce(into: RuleHistory()) { sum, part in
                guard part.rule == report.name, isOnly || part.expression == report.expression
                else { return }
                sum.fired += part.history.fired
                sum.acknowledged += part.history.acknowledged
                sum.clearedByItself += part.history.clearedByItself
            }
        }
    }
}
