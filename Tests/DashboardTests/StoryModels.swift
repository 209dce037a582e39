import Snapshot

/// The models table: seven versions of five models.
extension Story {
    static let models = [fraud, churnModel, eta, pricing, search]

    private static let fraud: ModelStatus = {
        var model = ModelStatus(name: "fraud-detector")
        model.owner = "risk-ml"
        model.maturityLevel = 2
        model.maturityMissing = ["retraining unattended", "automatic rollback"]
        model.versions = [fraud8, fraud7]
        return model
    }()

    private static let fraud8: VersionStatus = {
        var version = serving(
            canary, role: "canary", target: "eu-1", share: 0.10, rate: 41.2, errors: 37,
            latency: (61, 214, 402, 612), usual: 92)
        version.aliases = ["challenger"]
        version.baselineOf = "7"
        version.firstSeenAt = time(23, 3, 1, 4)
        version.latencySparkline = Array(repeating: nil, count: 8) + [0.118, 0.214]
        version.run = "4be1"
        version.commit = "9f2c1d0"
        version.dataset = "cards-2026-10"
        version.artifact = "38 MB"
        version.flavor = "xgboost 2.1"
        version.author = "li"
        version.createdAt = time(22, 20, 44)
        version.params = [
            "trees": "900", "depth": "12", "rate": ".1", "objective": "binary:logistic",
        ]
        version.trainingMetrics = ["auc": 0.941, "log loss": 0.112]
        version.tags = ["python": "3.11", "features": "12"]
        version.drift = fraudDrift(count: 12_360)
        version.servingSince = time(23, 3, 1, 4)
        version.servedBefore = "7, still champion at 90 %"
        version.predictionRatios = ["fraud": 0.011, "ok": 0.989]
        version.referencePredictionRatios = ["fraud": 0.011, "ok": 0.989]
        version.worst = .page
        return version
    }()

    private static let fraud7: VersionStatus = {
        var version = serving(
            champion, role: "champion", target: "eu-1", share: 0.90, rate: 371, errors: 223,
            latency: (41, 92, 151, 390), usual: 91)
        version.aliases = ["champion"]
        version.firstSeenAt = time(2, 9, 10)
        version.latencySparkline = spark([92, 91, 92, 90, 93, 92, 110, 92, 91, 92])
        version.run = "22c9"
        version.commit = "c41b8aa"
        version.dataset = "cards-2026-10"
        version.artifact = "4.1 MB"
        version.flavor = "xgboost 2.0"
        version.author = "li"
        version.createdAt = october(30, 15, 2)
        version.params = [
            "trees": "300", "depth": "6", "rate": ".1", "objective": "binary:logistic",
        ]
        version.trainingMetrics = ["auc": 0.932, "log loss": 0.119]
        version.tags = ["python": "3.11", "features": "12"]
        version.drift = fraudDrift(count: 111_300)
        version.quality = ["auc": 0.93]
        version.labels = 500
        version.labelDelaySeconds = 31 * 3_600
        version.labelCoverage = 0.92
        version.servingSince = time(2, 9, 10)
        version.predictionRatios = ["fraud": 0.011, "ok": 0.989]
        version.referencePredictionRatios = ["fraud": 0.011, "ok": 0.989]
        return version
    }()

    /// The input of both versions is the same: the ratios differ in nothing the screen shows.
    private static func fraudDrift(count: Int64) -> [FeatureDrift] {
        let shown: [(String, FeatureDrift.Kind, Double)] = [
            ("amount", .numeric, 0.6), ("score", .numeric, 0.4), ("country", .categorical, 0.3),
            ("hour", .numeric, 0.2), ("age", .numeric, 0.1),
        ]
        let rest: [(String, FeatureDrift.Kind, Double)] = [
            ("items", .numeric, 0.09), ("merchant", .categorical, 0.08),
            ("device", .categorical, 0.07),
            ("distance_km", .numeric, 0.06), ("attempts", .numeric, 0.05),
            ("currency", .categorical, 0.04),
            ("weekday", .categorical, 0.03),
        ]
        return (shown + rest).map { name, kind, times in
            drift(name, kind, value: times / 10, count: count, nulls: 0, unseen: 0.001)
        }
    }

    private static let eta: ModelStatus = {
        var model = ModelStatus(name: "eta")
        var version = serving(
            VersionID(model: "eta", version: "41"), role: "edge", target: nil, share: 1,
            rate: 1.70, errors: 0, latency: (22, 38, 55, 80), usual: 34.5)
        version.targets = (1...5).map { site in
            var target = TargetStatus(target: "edge-\(site)")
            target.silent = site > 3
            target.requests = site > 3 ? 0 : 170
            target.requestsPerSecond = site > 3 ? 0 : 0.567
            target.trafficShare = site > 3 ? 0 : 1.0 / 3
            target.lastSeenAt = site > 3 ? time(23, 2, 48) : time(23, 3, 12, 5)
            target.latency =
                site > 3
                ? nil : LatencyQuantiles(p50: 0.022, p95: 0.038, p99: 0.055, max: 0.080)
            target.errorRatio = site > 3 ? nil : 0
            return target
        }
        version.latencySparkline = spark([33, 38, 38, 38, 38, 39, 38, 38, 33, 38])
        version.drift = [
            drift("route", .categorical, value: 0.03, count: 510, nulls: 0, unseen: 0.002),
            drift("distance_km", .numeric, value: 0.02, count: 510, nulls: 0, unseen: nil),
        ]
        version.quality = ["mae": 2.1]
        version.labels = 500
        version.silent = true
        version.worst = .silent
        model.versions = [version]
        return model
    }()

    private static let pricing: ModelStatus = {
        var model = ModelStatus(name: "pricing")
        var version = serving(
            VersionID(model: "pricing", version: "5"), role: "champion", target: "eu-1", share: 1,
            rate: 64.0, errors: 0, latency: (14, 31, 44, 71), usual: 31)
        version.latencySparkline = spark([31, 31, 35, 31, 31, 31, 35, 31, 35, 31])
        version.drift = [
            drift("region", .categorical, value: 0.04, count: 19_200, nulls: 0.061, unseen: 0)
        ]
        version.quality = ["mape": 0.04]
        version.labels = 500
        version.worst = .pending
        model.versions = [version]
        return model
    }()

    private static let search: ModelStatus = {
        var model = ModelStatus(name: "search-ranker")
        var live = serving(
            VersionID(model: "search-ranker", version: "12"), role: "champion", target: "us-1",
            share: 1, rate: 206, errors: 62, latency: (33, 77, 120, 240), usual: 77)
        live.latencySparkline = spark([77, 77, 77, 77, 77, 77, 77, 77, 77, 77])
        live.drift = [
            drift("qlen", .numeric, value: 0.05, count: 61_800, nulls: 0, unseen: nil)
        ]
        live.quality = ["ndcg": 0.61]
        live.labels = 500
        var shadow = serving(
            VersionID(model: "search-ranker", version: "13"), role: "shadow", target: "us-1",
            share: 0, rate: 206, errors: 62, latency: (35, 83, 131, 260), usual: 76)
        shadow.latencySparkline = spark([76, 84, 84, 84, 77, 84, 77, 84, 84, 77])
        shadow.drift = live.drift
        model.versions = [live, shadow]
        return model
    }()

    static func spark(_ milliseconds: [Double]) -> [Double?] { milliseconds.map { $0 / 1_000 } }

    /// One version under load in the last five minutes; milliseconds.
    static func serving(
        _ id: VersionID, role: String, target: String?, share: Double, rate: Double,
        errors: Int64, latency: (Double, Double, Double, Double), usual: Double
    ) -> VersionStatus {
        var version = VersionStatus(id: id)
        version.role = role
        version.target = target
        version.trafficShare = share
        version.requestsPerSecond = rate
        version.requests = Int64((rate * 300).rounded())
        version.errors = errors
        version.errorRatio = Double(errors) / (rate * 300)
        version.latency = LatencyQuantiles(
            p50: latency.0 / 1_000, p95: latency.1 / 1_000, p99: latency.2 / 1_000,
            max: latency.3 / 1_000)
        version.baselineSeconds = usual / 1_000
        version.baselineOf = "own"
        version.lastSeenAt = at
        if let target {
            var status = TargetStatus(target: target)
            status.requests = version.requests ?? 0
            status.requestsPerSecond = rate
            status.errors = errors
            status.errorRatio = version.errorRatio
            status.trafficShare = share
            status.latency = version.latency
            status.baselineSeconds = version.baselineSeconds
            status.lastSeenAt = at
            version.targets = [status]
        }
        return version
    }

    /// One feature with PSI `value` against a limit of .10.
    static func drift(
        _ name: String, _ kind: FeatureDrift.Kind, value: Double?, count: Int64, nulls: Double?,
        unseen: Double?
    ) -> FeatureDrift {
        var drift = FeatureDrift(feature: name, kind: kind)
        drift.value = value
        drift.threshold = value == nil ? nil : 0.10
        drift.drifted = (value ?? 0) > 0.10
        drift.referenceCount = 50_000
        drift.currentCount = count
        drift.nullRatio = nulls
        drift.nullLimit = nulls == nil ? nil : 0.05
        drift.unseenRatio = unseen
        drift.unseenLimit = unseen == nil ? nil : 0.01
        return drift
    }
}
