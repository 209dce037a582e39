package import Alerting
package import Telemetry

extension Engine {
    /// Judges what has arrived since it was last judged, at this moment and not at the next of the
    /// grid; only rules without `for` have anything to say to that.
    ///
    /// nil when nothing arrived, when the past is still being played, and when the moment is not
    /// now: history must not depend on when it was read.
    package mutating func judgeArrivals(at: Timestamp) -> RuleEvaluation? {
        guard hasArrivals, schedule.isCaughtUp, !schedule.isReading, settings.ceiling == nil,
            !settings.isReplay, let measured = schedule.measured, at > measured
        else { return nil }
        hasArrivals = false
        guard book.hasImmediateRules else { return nil }
        var view = storeView
        view.present = presentValues(at: at, since: measured)
        let evaluation = book.evaluateImmediately(
            at: at, in: view, clock: settings.stopwatch, pastless: store.pastlessBefore)
        guard evaluation.at != nil else { return nil }
        for series in evaluation.samples { record(series) }
        note(evaluation.transitions)
        fired.note(evaluation)
        arrivals.follow(evaluation.transitions, seen: view.present)
        return evaluation
    }

    /// The gauges of the deployments that were heard from since the grid's last instant, over the
    /// five minutes that end with the present second.
    private func presentValues(at: Timestamp, since measured: Timestamp) -> PresentValues {
        var present = PresentValues(at: at)
        let isFine = clocks.window.widthMilliseconds == 1_000
        let clock = isFine ? clocks.window : clocks.grid
        let range = clock.slots(endingAt: at, length: Self.ruleWindowMilliseconds)
        let seconds = Double(Self.ruleWindowMilliseconds) / 1_000
        for deployment in deployments where deployment.lastSeen > measured {
            guard let gauges = deployment.gauges else { continue }
            let sum = Deployment.sum(isFine ? deployment.window : deployment.grid, in: range)
            let quantiles =
                sum.latency.isEmpty
                ? [Double.nan, .nan, .nan] : sum.latency.quantiles([0.5, 0.95, 0.99])
            present.set(gauges.p50, quantiles[0])
            present.set(gauges.p95, quantiles[1])
            present.set(gauges.p99, quantiles[2])
            present.set(gauges.windowRequests, Double(sum.requests))
            present.set(gauges.requestsPerSecond, Double(sum.requests) / seconds)
            present.set(gauges.errorRatio, sum.errorRatio ?? .nan)
            present.set(gauges.silence, max(0, Double(at - deployment.lastSeen) / 1_000))
        }
        return present
    }
}
