internal import Alerting
internal import Detection
internal import PromQL
internal import Snapshot
internal import Telemetry

/// How far what rules compare is from their limits, for rules about anything but requests and
/// features, whose figures a picture has at hand.
struct NearestOfRules: Sendable {
    /// So many are looked at an instant, in turn: of a thousand rules each every eight minutes.
    static let mostAtOnce = 32
    /// And no longer than this, in seconds: what they look back on is read anew.
    static let longest = 0.005
    /// Once the past is read all of them: whoever takes one picture has no next instant.
    static let longestFirst = 0.25

    private var found: [Int: NearLimit] = [:]
    private var next = 0

    var all: some Collection<NearLimit> { found.values }

    /// - Parameters:
    ///   - isFirst: nothing has been looked at yet.
    ///   - look: how far one is; nil when nobody can say.
    mutating func advance(
        over rules: [(number: Int, reading: RuleReading)], isFirst: Bool, clock: (() -> Double)?,
        _ look: (RuleReading) -> NearLimit?
    ) {
        let end = clock.map { $0() + (isFirst ? Self.longestFirst : Self.longest) }
        for count in 0..<min(rules.count, isFirst ? rules.count : Self.mostAtOnce) {
            if count > 0, let end, let clock, clock() > end { return }
            let rule = rules[next % rules.count]
            found[rule.number] = look(rule.reading)
            next = (next + 1) % rules.count
        }
    }
}

extension Engine {
    /// Looks at some rules' figures at an instant that was judged.
    mutating func lookForNearest(at instant: Timestamp, isFirst: Bool) {
        let view = storeView
        var nearest = nearestOfRules
        defer { nearestOfRules = nearest }
        nearest.advance(
            over: readings.ofFixedLimits, isFirst: isFirst, clock: settings.stopwatch
        ) { reading in
            guard let comparison = reading.comparison, let limit = comparison.constant,
                let evaluation = try? reading.part(comparison.left)?.evaluate(
                    at: instant, in: view),
                reading.guardsHold(at: instant, in: view)
            else { return nil }
            return (evaluation.value.elements ?? [])
                .compactMap { near($0, reading, comparison, limit: limit) }
                .max { $0.fraction < $1.fraction }
        }
    }

    private func near(
        _ element: VectorElement, _ reading: RuleReading, _ comparison: Comparison, limit: Double
    ) -> NearLimit? {
        let value = element.value
        let fraction: Double
        if comparison.breachesBelow {
            guard value > 0 else { return nil }
            let best = best(of: element.labels, limit: limit, value: value)
            fraction = best.map { $0 > limit ? ($0 - value) / ($0 - limit) : 0 } ?? limit / value
        } else {
            fraction = value / limit
        }
        // What is beyond it is an alert, or something keeps it from being one.
        guard fraction > 0, fraction < 1 else { return nil }
        let measure = AlertMeasure(reading, near: value)
        let name = element.labels["metric"].map { $0.replacing("_", with: " ") }
        let what = reading.comparison?.left.firstMetric == "model_quality" ? name : nil
        return NearLimit(
            name: nearName(element.labels, comparison.left),
            words: "\(what ?? MetricWords.name(of: comparison.left)) \(measure.words(value)),"
                + " limit \(measure.words(limit))",
            fraction: fraction)
    }

    /// Where what may not fall comes from: a quality from what it was in training, a share from 1;
    /// nil for what has no end.
    private func best(of labels: Labels, limit: Double, value: Double) -> Double? {
        guard (0...1).contains(value), limit < 1 else { return nil }
        if labels[Labels.metricName] == "model_quality", let metric = labels["metric"],
            QualityMeasures.shares.contains(metric), let model = labels["model"],
            let trained = registry[model, labels["version"]]?.trainingMetrics[metric]
        {
            return max(trained, value)
        }
        return 1
    }

    private func nearName(_ labels: Labels, _ node: SyntaxNode) -> String {
        if let model = labels["model"] {
            return VersionID(model: model, version: labels["version"]).words
        }
        let words = labels.removing([Labels.metricName]).pairs.map {
            LabelWords.word($0.name, $0.value)
        }
        return words.isEmpty ? "all" : words.joined(separator: " · ")
    }

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
        // Two limits of one figure: the next one counts.
        var told: Set<[String]> = []
        let all = (near + nearestOfRules.all).sorted {
            ($0.fraction, $1.name) > ($1.fraction, $0.name)
        }
        let first = all.filter { near in
            let end = near.words.firstRange(of: ", limit")?.lowerBound ?? near.words.endIndex
            return told.insert([near.name, String(near.words[..<end])]).inserted
        }
        return Array(first.prefix(8))
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
        let judged = version.targets.filter { $0.requests >= 50 }
        let whole = version.requests ?? 0 >= 50 ? version.errorRatio : nil
        let ratio = version.targets.isEmpty ? whole : judged.compactMap(\.errorRatio).max()
        guard let ratio, ratio > 0, let limit = limits.errorRatio else { return nil }
        return NearLimit(
            name: version.id.words,
            words: "errors \(Words.percent(ratio)), limit \(MeasureUnit.ratio.words(limit))",
            fraction: ratio / limit)
    }
}
