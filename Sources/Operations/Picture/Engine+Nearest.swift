internal import Detection
internal import Snapshot

extension Engine {
    /// What is closest to a limit that a rule sets for it, closest first.
    func nearestToLimits(_ models: [ModelStatus]) -> [NearLimit] {
        let serving = models.flatMap(\.versions).filter { ($0.requests ?? 0) > 0 }
        let near = serving.flatMap { version in
            let limits = limits(of: version.id)
            return [
                nearUsual(version, limits), nearLatency(version, limits), nearDrift(version),
                nearErrors(version, limits),
            ].compactMap(\.self)
        }
        return Array(near.sorted { $0.fraction > $1.fraction }.prefix(8))
    }

    private func nearUsual(_ version: VersionStatus, _ limits: VersionLimits) -> NearLimit? {
        // A rule judges each target by its own usual.
        let byTarget = version.targets.compactMap { target -> Double? in
            guard let p95 = target.latency?.p95, let usual = target.baselineSeconds, usual > 0
            else { return nil }
            return p95 / usual
        }
        let times = version.targets.count > 1 ? byTarget.max() : version.timesUsual
        guard let times, let limit = limits.timesUsual, limit > 1 else { return nil }
        return NearLimit(
            name: version.id.words,
            words: "p95 \(Words.times(times)) × usual, limit \(Words.number(limit))",
            fraction: max(0, (times - 1) / (limit - 1)))
    }

    private func nearLatency(_ version: VersionStatus, _ limits: VersionLimits) -> NearLimit? {
        let p95 = version.targets.compactMap(\.latency?.p95).max() ?? version.latency?.p95
        guard let p95, let limit = limits.latencySeconds else { return nil }
        return NearLimit(
            name: version.id.words,
            words:
                "p95 \(MeasureUnit.seconds.words(p95)), limit \(MeasureUnit.seconds.words(limit))",
            fraction: p95 / limit)
    }

    private func nearDrift(_ version: VersionStatus) -> NearLimit? {
        // What has too few values to alarm is not on its way to an alarm.
        let judged = version.drift.filter { $0.currentCount >= Int64(Detection.leastToAlarm) }
        let worst = judged.max { ($0.timesLimit ?? 0) < ($1.timesLimit ?? 0) }
        guard let worst, let times = worst.timesLimit else { return nil }
        return NearLimit(
            name: version.id.words, words: "\(worst.feature) \(Words.times(times)) × limit",
            fraction: times)
    }

    private func nearErrors(_ version: VersionStatus, _ limits: VersionLimits) -> NearLimit? {
        // A rule judges each target by itself; a handful of requests is no share.
        let ratio =
            version.targets.filter { $0.requests >= 50 }.compactMap(\.errorRatio).max()
            ?? version.errorRatio
        guard let ratio, ratio > 0, let limit = limits.errorRatio else { return nil }
        return NearLimit(
            name: version.id.words,
            words: "errors \(Words.percent(ratio)), limit \(MeasureUnit.ratio.words(limit))",
            fraction: ratio / limit)
    }
}
