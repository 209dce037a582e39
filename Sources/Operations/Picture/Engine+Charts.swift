internal import DequeModule
internal import Snapshot
internal import Telemetry

extension Engine {
    /// A gauge as evenly spaced points; each is the mean of its bucket's samples, nil without any.
    func chart(
        _ name: String, _ gauge: Int?, from: Timestamp, to: Timestamp, points: Int
    ) -> ChartSeries {
        chart(name, store.history(gauge), from: from, to: to, points: points)
    }

    func chart(
        _ name: String, _ history: GaugeHistory?, from: Timestamp, to: Timestamp, points: Int
    ) -> ChartSeries {
        let samples = history?.samples(after: from, through: to) ?? []
        return Self.chart(name, samples, from: from, to: to, points: points)
    }

    static func chart(
        _ name: String, _ samples: [Sample], from: Timestamp, to: Timestamp, points: Int
    ) -> ChartSeries {
        var sums = [Double](repeating: 0, count: max(1, points))
        var counts = [Int](repeating: 0, count: max(1, points))
        let width = Double(to - from) / Double(sums.count)
        for sample in samples where !sample.value.isNaN {
            let place = Int((Double(sample.time - from) / width).rounded(.up)) - 1
            let index = min(sums.count - 1, max(0, place))
            sums[index] += sample.value
            counts[index] += 1
        }
        return ChartSeries(
            name: name, start: Moment(from), end: Moment(to),
            values: zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : nil })
    }

    /// The charts of one version.
    func charts(_ id: VersionID, _ interest: Interest, at: Timestamp) -> SubjectDetail.Charts? {
        guard let traffic = traffic(id) else { return nil }
        let from = at - Int64(interest.chartSeconds * 1_000)
        // Never more points than instants: finer buckets would only show gaps.
        let instants = Int(interest.chartSeconds * 1_000) / Int(EvaluationSchedule.stepMilliseconds)
        let points = max(1, min(interest.chartPoints, instants))
        func line(_ name: String, _ history: GaugeHistory) -> ChartSeries {
            chart(name, history, from: from, to: at, points: points)
        }
        return SubjectDetail.Charts(
            id: id, p50: line("p50", traffic.p50), p95: line("p95", traffic.p95),
            p99: line("p99", traffic.p99),
            requestsPerSecond: line("req/s", traffic.requestsPerSecond),
            errorRatio: line("err %", traffic.errorRatio))
    }

    /// The deployment with the most recent requests of a version.
    func busiest(_ id: VersionID) -> Int? {
        let key = DeploymentKey(model: id.model, version: id.version, target: nil)
        guard let index = versionIndex[key] else { return nil }
        return versions[index].deployments.max {
            recentRequests($0) < recentRequests($1)
        }
    }

    /// Requests since the start of the window; a silent target has none, however busy it once was.
    func recentRequests(_ index: Int) -> Int {
        let first = clocks.grid.slot(of: clocks.windowStart)
        let counters = deployments[index].counters
        return counters.values[counters.lowerBound(first)...].reduce(0) { $0 + Int($1.requests) }
    }

    /// The version to compare a subject with: the asked one, else its model's champion, else the
    /// other version with the most traffic.
    func compared(with id: VersionID, asked: VersionID?) -> VersionID? {
        if let asked, asked != id { return asked }
        let others = versions.filter {
            $0.model == id.model && $0.version != id.version && !$0.deployments.isEmpty
        }
        let champion = others.first { registry.role($0.model, $0.version) == "champion" }
        let chosen =
            champion
            ?? others.max {
                ($0.deployments.map(recentRequests).max() ?? 0)
                    < ($1.deployments.map(recentRequests).max() ?? 0)
            }
        return chosen.map { VersionID(model: $0.model, version: $0.version) }
    }

    func subjectDetail(
        _ id: VersionID, _ interest: Interest, _ hours: Hours?, at: Timestamp,
        _ snapshot: SystemSnapshot
    ) -> SubjectDetail? {
        guard let own = charts(id, interest, at: at) else { return nil }
        var detail = SubjectDetail(subject: own)
        detail.compared = compared(with: id, asked: interest.comparedWith).flatMap {
            charts($0, interest, at: at)
        }
        if let breached = breachedLimit(of: id, snapshot) {
            detail.latencyLimitSeconds = breached.seconds
            detail.latencyLimitWords = "of \(breached.rule)"
        } else {
            addLatencyLimit(of: id, to: &detail)
        }
        detail.events = events(
            of: id.model, after: at - 7 * 86_400_000, through: at, snapshot.alerts)
        if let hours { addStrips(hours, at: at, to: &detail) }
        return detail
    }

    /// The limit that rules set for a version's p95: a multiple of its usual, else a fixed one.
    private func addLatencyLimit(of id: VersionID, to detail: inout SubjectDetail) {
        let limits = limits(of: id)
        if let factor = limits.timesUsual, let baseline = baseline(of: id),
            let usual = baseline.current
        {
            detail.latencyLimitSeconds = factor * usual
            let whose = baseline.borrowedFrom.map { "version \($0)" } ?? "usual"
            detail.latencyLimitWords = "\(Words.number(factor)) × \(whose)"
        } else if let seconds = limits.latencySeconds {
            detail.latencyLimitSeconds = seconds
            detail.latencyLimitWords = "of \(limits.latencyRule ?? "a rule")"
        }
    }

    /// The fixed limit that a version's p95 is beyond, by the worst alert that says so.
    private func breachedLimit(
        of id: VersionID, _ snapshot: SystemSnapshot
    ) -> (seconds: Double, rule: String)? {
        let worst = snapshot.alerts.first {
            $0.subject == id && !$0.isOver && watched($0) == .latency(quantile: "0.95")
        }
        return worst.flatMap { alert in
            comparison(alert)?.constant.map { ($0, alert.rule) }
        }
    }

    /// The built-in rule's factor between usual and too slow: what of two places moved.
    static let latencyFactor = 1.5
}
