internal import Alerting
internal import PromQL
internal import Telemetry

/// When the run of values beyond the limit began that an alert is about.
extension Engine {
    /// A run longer than this began earlier than anybody looks.
    private static let longestRun = 30 * 60_000
    /// In a storm only the first are looked into.
    private static let mostOnsets = 32

    mutating func note(_ transitions: [AlertTransition]) {
        var looks = 0
        for transition in transitions {
            switch transition.kind {
            case .becamePending:
                looks += 1
                onsets[transition.id] =
                    looks <= Self.mostOnsets ? onset(of: transition) : transition.instance.activeAt
            case .dropped, .forgotten:
                onsets[transition.id] = nil
            default: break
            }
        }
    }

    /// The first minute of the run of values beyond the limit that ends in the alert.
    ///
    /// A guard (so many requests) may have kept the rule from holding for a while after it.
    private func onset(of transition: AlertTransition) -> Timestamp {
        let active = transition.instance.activeAt
        guard let reading = reading(transition.rule), let comparison = reading.comparison else {
            return active
        }
        if reading.watched == .latency(quantile: "0.95"), let onset = latencyOnset(transition) {
            return onset
        }
        // Without a guard the rule holds as soon as its value is beyond the limit.
        guard reading.hasGuard else { return active }
        var onset = active
        let step = EvaluationSchedule.stepMilliseconds
        let view = storeView
        while active - onset < Self.longestRun {
            let sight = Sight(
                reading, labels: transition.instance.series, view: view, at: onset - step)
            guard let left = sight.value(of: comparison.left),
                let right = sight.value(of: comparison.right),
                comparison.operation.holds(left, right)
            else { break }
            onset = onset - step
        }
        return onset
    }

    /// Minute by minute, since five minutes of window hide when it began; nil when the rule is not
    /// about one deployment's requests.
    private func latencyOnset(_ transition: AlertTransition) -> Timestamp? {
        let active = transition.instance.activeAt
        let labels = transition.instance.labels
        let key = DeploymentKey(
            model: labels["model"] ?? "", version: labels["version"], target: labels["target"])
        guard let index = deploymentIndex[key], let reading = reading(transition.rule),
            let limit = reading.comparison?.constant
                ?? reading.baselineFactor.flatMap({ factor in
                    deployments[index].baseline.current.map { $0 * factor }
                })
        else { return nil }
        var onset = active
        for minute in 0..<30 {
            let end = active - Int64(minute) * 60_000
            let sum = Deployment.sum(
                deployments[index].grid, in: clocks.grid.slots(endingAt: end, length: 60_000))
            guard let p95 = sum.latency.quantile(0.95), p95 > limit else { break }
            onset = max(end - 60_000, deployments[index].firstSeen)
        }
        return onset
    }
}
