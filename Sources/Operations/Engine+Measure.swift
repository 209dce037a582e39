internal import Alerting
internal import DequeModule
internal import Detection
internal import Telemetry

extension Engine {
    /// Length of the window behind every gauge that rules see.
    static let ruleWindowMilliseconds: Int64 = 300_000

    /// Records every gauge for the instant `time`.
    mutating func measure(at time: Timestamp) {
        let sums = windowSums(at: time)
        measuredSums = (time, sums)
        recordTraffic(sums, at: time)
        let regressed = regressed(at: time)
        recordBaselines(sums, regressed, at: time)
        recordVersions(sums, regressed, at: time)
        recordSilence(at: time)
        if time.milliseconds % EvaluationSchedule.featureStepMilliseconds == 0,
            schedule.featuresFrom.map({ time >= $0 }) != false
        {
            recordFeatures(at: time)
            recordQuality(at: time)
        }
        recordFacts(at: time)
        if time.milliseconds % Rollup.milliseconds == 0 { rollUp(at: time) }
    }

    private func windowSums(at time: Timestamp) -> [WindowSum] {
        let range = clocks.grid.slots(endingAt: time, length: Self.ruleWindowMilliseconds)
        return deployments.indices.map { Deployment.sum(deployments[$0].grid, in: range) }
    }

    private mutating func recordTraffic(_ sums: [WindowSum], at time: Timestamp) {
        var perModel: [String: Int64] = [:]
        for (index, sum) in sums.enumerated() {
            let key = deployments[index].key
            if registry.role(key.model, key.version) == "shadow" { continue }
            perModel[key.model, default: 0] += sum.requests
        }
        let seconds = Double(Self.ruleWindowMilliseconds) / 1_000
        for (index, sum) in sums.enumerated() {
            guard let gauges = deployments[index].gauges,
                deployments[index].firstSeen <= time
            else { continue }
            let quantiles =
                sum.latency.isEmpty
                ? [Double.nan, .nan, .nan] : sum.latency.quantiles([0.5, 0.95, 0.99])
            store.record(gauges.p50, quantiles[0], at: time)
            store.record(gauges.p95, quantiles[1], at: time)
            store.record(gauges.p99, quantiles[2], at: time)
            store.record(gauges.windowRequests, Double(sum.requests), at: time)
            store.record(gauges.requestsPerSecond, Double(sum.requests) / seconds, at: time)
            store.record(gauges.errorRatio, sum.errorRatio ?? .nan, at: time)
            let total = perModel[deployments[index].key.model] ?? 0
            store.record(
                gauges.trafficShare, total > 0 ? Double(sum.requests) / Double(total) : .nan,
                at: time)
        }
    }

    private mutating func recordSilence(at time: Timestamp) {
        for index in deployments.indices {
            guard let gauges = deployments[index].gauges else { continue }
            let key = deployments[index].key
            let silence = silenceMilliseconds(of: index, at: time)
            let limit = silence.flatMap { silenceLimit(of: index, at: time, silence: $0) }
            // Nobody waits for what is retired.
            let unlimited = registry.isRetired(key.model, key.version) ? Double.infinity : .nan
            store.record(gauges.silence, silence.map { Double($0) / 1_000 } ?? .nan, at: time)
            store.record(
                gauges.silenceLimit, limit.map { Double($0) / 1_000 } ?? unlimited, at: time)
        }
    }

    /// Milliseconds since the newest event not after `time`; nil before the first, and when
    /// retired.
    func silenceMilliseconds(of index: Int, at time: Timestamp) -> Int64? {
        let key = deployments[index].key
        guard deployments[index].firstSeen <= time, !registry.isRetired(key.model, key.version)
        else { return nil }
        let lastSeen = deployments[index].lastSeen
        if lastSeen <= time { return time - lastSeen }
        let slot = clocks.grid.slot(of: time)
        let position = deployments[index].counters.lowerBound(slot + 1) - 1
        guard position >= 0 else { return 0 }
        return max(0, time - clocks.grid.end(of: deployments[index].counters.slots[position]))
    }

    /// `max(10 m, 10 × median gap)` in milliseconds; nil when too little is known for a gap.
    mutating func silenceLimit(of index: Int, at time: Timestamp, silence: Int64) -> Int64? {
        // A gap is only worth computing for what has been silent long enough to be in question.
        guard silence >= 600_000 else { return 600_000 }
        if let known = deployments[index].medianGap, time - known.computedAt < 600_000,
            time >= known.computedAt
        {
            return known.milliseconds < 0 ? nil : max(600_000, 10 * known.milliseconds)
        }
        let counters = deployments[index].counters
        let gap = MedianGap.milliseconds(
            zip(counters.slots, counters.values).lazy.map {
                (slot: $0, count: Int64($1.ok) + Int64($1.error) + Int64($1.unknown))
            }, width: clocks.grid.widthMilliseconds)
        deployments[index].medianGap = (gap ?? -1, time)
        return gap.map { max(600_000, 10 * $0) }
    }

    private mutating func recordFeatures(at time: Timestamp) {
        for version in versions.indices {
            for feature in versions[version].features.indices {
                let state = versions[version].features[feature]
                guard let reference = state.reference, state.grid.total > 0 else { continue }
                var gauges = state.gauges
                if !gauges.registered {
                    gauges = FeatureGauges(
                        model: versions[version].model, version: versions[version].version,
                        feature: state.name, in: &store)
                    versions[version].setGauges(gauges, of: feature)
                }
                let counts = state.counts(
                    at: time, windowMilliseconds: Self.ruleWindowMilliseconds, exact: false,
                    clocks: clocks)
                record(FeatureMeasure(counts, reference), gauges, at: time)
            }
        }
    }

    private mutating func record(
        _ measure: FeatureMeasure, _ gauges: FeatureGauges, at time: Timestamp
    ) {
        store.record(gauges.drift, measure.drift.value ?? .nan, at: time)
        store.record(gauges.threshold, measure.drift.threshold ?? .nan, at: time)
        store.record(gauges.driftValues, Double(measure.drift.currentCount), at: time)
        store.record(gauges.nullRatio, measure.nulls.value ?? .nan, at: time)
        store.record(gauges.nullLimit, measure.nulls.limit ?? .nan, at: time)
        store.record(gauges.unseenRatio, measure.unseen.value ?? .nan, at: time)
        store.record(gauges.unseenLimit, measure.unseen.limit ?? .nan, at: time)
        store.record(gauges.values, Double(measure.rows), at: time)
    }
}
