internal import Alerting
package import Snapshot
package import Telemetry

extension Engine {
    /// The picture at one moment.
    ///
    /// - Parameters:
    ///   - at: whole seconds when live; the engine's ceiling when it has one.
    ///   - interest: what the screen shows; details are computed for that only.
    package func snapshot(at: Timestamp, interest: Interest) -> SystemSnapshot {
        let window = Int64(interest.windowSeconds * 1_000)
        var snapshot = SystemSnapshot(at: Moment(at), windowSeconds: interest.windowSeconds)
        snapshot.scope = settings.scope
        snapshot.liveness = liveness(at: at)
        snapshot.sources = sourceStatuses(at: at)
        // While the past is played, alerts come and go that nobody should see.
        snapshot.alerts = schedule.isCaughtUp ? alertStatuses(at: at) : []
        snapshot.models = modelStatuses(at: at, window: window, alerts: snapshot.alerts)
        snapshot.workflow = workflowStatuses(at: at)
        snapshot.teams = teamStatuses(alerts: AlertStatus.rows(snapshot.alerts), at: at)
        snapshot.rules = ruleStatuses()
        snapshot.judgingSeconds = judgingSeconds
        snapshot.nearest = nearestToLimits(snapshot.models)
        snapshot.unwatched = unwatched(snapshot.models)
        snapshot.quietSince = quietSince(snapshot.alerts)
        if let subject = interest.subject {
            let key = DeploymentKey(
                model: subject.model, version: subject.version, target: nil)
            let hours = versionIndex[key].map { self.hours(of: $0, interest, at: at) }
            if let hours { addSubjectFacts(subject, hours, at: at, to: &snapshot.models) }
            snapshot.subject = subjectDetail(subject, interest, hours, at: at, snapshot)
            if let feature = interest.feature {
                snapshot.feature = featureDetail(subject, feature, interest, at: at)
            }
            if interest.wantsRequests {
                snapshot.requests = requestList(
                    subject, target: interest.target, at: at, window: window)
            }
        }
        if let id = interest.alert, let alert = snapshot.alerts.first(where: { $0.id == id }) {
            snapshot.why = alertDetail(alert, interest, at: at, snapshot)
        }
        snapshot.rule = ruleDetail()
        if schedule.isCaughtUp { addShift(interest, at: at, to: &snapshot) }
        snapshot.headline = headline(snapshot)
        return snapshot
    }

    private func liveness(at: Timestamp) -> Liveness {
        var liveness = Liveness()
        if let reason = settings.timeTravelReason { liveness.mode = .timeTravel(reason: reason) }
        let newest = sources.values.filter { $0.state.kind == .events }
            .compactMap(\.state.newestSample).filter { $0 <= at + 600_000 }.max()
        liveness.lagSeconds = newest.map { max(0, Double(at - $0) / 1_000) }
        if settings.isReplay { return liveness }
        let reaches = sources.values.map(\.state.reach)
        liveness.windowComplete = !reaches.contains(.opening)
        let fractions = reaches.compactMap { reach -> Double? in
            switch reach {
            case .opening: 0
            case .readingHistory(let fraction): fraction
            case .complete: nil
            }
        }
        // Once the past is judged, reading on serves a longer window or a quiet feature: alerts
        // stand.
        liveness.historyFraction = schedule.isCaughtUp ? nil : fractions.min() ?? 0.99
        liveness.missedChecks = Int(schedule.missed)
        let failing = book.rules.filter { $0.isAlerting && $0.health == .bad }
        if let first = failing.first {
            let more =
                failing.count > 1
                ? ", and \(failing.count - 1) more rule\(failing.count > 2 ? "s" : "")" : ""
            liveness.warnings.append(
                "rule \(first.name) fails: \(first.lastError ?? "unknown error")\(more)")
        }
        if !refusedDeployments.isEmpty {
            liveness.warnings.append(
                "\(refusedDeployments.count) deployments beyond \(Self.deploymentLimit) not shown")
        }
        if store.refused > 0 {
            liveness.warnings.append("\(store.refused) series beyond the limit not kept")
        }
        return liveness
    }

    private func sourceStatuses(at: Timestamp) -> [SourceStatus] {
        sources.keys.sorted().compactMap { name in
            guard let record = sources[name] else { return nil }
            let state = record.state
            var status = SourceStatus(
                name: name, kind: state.recognisedAs, location: state.location, state: .live)
            switch state.condition {
            case .live: status.state = .live
            case .stale: status.state = .stale
            case .failed(let reason, _):
                status.state = .failed
                status.reason = reason
            case .ignored(let reason):
                status.state = .ignored
                status.reason = reason
            }
            if let silence = sourceSilence(record, at: at), status.state == .live,
                Double(silence) / 1_000 > max(600, record.silenceLimitSeconds)
            {
                status.state = .stale
                status.reason = "no new event for \(SpanWords.age(Double(silence) / 1_000))"
            }
            status.lastSampleAt = state.newestSample.map(Moment.init)
            status.lagSeconds = state.newestSample.map { max(0, Double(at - $0) / 1_000) }
            status.bytes = state.bytes
            status.records = state.records
            status.rejected = state.rejectedTotal
            status.rejectedReasons = state.rejected
            status.rejectedExamples = state.examples
            if let tally = labels.tallies[Int32(record.index)] {
                (status.labels, status.joinedLabels) = tally
            }
            if case .readingHistory(let fraction) = state.reach {
                status.historyFraction = fraction
            }
            return status
        }
    }

    private func workflowStatuses(at: Timestamp) -> [ModelWorkflow] {
        let names = workflow.models.union(versions.map(\.model)).union(registry.models.keys)
        return names.sorted().map { model in
            var row = ModelWorkflow(model: model)
            row.stages = Stage.allCases.map { stageStatus(model, $0, at: at) }
            return row
        }
    }

    func stageStatus(_ model: String, _ stage: Stage, at: Timestamp) -> StageStatus {
        let key = WorkflowBook.Key(model: model, stage: stage)
        var status = StageStatus(stage: stage.rawValue, status: .unknown)
        let plan = workflow.plan(key)
        let owner =
            plan?.ownOwner ?? teams.role(owning: "stage: " + stage.rawValue)?.role.role
            ?? plan?.owner
        let responsible = owner ?? TeamCatalog.owner(ofStage: stage.rawValue)
        status.owner = responsible
        status.team = teams.owner(ofRole: responsible).team.map(TeamCatalog.short)
        guard let state = workflow.state(key, at: at) else { return status }
        switch state.latest.status {
        case .started: status.status = .running
        case .succeeded: status.status = .succeeded
        case .failed: status.status = .failed
        case .waiting: status.status = .waiting
        }
        status.startedAt = state.startedAt.map(Moment.init)
        status.finishedAt = state.finishedAt.map(Moment.init)
        if let began = state.startedAt, status.status != .waiting {
            status.durationSeconds = Double((state.finishedAt ?? at) - began) / 1_000
        }
        status.source = "workflow"
        status.run = state.latest.run
        status.detail = state.latest.detail
        status.attempt = state.attempt
        status.overdue = state.overdue
        return status
    }
}

extension Moment {
    init(_ time: Timestamp) { self.init(milliseconds: time.milliseconds) }
}

extension Timestamp {
    init(_ moment: Moment) { self.init(milliseconds: moment.milliseconds) }
}
