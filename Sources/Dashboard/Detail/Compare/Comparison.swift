import Snapshot

/// Two versions measure by measure; without a second one, against the first one's own usual.
struct Comparison {
    /// One measure on both sides.
    struct Row: Equatable {
        var name: String
        var first: String
        var second: String
        /// How they stand to each other: `2.3 ×`, `+0.1`, `alike`.
        var words: String
        /// The first is worse by what its own rule would call a breach.
        var isBad = false
    }
    let first: VersionStatus
    let second: VersionStatus?
    private let usual: [String: Double]

    init(_ first: VersionStatus, _ second: VersionStatus?, detail: SubjectDetail?) {
        self.first = first
        self.second = second
        usual = detail.flatMap { $0.subject.id == first.id ? $0.usual : nil } ?? [:]
    }

    /// Speed, errors, drift and quality, in that order.
    var rows: [Row] {
        [
            row("req/s", { $0.requestsPerSecond }, usual["req/s"], Formatting.figure),
            row(
                "errors %", { $0.errorRatio.map { $0 * 100 } }, usual["errors %"],
                { $0.map { Formatting.fixed($0, 1) } ?? Formatting.unknown },
                bad: { now, before in
                    now > 2 && now > 1.5 * before
                }),
            latency("p50 ms") { $0.p50 }, latency("p95 ms") { $0.p95 },
            latency("p99 ms") { $0.p99 }, drift,
        ] + quality
    }

    private func latency(
        _ name: String, _ part: @escaping (LatencyQuantiles) -> Double
    ) -> Row {
        row(
            name, { $0.latency.map { part($0) * 1_000 } }, usual[name],
            { Formatting.milliseconds($0.map { $0 / 1_000 }) },
            bad: { now, before in name == "p95 ms" && now > 1.5 * before })
    }

    private func row(
        _ name: String, _ value: (VersionStatus) -> Double?, _ usual: Double?,
        _ text: (Double?) -> String, bad: (Double, Double) -> Bool = { _, _ in false }
    ) -> Row {
        let now = value(first)
        let before = second.map(value) ?? usual
        var row = Row(name: name, first: text(now), second: text(before), words: "")
        guard let now, let before else { return row }
        row.isBad = bad(now, before)
        if name == "errors %" {
            let change = Formatting.fixed(now - before, 1)
            row.words = change == "0.0" ? "alike" : Formatting.signed(change)
        } else if before > 0 {
            row.words = Formatting.multiple(now / before) + " ×"
        }
        return row
    }

    /// The worst feature of either, as a multiple of its limit.
    private var drift: Row {
        let worst = [first, second].compactMap { $0?.orderedDrift.first }
            .max { ($0.timesLimit ?? -1) < ($1.timesLimit ?? -1) }
        guard let worst else {
            return Row(
                name: "drift, × limit", first: Formatting.unknown, second: Formatting.unknown,
                words: "")
        }
        func times(_ version: VersionStatus?) -> Double? {
            version?.drift.first { $0.feature == worst.feature }?.timesLimit
        }
        let drifted = first.drift.contains { $0.feature == worst.feature && $0.drifted }
        return Row(
            name: "drift, × limit", first: Formatting.multiple(times(first)),
            second: Formatting.multiple(times(second)), words: worst.feature, isBad: drifted)
    }

    private var quality: [Row] {
        let names = Facts.ordered(
            Set(first.quality.keys).union(second?.quality.keys.map { $0 } ?? []))
        let trained = Facts.ordered(
            Set(first.trainingMetrics.keys).union(second?.trainingMetrics.keys.map { $0 } ?? []))
        let live = names.map { name in
            metric(
                name, suffix: "live", Facts.value(name, in: first.quality),
                second.flatMap {
                    Facts.value(name, in: $0.quality)
                })
        }
        let training = trained.map { name in
            metric(
                name, suffix: "training", first.trainingMetrics[name],
                second?.trainingMetrics[name])
        }
        return live + training
    }

    private func metric(
        _ name: String, suffix: String, _ now: Double?, _ before: Double?
    ) -> Row {
        let change = now.flatMap { now in before.map { now - $0 } }
        let isWorse = change.map {
            (Facts.isLowerBetter(name) ? $0 : -$0) > 0.05 * abs(before ?? 0)
        }
        return Row(
            name: "\(name), \(suffix)", first: Facts.metric(now), second: Facts.metric(before),
            words: change.map { Formatting.signed(Facts.metric($0)) } ?? "",
            isBad: isWorse == true && suffix == "live")
    }

    /// One sentence: what of speed, errors, input and quality is not the same.
    var sentence: (text: String, isBad: Bool) {
        let one = first.id.version ?? first.id.model
        let other = second?.id.version ?? "its usual"
        var differs: [String] = []
        var alike: [String] = []
        var isBad = false
        if let p95 = first.latency?.p95, let before = second?.latency?.p95, before > 0 {
            let times = p95 / before
            if times > 1.15 {
                differs.append("\(Formatting.multiple(times)) × slower than \(other) at p95")
                isBad = times > 1.5
            } else if times < 0.87 {
                differs.append("\(Formatting.multiple(1 / times)) × faster than \(other) at p95")
            } else {
                alike.append("speed")
            }
        }
        if let errors = first.errorRatio, let before = second?.errorRatio {
            if abs(errors - before) >= 0.005 {
                let change = Formatting.signed(Formatting.fixed((errors - before) * 100, 1))
                differs.append("errors \(change) points")
                isBad = isBad || errors > 0.02
            } else {
                alike.append("errors")
            }
        }
        if let distance = inputDistance {
            if distance >= 0.5 {
                differs.append("drifts \(Formatting.multiple(distance)) × limit apart")
            } else {
                alike.append("drift")
            }
        }
        guard !differs.isEmpty || !alike.isEmpty else {
            return ("\(one) and \(other): one of them has no figures yet.", false)
        }
        var text =
            differs.isEmpty
            ? "\(one) and \(other) do not differ" : "\(one): " + differs.joined(separator: ", ")
        if !alike.isEmpty {
            text +=
                (differs.isEmpty ? " in " : "; ") + alike.joined(separator: " and ")
                + (differs.isEmpty ? "" : " alike")
        }
        return (text + ".", isBad)
    }

    /// The largest difference of one feature's multiple of its limit.
    private var inputDistance: Double? {
        guard let second else { return nil }
        let apart = first.drift.compactMap { feature -> Double? in
            guard let one = feature.timesLimit,
                let other = second.drift.first(where: { $0.feature == feature.feature })?.timesLimit
            else { return nil }
            return abs(one - other)
        }
        return apart.max()
    }
}
