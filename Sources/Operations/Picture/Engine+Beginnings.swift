internal import Alerting
internal import PromQL
internal import Snapshot
internal import Telemetry

/// When trouble began that is older than the first instant judged.
extension Engine {
    /// Sets when an alert became active, and whether that may have been earlier.
    func addBeginning(of alert: BookAlert, at: Timestamp, to status: inout AlertStatus) {
        let instance = alert.instance
        let onset = onsets[alert.id]
        let kept = driftOnset(status, before: onset?.at ?? instance.activeAt)
        status.onsetAt = (kept?.at ?? onset?.at).map(Moment.init)
        status.onsetOrEarlier = kept == nil && onset?.orEarlier == true
        let isFeature = status.labels["feature"] != nil
        // What the journal remembers of before the first instant judged is exact.
        guard let from = isFeature ? schedule.featuresFrom : judgedFrom(status),
            kept?.isKnown != true, instance.activeAt >= from - 60_000,
            instance.activeAt <= from + 60_000 || beganWithWhatWasRead(instance.activeAt, from)
        else { return }
        guard let since = factualBeginning(status, at: at), since < instance.activeAt else {
            status.activeAtOrEarlier = true
            return
        }
        status.activeAt = Moment(since)
        status.onsetAt = Moment(since)
        if instance.firedAt != nil {
            let hold =
                alert.ruleNumber.flatMap { book.alertingRule(number: $0) }?.holdMilliseconds ?? 0
            status.firedAt = Moment(min(instance.firedAt ?? since, since + hold))
        }
    }

    /// The first instant at which an alert's rule could be judged.
    private func judgedFrom(_ status: AlertStatus) -> Timestamp? {
        guard let from = schedule.judgeFrom, let lacking = qualityGauges.lacking,
            readsLabels(status)
        else { return schedule.judgeFrom }
        return max(from, lacking.last + EvaluationSchedule.featureStepMilliseconds)
    }

    /// Whether an alert is about how right a version is.
    private func readsLabels(_ status: AlertStatus) -> Bool {
        reading(status)?.expression.root.selectors.contains {
            $0.metric.map(CanonicalMetric.labelled.contains) ?? false
        } ?? false
    }

    /// From when to when nobody can say what an alert about labels was like: a recovery then would
    /// not be seen.
    func lackingWords(_ status: AlertStatus, now: Moment) -> String? {
        guard let lacking = qualityGauges.lacking, readsLabels(status),
            Timestamp(status.activeAt) <= lacking.last
        else { return nil }
        let first = max(lacking.first, Timestamp(status.activeAt))
        let span = [first, lacking.last].map { Words.clock(Moment($0), now: now) + "Z" }
        return "Not judged \(span[0]) to \(span[1]): so many labels are not kept"
    }

    /// Whether a condition was true as soon as there was a window of events to judge it by, which
    /// is later than the first instant where less was read than may be judged.
    private func beganWithWhatWasRead(_ active: Timestamp, _ from: Timestamp) -> Bool {
        oldestRead > from && active <= oldestRead + Self.ruleWindowMilliseconds + 60_000
    }

    /// The first instant at which a built-in rule about a fact was true, told by the fact itself: a
    /// run that failed, a plan that was missed, the last request there was.
    private func factualBeginning(_ status: AlertStatus, at: Timestamp) -> Timestamp? {
        let beginning: Timestamp? =
            switch watched(status) {
            case .stageFailure, .stageAge: stageBeginning(status, at: at)
            case .silence: silenceBeginning(status)
            case .sourceSilence: staleBeginning(status)
            default: nil
            }
        let step = EvaluationSchedule.stepMilliseconds
        return beginning.map { EvaluationSchedule.instant(atOrBefore: $0 + step - 1) }
    }

    private func stageBeginning(_ status: AlertStatus, at: Timestamp) -> Timestamp? {
        guard let model = status.labels["model"],
            let stage = status.labels["stage"].flatMap(Stage.init(rawValue:)),
            let state = workflow.state(WorkflowBook.Key(model: model, stage: stage), at: at)
        else { return nil }
        if watched(status) == .stageFailure { return state.latest.time }
        return state.overdueSince(at: at)
    }

    private func silenceBeginning(_ status: AlertStatus) -> Timestamp? {
        let key = DeploymentKey(
            model: status.labels["model"] ?? "", version: status.labels["version"],
            target: status.labels["target"])
        guard let index = deploymentIndex[key], let gap = deployments[index].medianGap,
            gap.milliseconds >= 0
        else { return nil }
        return deployments[index].lastSeen + max(600_000, 10 * gap.milliseconds)
    }

    private func staleBeginning(_ status: AlertStatus) -> Timestamp? {
        guard let source = status.labels["source"].flatMap({ sources[$0] }),
            let newest = source.state.newestSample, source.silenceLimitSeconds > 0
        else { return nil }
        return newest + Int64(max(600, source.silenceLimitSeconds) * 1_000)
    }

    /// Since which kept hour a feature has been beyond its limit, when that was before the rule was
    /// judged first, and whether it was within it in the hour before.
    private func driftOnset(
        _ status: AlertStatus, before onset: Timestamp
    ) -> (at: Timestamp, isKnown: Bool)? {
        guard watched(status) == .drift, let id = status.subject,
            let feature = status.labels["feature"]
        else { return nil }
        let key = DeploymentKey(model: id.model, version: id.version, target: nil)
        let last = RollupBook.grid.slot(of: onset)
        let hours = rollups.hours(of: .drift(feature), key, in: (last - 8 * 24)...last)
        var first = last
        var isKnown = false
        for (slot, times) in hours.reversed() {
            // Some hours nobody watched do not end the trouble; half a day does.
            guard times > 1, first - slot <= 12 else {
                isKnown = first - slot == 1
                break
            }
            first = slot
        }
        return first < last ? (RollupBook.start(of: first), isKnown) : nil
    }
}
