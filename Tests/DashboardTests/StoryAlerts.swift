import Snapshot

/// Six alerts: one page and two more need somebody, two are in hand, one is pending.
extension Story {
    static let alerts = [
        latencyRegressed, stageFailed, errorsHigh, featureDrift, noTraffic, featureNulls,
    ]

    static let latencyRegressed: AlertStatus = {
        var alert = AlertStatus(
            id: "LatencyRegressed/fraud-detector/8", rule: "LatencyRegressed", condition: .firing,
            attention: .new, severity: "page", activeAt: time(23, 3, 5, 10))
        alert.owner = "SRE"
        alert.team = "MLOps/DevOps"
        alert.labels = ["model": "fraud-detector", "version": "8", "target": "eu-1"]
        alert.value = 0.214
        alert.onsetAt = time(23, 3, 3)
        alert.firedAt = time(23, 3, 7, 10)
        alert.what = "p95 214 ms > 138 ms"
        return alert
    }()

    private static let stageFailed: AlertStatus = {
        var alert = AlertStatus(
            id: "StageFailed/churn", rule: "StageFailed", condition: .firing, attention: .new,
            severity: "ticket", activeAt: time(23, 2, 20))
        alert.owner = "ML engineer"
        alert.team = "Data Science"
        alert.labels = ["model": "churn", "stage": "model retraining"]
        alert.value = 1
        alert.firedAt = time(23, 2, 20)
        alert.what = "retraining, 2nd try"
        return alert
    }()

    private static let errorsHigh: AlertStatus = {
        var alert = AlertStatus(
            id: "ErrorsHigh/search-ranker/12", rule: "ErrorsHigh", condition: .resolved,
            attention: .returned, severity: "ticket", activeAt: time(22, 20, 58))
        alert.owner = "SRE"
        alert.team = "MLOps/DevOps"
        alert.labels = ["model": "search-ranker", "version": "12", "target": "us-1"]
        alert.value = 0.041
        alert.firedAt = time(22, 21, 0)
        alert.resolvedAt = time(22, 21, 3)
        alert.what = "4.1 % > 2 %, for 3 m"
        return alert
    }()

    private static let featureDrift: AlertStatus = {
        var alert = AlertStatus(
            id: "FeatureDrift/churn/3/tenure", rule: "FeatureDrift", condition: .firing,
            attention: .acked, severity: "ticket", activeAt: time(20, 18, 55))
        alert.owner = "data scientist"
        alert.team = "Data Science"
        alert.labels = ["model": "churn", "version": "3", "feature": "tenure"]
        alert.value = 2.6
        alert.onsetAt = time(20, 18, 40)
        alert.firedAt = time(20, 19, 10)
        alert.ackedBy = "ana"
        alert.ackedAt = time(21, 9, 22)
        alert.comment = "campaign? look on Monday"
        alert.what = "tenure 2.6 × limit"
        return alert
    }()

    private static let noTraffic: AlertStatus = {
        var alert = AlertStatus(
            id: "NoTraffic/eta/41", rule: "NoTraffic", condition: .firing, attention: .snoozed,
            severity: "ticket", activeAt: time(23, 2, 48))
        alert.owner = "DevOps engineer"
        alert.team = "MLOps/DevOps"
        alert.labels = ["model": "eta", "version": "41"]
        alert.value = 2
        alert.firedAt = time(23, 2, 58)
        alert.ackedBy = "kim"
        alert.ackedAt = time(23, 3, 1)
        alert.snoozedUntil = time(23, 8, 0)
        alert.what = "2 of 5 sites silent"
        return alert
    }()

    private static let featureNulls: AlertStatus = {
        var alert = AlertStatus(
            id: "FeatureNulls/pricing/5/region", rule: "FeatureNulls", condition: .pending,
            attention: .new, severity: "ticket", activeAt: time(23, 3, 11, 7))
        alert.owner = "data engineer"
        alert.team = "Data Engineering"
        alert.labels = ["model": "pricing", "version": "5", "feature": "region"]
        alert.value = 0.061
        alert.firesAt = time(23, 3, 21, 7)
        alert.what = "region 6.1 % null > 5 %"
        return alert
    }()

    /// The nine built-in rules as they stand.
    static let rules: [RuleStatus] = {
        let rows: [(String, String, Double, String, Int, Int, Double)] = [
            (
                "LatencyRegressed",
                "model_latency_seconds{quantile=\"0.95\"} > 1.5 * model_latency_baseline_seconds "
                    + "and model_window_requests >= 50", 120, "page", 1, 0, 0.0021
            ),
            (
                "ErrorsHigh", "model_error_ratio > 0.02 and model_window_requests >= 50", 120,
                "ticket", 0, 0, 0.0009
            ),
            ("FeatureDrift", "model_drift > model_drift_threshold", 900, "ticket", 1, 0, 0.0034),
            (
                "FeatureNulls", "model_feature_null_ratio > model_feature_null_limit", 900,
                "ticket", 0, 1, 0.0017
            ),
            (
                "UnseenCategories", "model_feature_unseen_ratio > model_feature_unseen_limit", 900,
                "ticket", 0, 0, 0.0016
            ),
            ("NoTraffic", "model_silent_seconds > model_silent_limit", 0, "ticket", 1, 0, 0.0004),
            ("SourceStale", "source_lag_seconds > source_lag_limit", 0, "ticket", 0, 0, 0.0002),
            (
                "StageFailed", "workflow_stage_status{status=\"failed\"} == 1", 0, "ticket", 1, 0,
                0.0003
            ),
            ("StageOverdue", "workflow_stage_overdue == 1", 0, "ticket", 0, 0, 0.0002),
        ]
        return rows.map { name, expression, hold, severity, firing, pending, cost in
            var rule = RuleStatus(
                name: name, group: "built-in", expression: expression, forSeconds: hold,
                severity: severity, builtIn: true, health: "ok")
            rule.lastEvaluationAt = Moment(milliseconds: at.milliseconds - 200)
            rule.evaluationSeconds = cost
            rule.firing = firing
            rule.pending = pending
            rule.file = "built in"
            rule.labels = ["severity": severity]
            let fired = name.utf8.count % 5
            rule.history = RuleHistory(
                fired: fired, acknowledged: fired / 3, clearedByItself: fired - fired / 3)
            return rule
        }
    }()
}
