internal import DequeModule
internal import Detection
package import Telemetry

extension Engine {
    /// Closed hours that nobody has taken yet; beyond this the oldest go.
    static let untakenLimit = 20_000

    /// Takes over the hours that earlier runs or other dashboards kept.
    package mutating func restore(_ hours: [Rollup]) {
        for hour in hours { rollups.add(hour) }
    }

    /// The hours that were closed since the last call, to be kept; hours that were not watched from
    /// their beginning to their end are not among them.
    package mutating func takeClosedHours() -> [Rollup] {
        defer { closedHours = [] }
        return closedHours
    }

    /// Closes the hour that ends at `time`, and states anew the truth of hours whose labels came
    /// since.
    mutating func rollUp(at time: Timestamp) {
        let start = time - Rollup.milliseconds
        let watched = schedule.unbrokenSince ?? time
        for index in versions.indices {
            if let hour = traffic(of: index, from: max(start, watched), through: time) {
                rollups.add(hour)
                if watched <= start { keep(hour) }
            }
            for slot in labels.takeChangedHours(index, before: time) {
                guard let hour = truth(of: index, slot: slot) else { continue }
                rollups.add(hour)
                keep(hour)
            }
        }
        rollups.prune(at: time)
    }

    private mutating func keep(_ hour: Rollup) {
        closedHours.append(hour)
        let excess = closedHours.count - Self.untakenLimit
        if excess > 0 { closedHours.removeFirst(excess) }
    }

    /// What a version did in `(from, through]`, both on the rules' grid and inside one hour; nil
    /// before its first request.
    func traffic(of index: Int, from: Timestamp, through: Timestamp) -> Rollup? {
        let version = versions[index]
        let own = version.deployments.filter { deployments[$0].firstSeen <= through }
        guard !own.isEmpty, through > from else { return nil }
        var sum = WindowSum()
        let slots = clocks.grid.slots(endingAt: through, length: through - from)
        for deployment in own { sum.add(Deployment.sum(deployments[deployment].grid, in: slots)) }
        let hour = RollupBook.grid.slot(of: through)
        // One that began within the hour is not slow in coming: its rate is over its own time.
        let began = EvaluationSchedule.instant(
            atOrBefore: own.map { deployments[$0].firstSeen }.min() ?? from)
        let span = through - max(from, min(began, through - EvaluationSchedule.stepMilliseconds))
        var measures: [Rollup.Measure: Double] = [
            .requests: Double(sum.requests),
            .requestsPerSecond: Double(sum.requests) / (Double(span) / 1_000),
        ]
        measures[.errorRatio] = sum.errorRatio
        if !sum.latency.isEmpty {
            let quantiles = sum.latency.quantiles([0.5, 0.95, 0.99])
            measures[.p50] = quantiles[0]
            measures[.p95] = quantiles[1]
            measures[.p99] = quantiles[2]
        }
        for feature in version.features {
            measures[.drift(feature.name)] = timesLimit(feature, after: from, through: through)
        }
        for (name, share) in version.classes.counts(hour: hour).classShares {
            measures[.says(name)] = share
        }
        return Rollup(
            model: version.model, version: version.version, end: RollupBook.grid.end(of: hour),
            measures: measures)
    }

    /// How right a version was about the requests of one hour; nil while too few labels came.
    func truth(of index: Int, slot: Int64) -> Rollup? {
        let known = labels.hour(index, slot)
        guard known.pairs.count >= Self.leastLabels else { return nil }
        var measures: [Rollup.Measure: Double] = [.labels: Double(known.labelled)]
        let quality = QualityMeasures.measures(of: known.pairs, kind: labels.kinds[index])
        for (name, value) in quality {
            measures[.quality(name)] = value
        }
        return Rollup(
            model: versions[index].model, version: versions[index].version,
            end: RollupBook.grid.end(of: slot), measures: measures)
    }

    /// Mean multiple of a feature's limit; nil when it was never known.
    private func timesLimit(
        _ feature: FeatureState, after: Timestamp, through: Timestamp
    ) -> Double? {
        let ratios = driftRatios(feature, after: after, through: through).map(\.value)
        return ratios.isEmpty ? nil : ratios.reduce(0, +) / Double(ratios.count)
    }

    /// Drift as a multiple of its limit at every instant at which both were known.
    func driftRatios(
        _ feature: FeatureState, after: Timestamp, through: Timestamp
    ) -> [Sample] {
        guard feature.gauges.registered else { return [] }
        let limits = Dictionary(
            store.samples(feature.gauges.threshold, after: after, through: through).map {
                ($0.time, $0.value)
            }, uniquingKeysWith: { $1 })
        return store.samples(feature.gauges.drift, after: after, through: through).compactMap {
            guard !$0.value.isNaN, let limit = limits[$0.time], limit > 0 else { return nil }
            return Sample(time: $0.time, value: $0.value / limit)
        }
    }
}
