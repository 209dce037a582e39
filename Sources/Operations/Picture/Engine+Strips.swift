internal import DequeModule
internal import Snapshot
internal import Telemetry

extension Engine {
    /// A version's hours: those that are over, and the running one as far as it has come.
    struct Hours: Sendable {
        var key: DeploymentKey
        var axis: StripAxis
        var running: [Rollup]
    }

    /// - Parameter axis: nil takes the one of the version screen.
    func hours(
        of index: Int, _ interest: Interest, at: Timestamp, axis: StripAxis? = nil
    ) -> Hours {
        let version = versions[index]
        let key = DeploymentKey(model: version.model, version: version.version, target: nil)
        let measured = EvaluationSchedule.instant(atOrBefore: at)
        let closed = RollupBook.start(of: RollupBook.grid.slot(of: measured))
        let from = max(closed, schedule.unbrokenSince ?? measured)
        var running = [traffic(of: index, from: from, through: measured)].compactMap(\.self)
        let oldest = rollups.first.map(RollupBook.start)
        let axis = axis ?? StripAxis(at: at, points: interest.stripPoints, oldest: oldest)
        // The running hour's truth, and of hours that are over what came late.
        running += labels.changedHours(index, in: axis.hours).compactMap {
            truth(of: index, slot: $0)
        }
        return Hours(key: key, axis: axis, running: running)
    }

    /// One measure over the long axis: the mean of each bucket's hours, nil without any.
    func strip(_ measure: Rollup.Measure, _ hours: Hours, scale: Double = 1) -> ChartSeries {
        var known: [Int64: Double] = [:]
        for (slot, value) in rollups.hours(of: measure, hours.key, in: hours.axis.hours) {
            known[slot] = value
        }
        for hour in hours.running {
            guard let value = hour.measures[measure] else { continue }
            let slot = RollupBook.grid.slot(of: hour.end)
            // Kept hours may know of labels that this process never read.
            let evidence = rollups.hours(of: measure.part.evidence, hours.key, in: slot...slot)
            guard (evidence.first?.value ?? -1) <= (hour.measures[measure.part.evidence] ?? 0)
            else { continue }
            known[slot] = value
        }
        let axis = hours.axis
        var sums = [Double](repeating: 0, count: axis.count)
        var counts = [Int](repeating: 0, count: axis.count)
        for (slot, value) in known {
            guard let bucket = axis.bucket(of: RollupBook.grid.end(of: slot)) else { continue }
            sums[bucket] += value * scale
            counts[bucket] += 1
        }
        return ChartSeries(
            name: measure.name, start: Moment(axis.start), end: Moment(axis.end),
            values: zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : nil })
    }

    /// Every strip of the version screen, under the names of its rows.
    func addStrips(_ hours: Hours, at: Timestamp, to detail: inout SubjectDetail) {
        var rows: [(String, Rollup.Measure, Double)] = [
            ("req/s", .requestsPerSecond, 1), ("errors %", .errorRatio, 100),
            ("p50 ms", .p50, 1_000), ("p95 ms", .p95, 1_000), ("p99 ms", .p99, 1_000),
        ]
        var seen = Set(rollups.measures(of: hours.key))
        for hour in hours.running { seen.formUnion(hour.measures.keys) }
        for measure in seen {
            switch measure {
            case .quality(let metric): rows.append((metric, measure, 1))
            case .says(let name): rows.append(("says " + name, measure, 1))
            default: break
            }
        }
        for (name, measure, scale) in rows {
            let strip = strip(measure, hours, scale: scale)
            detail.strips[name] = strip
            detail.usual[name] = strip.values.compactMap(\.self).sorted().median
        }
        adjustUsual(hours, at: at, in: &detail)
        detail.stripsReach = reach(hours, at: at).map(Moment.init)
    }

    /// What p95 is measured against is its baseline; a version younger than that has nothing else
    /// that is usual.
    private func adjustUsual(_ hours: Hours, at: Timestamp, in detail: inout SubjectDetail) {
        guard let index = versionIndex[hours.key], let first = firstServed(index) else { return }
        if at - first.at < LatencyBaseline.spanMilliseconds, first.isKnown { detail.usual = [:] }
        if let usual = baseline(of: detail.subject.id)?.current {
            detail.usual["p95 ms"] = usual * 1_000
        }
    }

    /// Where what is known of a version begins, when it may have served before.
    private func reach(_ hours: Hours, at: Timestamp) -> Timestamp? {
        guard let index = versionIndex[hours.key], let first = firstServed(index), !first.isKnown
        else { return nil }
        let begin = max(first.at, schedule.unbrokenSince ?? first.at)
        let kept = rollups.first(hours.key).map(RollupBook.start)
        return min(begin, kept ?? begin)
    }

    /// When a version answered its first request, and whether it surely did not before: else that
    /// is only how far back anybody has looked.
    func firstServed(_ index: Int) -> (at: Timestamp, isKnown: Bool)? {
        let version = versions[index]
        guard let seen = version.deployments.map({ deployments[$0].firstSeen }).min() else {
            return nil
        }
        let key = DeploymentKey(model: version.model, version: version.version, target: nil)
        if let hour = rollups.firstServed(key), RollupBook.grid.end(of: hour) < seen {
            // An hour in which it was silent, or in which another one was watched, lies before.
            let before = rollups.first ?? hour
            return (RollupBook.start(of: hour), before < hour)
        }
        return (seen, seen > oldestRead + 120_000)
    }
}

extension RollupBook {
    /// The beginning of an hour.
    static func start(of slot: Int64) -> Timestamp { grid.end(of: slot - 1) }
}
