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
        var sums = [Double](repeating: 0, count: max(1, points))
        var counts = [Int](repeating: 0, count: max(1, points))
        if let history {
            let width = Double(to - from) / Double(sums.count)
            for sample in history.samples(after: from, through: to) where !sample.value.isNaN {
                let place = Int((Double(sample.time - from) / width).rounded(.up)) - 1
                let index = min(sums.count - 1, max(0, place))
                sums[index] += sample.value
                counts[index] += 1
            }
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

    /// The version to compare a subject with: the asked one, else its model's champion, else the other
    /// version with the most traffic.
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
        _ id: VersionID, _ interest: Interest, at: Timestamp, _ snapshot: SystemSnapshot
    ) -> SubjectDetail? {
        guard let own = charts(id, interest, at: at) else { return nil }
        var detail = SubjectDetail(subject: own)
        detail.compared = compared(with: id, asked: interest.comparedWith).flatMap {
            charts($0, interest, at: at)
        }
        if let baseline = baseline(of: id), let usual = baseline.current {
            detail.latencyLimitSeconds = Self.latencyFactor * usual
            let whose = baseline.borrowedFrom.map { "version \($0)" } ?? "usual"
            detail.latencyLimitWords = "1.5 × \(whose)"
        }
        detail.events = events(
            of: id.model, after: at - 7 * 86_400_000, through: at, snapshot.alerts)
        addStrips(id, interest, at: at, to: &detail)
        return detail
    }

    /// The built-in rule's factor between usual and too slow.
    static let latencyFactor = 1.5

    private func addStrips(
        _ id: VersionID, _ interest: Interest, at: Timestamp, to detail: inout SubjectDetail
    ) {
        guard let traffic = traffic(id) else { return }
        let rows: [(String, GaugeHistory, Double)] = [
            ("req/s", traffic.requestsPerSecond, 1), ("errors %", traffic.errorRatio, 100),
            ("p50 ms", traffic.p50, 1_000), ("p95 ms", traffic.p95, 1_000),
            ("p99 ms", traffic.p99, 1_000),
        ]
        let from = at - Int64(settings.retentionSeconds * 1_000)
        for (name, history, scale) in rows {
            var strip = chart(name, history, from: from, to: at, points: interest.stripPoints)
            strip.values = strip.values.map { $0.map { $0 * scale } }
            let known = strip.values.compactMap(\.self).sorted()
            detail.strips[name] = strip
            if !known.isEmpty { detail.usual[name] = known[known.count / 2] }
        }
        detail.stripsReach = busiest(id).flatMap { deployments[$0].counters.first }.map {
            Moment(clocks.grid.end(of: $0))
        }
    }

    /// What happened to a model: stages, registry changes, first requests, alerts, oldest first.
    func events(
        of model: String, after: Timestamp, through: Timestamp, _ alerts: [AlertStatus]
    ) -> [TimelineEvent] {
        var events: [TimelineEvent] = []
        for event in workflow.events(of: model, after: after, through: through) {
            var entry = TimelineEvent(
                at: Moment(event.time), kind: .stage, title: event.stage.rawValue,
                detail: [event.status.rawValue, event.run, event.detail].compactMap(\.self)
                    .joined(separator: " "))
            entry.status = StageStatus.Status(event.status)
            events.append(entry)
        }
        for entry in timeline.entries
        where entry.model == model && entry.at > after && entry.at <= through {
            events.append(
                TimelineEvent(
                    at: Moment(entry.at), kind: .registry,
                    title: "\(model) \(entry.version ?? "")", detail: entry.words))
        }
        for deployment in deployments where deployment.key.model == model {
            // The oldest events read do not say that anything began there.
            guard deployment.firstSeen > oldestRead + 120_000, deployment.firstSeen > after,
                deployment.firstSeen <= through
            else { continue }
            let target = deployment.key.target.map { " on \($0)" } ?? ""
            events.append(
                TimelineEvent(
                    at: Moment(deployment.firstSeen), kind: .deployment,
                    title: "deployment",
                    detail: "\(deployment.key.version ?? model) took its first request\(target)"))
        }
        for alert in alerts where alert.labels["model"] == model {
            guard let fired = alert.firedAt, Timestamp(fired) > after else { continue }
            var entry = TimelineEvent(
                at: fired, kind: .alert, title: alert.rule, detail: alert.what)
            entry.grade = alert.severity == "page" ? .page : .ticket
            events.append(entry)
        }
        return events.sorted { $0.at < $1.at }
    }

    /// The oldest event time that any log has been read back to.
    var oldestRead: Timestamp {
        deployments.map(\.firstSeen).min() ?? .distantPast
    }
}

extension StageStatus.Status {
    init(_ status: StageEvent.Status) {
        switch status {
        case .started: self = .running
        case .succeeded: self = .succeeded
        case .failed: self = .failed
        case .waiting: self = .waiting
        }
    }
}
