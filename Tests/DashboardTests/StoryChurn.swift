import Snapshot

/// Screen C: `churn 3`, whose input moved on Friday at 18:40.
extension Story {
    static let churnModel: ModelStatus = {
        var model = ModelStatus(name: "churn")
        model.owner = "data scientist"
        model.maturityLevel = 2
        model.maturityMissing = ["retraining unattended", "automatic rollback"]
        model.versions = [churnVersion]
        return model
    }()

    private static let churnVersion: VersionStatus = {
        var version = serving(
            churn3, role: "champion", target: "eu-1", share: 1, rate: 12.9, errors: 0,
            latency: (8.0, 15.0, 22.1, 41), usual: 15.1)
        version.aliases = ["champion"]
        version.latencySparkline = spark([14, 14, 14, 14, 14, 16, 16, 16, 16, 15])
        version.run = "7d1a"
        version.commit = "51c0e77"
        version.dataset = "telco-2026-10"
        version.artifact = "4.1 MB"
        version.flavor = "xgboost 2.1"
        version.author = "ana"
        version.createdAt = october(28, 11, 20)
        version.tags = [
            "branch": "main", "message": "cap tenure at 72", "ci": "✓ 214 tests, drift gate ✓",
            "rows": "1.20 M rows to 2026-10-25", "sha256": "4be1…90c2", "python": "3.11",
            "features": "12", "approved by": "lea 2026-10-29", "card": "5 of 7",
            "card lacks": "limits, fairness",
        ]
        version.params = ["depth": "6", "trees": "300", "rate": ".1"]
        version.trainingMetrics = [
            "f1": 0.780, "roc auc": 0.861, "precision": 0.741, "recall": 0.823,
        ]
        version.quality = ["f1": 0.710, "roc auc": 0.812, "precision": 0.655, "recall": 0.776]
        version.labels = 500
        version.labelDelaySeconds = 86_400
        version.labelCoverage = 0.80
        version.predictionRatios = ["churn": 0.174]
        version.referencePredictionRatios = ["churn": 0.112]
        version.referenceWords = "50 000 rows of it"
        version.firstSeenAt = october(30, 9, 14)
        version.servingSince = october(30, 9, 14)
        version.servedBefore = "2, for 31 d"
        version.servedAfter = "none, retraining ✗"
        version.drift = churnDrift
        version.worst = .ticket
        return version
    }()

    /// Heat per six hours from Tuesday 00:00: as usual for 15 buckets, then moved.
    private static func heat(_ before: Double, _ after: Double) -> [Double?] {
        Array(repeating: before, count: 15) + Array(repeating: after, count: 10)
    }

    static let churnDrift: [FeatureDrift] = {
        let n: Int64 = 279_000
        var rows = [
            drift("tenure", .numeric, value: 0.26, count: n, nulls: 0, unseen: nil),
            drift("plan", .categorical, value: 0.13, count: n, nulls: 0, unseen: 0.019),
            drift("score", .numeric, value: 0.08, count: n, nulls: 0, unseen: nil),
            drift("monthly_fee", .numeric, value: 0.05, count: n, nulls: 0.001, unseen: nil),
            drift("support_calls", .numeric, value: 0.03, count: n, nulls: 0, unseen: nil),
            drift("region", .categorical, value: 0.02, count: n, nulls: 0, unseen: 0),
            drift("coupon_age", .numeric, value: nil, count: 41, nulls: 0.999, unseen: nil),
        ]
        let weights: [Double?] = [0.31, 0.12, nil, 0.22, 0.09, 0.06, 0.01]
        let heats: [[Double?]] = [
            heat(0.2, 2.6), heat(0.2, 1.1), heat(0.2, 0.8), heat(0.5, 0.5), heat(0.3, 0.3),
            heat(0.2, 0.2), Array(repeating: nil, count: 25),
        ]
        for index in rows.indices {
            rows[index].weight = weights[index]
            rows[index].history = heats[index]
        }
        rows[0].whatMoved = "above 72: 21 %, was 3 %"
        rows[1].whatMoved = "new value flex-24"
        rows[6].whatMoved = "41 of 500 values: unknown"
        let more: [(String, FeatureDrift.Kind, Double)] = [
            ("contract", .categorical, 0.018), ("payment", .categorical, 0.016),
            ("internet", .categorical, 0.015), ("lines", .numeric, 0.013),
            ("data_gb", .numeric, 0.011), ("age", .numeric, 0.010),
        ]
        for (name, kind, value) in more {
            var row = drift(
                name, kind, value: value, count: n, nulls: 0,
                unseen: kind == .categorical ? 0 : nil)
            row.weight = 0.03
            row.history = heat(value * 10, value * 10)
            rows.append(row)
        }
        return rows
    }()

    static func churnDetail(points: Int) -> SubjectDetail {
        var detail = SubjectDetail(subject: charts(churn3, points: points) { _ in (15, 12.9) })
        detail.latencyLimitSeconds = 0.0226
        detail.latencyLimitWords = "1.5 × its usual"
        detail.events = churnEvents
        detail.stripsReach = time(17, 0, 0)
        detail.usual = [
            "req/s": 12.4, "errors %": 0, "p50 ms": 8.1, "p95 ms": 15.1, "p99 ms": 22.0,
        ]
        let day = [0.3, 1.3, 2.2, 1.3]
        let late = [1.0, 1.25, 1.0, 1.0]
        detail.strips = [
            "req/s": strip((0..<25).map { 12.4 * day[$0 % 4] }),
            "errors %": strip(Array(repeating: 0, count: 25)),
            "p50 ms": strip((0..<25).map { $0 % 4 == 0 ? 6.1 : 8.1 }),
            "p95 ms": strip((0..<25).map { 15.1 * late[($0 + 3) % 4] }),
            "p99 ms": strip((0..<25).map { 22.0 * ($0 % 4 == 2 ? 1.5 : late[$0 % 4]) }),
            "f1": labelled(0.780, 0.710), "roc auc": labelled(0.861, 0.812),
            "precision": labelled(0.741, 0.655), "recall": labelled(0.823, 0.776),
            "says churn": strip(
                Array(repeating: 0.112, count: 15) + Array(repeating: 0.174, count: 10)),
        ]
        return detail
    }

    /// Labels come a day late: the last five of 25 buckets are still due.
    private static func labelled(_ before: Double, _ after: Double) -> ChartSeries {
        strip(
            Array(repeating: before, count: 15) + Array(repeating: after, count: 5)
                + Array(repeating: nil, count: 5))
    }

    /// Six-hour buckets of the week that ends with the running one.
    static func strip(_ values: [Double?]) -> ChartSeries {
        ChartSeries(name: "", start: time(17, 0, 0), end: time(23, 6, 0), values: values)
    }

    private static let churnEvents: [TimelineEvent] = {
        func stage(
            _ at: Moment, _ title: String, _ status: StageStatus.Status, _ detail: String
        ) -> TimelineEvent {
            var event = TimelineEvent(at: at, kind: .stage, title: title, detail: detail)
            event.status = status
            return event
        }
        func alert(_ at: Moment, _ title: String, _ detail: String) -> TimelineEvent {
            var event = TimelineEvent(at: at, kind: .alert, title: title, detail: detail)
            event.grade = .ticket
            return event
        }
        return [
            TimelineEvent(
                at: october(30, 9, 14), kind: .deployment, title: "deployed",
                detail: "champion 100 % on eu-1, by ci"),
            stage(
                time(20, 18, 32), "data preparation", .succeeded,
                "r-311 77ab03e \"remove cap\", raj"),
            TimelineEvent(
                at: time(20, 18, 40), kind: .drift, title: "tenure moves",
                detail: "beyond its limit; plan from 18:45"),
            alert(time(20, 19, 10), "FeatureDrift", "ticket → data scientist, ana"),
            TimelineEvent(
                at: time(21, 9, 22), kind: .label, title: "acked",
                detail: "ana \"campaign? look on Monday\""),
            stage(
                time(23, 1, 40), "model retraining", .running,
                "r-317 started by rule FeatureDrift"),
            stage(
                time(23, 2, 20), "model retraining", .failed,
                "r-317, 2nd try, after 40 m; schema check: tenure max 72, found 118"),
            alert(time(23, 2, 20), "StageFailed", "ticket → ML engineer, li"),
        ]
    }()

    /// The feature screen: tenure against its reference.
    static let tenure: FeatureDetail = {
        var feature = FeatureDetail(id: churn3, drift: churnDrift[0])
        let rows: [(String, Double, Double)] = [
            ("< 3", 0.10, 0.09), ("3 … 7", 0.10, 0.08), ("7 … 13", 0.10, 0.08),
            ("13 … 20", 0.10, 0.09), ("20 … 27", 0.10, 0.08), ("27 … 36", 0.10, 0.08),
            ("36 … 46", 0.10, 0.08), ("46 … 57", 0.10, 0.08), ("57 … 68", 0.10, 0.09),
            ("≥ 68", 0.10, 0.25),
        ]
        let parts = [
            0.001, 0.004, 0.004, 0.001, 0.004, 0.004, 0.004, 0.004, 0.001, 0.233,
        ]
        feature.bins = zip(rows, parts).map { row, part in
            FeatureDetail.Bin(
                label: row.0, referenceShare: row.1, currentShare: row.2, contribution: part)
        }
        feature.liveFrom = time(22, 21, 12, 7)
        feature.referenceName = "telco-2026-10"
        feature.history = strip(churnDrift[0].history)
        return feature
    }()
}
