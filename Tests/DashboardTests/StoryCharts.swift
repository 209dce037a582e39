import Snapshot

/// Charts computed from the story: the same figures as the tables, no randomness.
extension Story {
    /// p95 of version 8 in milliseconds: none before 03:01:04, as version 7 until 03:03:00, then
    /// up to 214 at 03:12:07, through 138 at 03:05:10, in the end by 9 ms a minute.
    static func canaryMilliseconds(_ moment: Moment) -> Double? {
        guard moment >= time(23, 3, 1, 4) else { return nil }
        let rise = moment.seconds(since: time(23, 3, 3)) / at.seconds(since: time(23, 3, 3))
        guard rise > 0 else { return 92 }
        let left = 1 - rise
        return 92 + 122 * (0.673 * rise + 0.327 * (1 - left * left * left * left))
    }

    /// p95 of version 7: 92 with a small, slow wobble that ends at 92.
    static func championMilliseconds(_ moment: Moment) -> Double {
        let wobble = [0.0, 1, 2, 3, 2, 1, 0, -1, -2, -2, -1, 0]
        let step = Int(at.seconds(since: moment) / 60)
        return 92 + wobble[step % wobble.count]
    }

    /// `points` values over the last half hour, the last one at `at`.
    static func halfHour(
        _ name: String, points: Int, _ value: (Moment) -> Double?
    ) -> ChartSeries {
        let start = Moment(milliseconds: at.milliseconds - 1_800_000)
        let values = (1...points).map { index in
            value(
                Moment(milliseconds: start.milliseconds + Int64(index) * 1_800_000 / Int64(points)))
        }
        return ChartSeries(name: name, start: start, end: at, values: values)
    }

    /// Charts of a version from its p95 in milliseconds and its requests a second.
    static func charts(
        _ id: VersionID, points: Int, _ value: (Moment) -> (Double, Double)?
    ) -> SubjectDetail.Charts {
        let name = id.version ?? ""
        func chart(_ part: (Double, Double) -> Double) -> ChartSeries {
            halfHour(name, points: points) { moment in value(moment).map { part($0.0, $0.1) } }
        }
        return SubjectDetail.Charts(
            id: id, p50: chart { p95, _ in p95 * 0.45 / 1_000 },
            p95: chart { p95, _ in p95 / 1_000 }, p99: chart { p95, _ in p95 * 1.7 / 1_000 },
            requestsPerSecond: chart { _, rate in rate },
            errorRatio: chart { _, _ in 0.002 })
    }

    static func canaryDetail(points: Int) -> SubjectDetail {
        var detail = SubjectDetail(
            subject: charts(canary, points: points) { moment in
                canaryMilliseconds(moment).map { ($0, 41.2) }
            })
        detail.compared = charts(champion, points: points) { moment in
            let share = moment < time(23, 3, 1, 4) ? 412.0 : 371
            return (championMilliseconds(moment), share)
        }
        detail.latencyLimitSeconds = 0.138
        detail.latencyLimitWords = "1.5 × version 7"
        detail.events = [evaluation, deployment]
        detail.usual = ["req/s": 41.2, "errors %": 0.2, "p50 ms": 41, "p95 ms": 92, "p99 ms": 151]
        return detail
    }

    static let evaluation: TimelineEvent = {
        var event = TimelineEvent(
            at: time(23, 2, 58, 31), kind: .stage, title: "evaluation",
            detail: "8 passed, latency not tested")
        event.status = .succeeded
        return event
    }()

    static let deployment = TimelineEvent(
        at: time(23, 3, 1, 4), kind: .deployment, title: "deployment",
        detail: "8 → canary 10 % on eu-1, by ci")
}
