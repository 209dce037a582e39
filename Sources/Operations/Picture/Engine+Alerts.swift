internal import Alerting
internal import Snapshot
internal import Telemetry

extension Engine {
    /// Every alert to be shown, worst first: new pages, new tickets, returned, in hand, pending.
    func alertStatuses(at: Timestamp) -> [AlertStatus] {
        book.alerts(at: at)
            .filter { !Self.isOver($0, at: at) }
            .map { alertStatus($0, at: at) }
            .sorted { Self.rank($0) < Self.rank($1) }
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
            condition, alert.severity == "page" ? 0 : 1, -alert.activeAt.milliseconds, alert.id
        )
    }

    private func alertStatus(_ alert: BookAlert, at: Timestamp) -> AlertStatus {
        let instance = alert.instance
        var status = AlertStatus(
            id: alert.id, rule: alert.rule,
            condition: AlertStatus.Condition(rawValue: alert.condition.rawValue) ?? .error,
            attention: AlertStatus.Attention(rawValue: alert.attention.rawValue) ?? .new,
            severity: alert.severity, activeAt: Moment(instance.activeAt))
        status.labels = instance.labels.dictionary
        status.annotations = instance.annotations
        status.annotations["runbook"] = alert.runbook ?? instance.annotations["runbook"]
        status.annotations["command"] = alert.command ?? instance.annotations["command"]
        status.value = instance.value.isFinite ? instance.value : nil
        status.firedAt = instance.firedAt.map(Moment.init)
        status.resolvedAt = instance.resolvedAt.map(Moment.init)
        status.firesAt = alert.firesAt.map(Moment.init)
        addBeginning(of: alert, at: at, to: &status)
        addAttention(alert.record, to: &status)
        addOwner(alert, to: &status)
        status.what = what(status, at: at)
        return status
    }

    private func addAttention(_ record: AttentionRecord, to status: inout AlertStatus) {
        let acknowledgement = record.attention.acknowledgement
        status.ackedBy = acknowledgement?.by
        status.ackedAt = acknowledgement.map { Moment($0.at) }
        status.comment = record.comment?.text ?? acknowledgement?.comment
        guard let snooze = record.attention.snooze else { return }
        status.ackedBy = snooze.by
        switch snooze.until {
        case .time(let end): status.snoozedUntil = Moment(end)
        case .worseThan(let value, _): status.snoozedAbove = value
        }
    }

    private func addOwner(_ alert: BookAlert, to status: inout AlertStatus) {
        let stage = status.labels["stage"]
        var plan: StagePlan?
        if let model = status.labels["model"], let stage, let known = Stage(rawValue: stage) {
            plan = workflow.plan(WorkflowBook.Key(model: model, stage: known))
        }
        let owner =
            plan?.ownOwner.map(teams.owner(ofRole:))
            ?? teams.owner(
                model: status.labels["model"], stage: stage, stageOwner: plan?.owner,
                route: alert.route)
        status.owner = owner.role
        status.team = owner.team
    }

    /// `p95 214 ms > 138 ms`: the figure and the limit it passed.
    private func what(_ status: AlertStatus, at: Timestamp) -> String {
        guard let value = status.value else { return status.annotations["summary"] ?? "" }
        switch status.rule {
        case "LatencyRegressed":
            let limit = limit(of: status).map { " > " + Words.latency($0) } ?? ""
            return "p95 \(Words.latency(value))\(limit)"
        case "ErrorsHigh": return "\(Words.percent(value)) > 2 %"
        case "FeatureDrift":
            let feature = status.labels["feature"] ?? ""
            guard let limit = limit(of: status), limit > 0 else { return feature }
            return "\(feature) \(Words.times(value / limit)) × limit"
        case "FeatureNulls": return "\(status.labels["feature"] ?? "") \(Words.percent(value)) null"
        case "UnseenCategories":
            return "\(status.labels["feature"] ?? "") \(Words.percent(value)) new"
        case "NoTraffic": return "no request for \(Words.age(value))"
        case "SourceStale": return "no new line for \(Words.age(value))"
        case "StageFailed", "StageOverdue": return stageWords(status, at: at)
        default: return status.annotations["summary"] ?? Words.number(value)
        }
    }

    /// The present limit beside an alert's value, from the engine's own series.
    private func limit(of status: AlertStatus) -> Double? {
        guard let id = status.subject else { return nil }
        if status.rule == "LatencyRegressed" {
            let key = DeploymentKey(
                model: id.model, version: id.version, target: status.labels["target"])
            return deploymentIndex[key].flatMap { deployments[$0].baseline.current }
                .map { $0 * Self.latencyFactor }
        }
        let key = DeploymentKey(model: id.model, version: id.version, target: nil)
        guard let version = versionIndex[key],
            let feature = versions[version].features.first(where: {
                $0.name == status.labels["feature"]
            }), let gauge = feature.gauges.threshold,
            case .gauge(let history) = store.storage[gauge]
        else { return nil }
        return history.latest.flatMap { $0.isStale ? nil : $0.value }
    }

    private func stageWords(_ status: AlertStatus, at: Timestamp) -> String {
        guard let model = status.labels["model"],
            let stage = status.labels["stage"].flatMap(Stage.init(rawValue:))
        else { return status.annotations["summary"] ?? "" }
        let short = stage.rawValue.split(separator: " ").last.map(String.init) ?? stage.rawValue
        if status.rule == "StageOverdue" {
            return "\(short) overdue: \(status.value.map(Words.age) ?? "—")"
        }
        let state = stageStatus(model, stage, at: at)
        let tried = [short, state.attemptWords].compactMap(\.self).joined(separator: ", ")
        return state.detail.map { "\(tried): \($0)" } ?? tried + " failed"
    }

    func ruleStatuses() -> [RuleStatus] {
        book.rules.map { report in
            var status = RuleStatus(
                name: report.name, group: report.group, expression: report.expression,
                forSeconds: Double(report.holdMilliseconds) / 1_000, severity: report.severity,
                builtIn: report.builtIn, health: report.health.rawValue)
            status.lastError = report.lastError
            status.lastEvaluationAt = report.lastEvaluation.map(Moment.init)
            status.evaluationSeconds = report.lastSeconds
            status.firing = report.firing
            status.pending = report.pending
            return status
        }
    }
}
