import Snapshot

/// Snapshots with everything known and with nothing known.
enum Fixture {
    static let at = Moment(milliseconds: 1_795_403_527_000)
    /// Names that are data, not contract.
    static let freeKeys: Set = ["depth", "auc", "site", "summary", "invalid"]

    static var full: SystemSnapshot {
        var snapshot = SystemSnapshot(at: at, windowSeconds: 300)
        snapshot.sources = [source]
        snapshot.models = [model]
        var workflow = ModelWorkflow(model: "fraud-detector")
        var stage = StageStatus(stage: "model deployment", status: .running)
        stage.startedAt = at
        workflow.stages = [stage]
        snapshot.workflow = [workflow]
        var team = TeamStatus(team: "MLOps/DevOps", short: "Ops")
        team.onCall = "sam"
        team.roles = [RoleStatus(role: "SRE", responsibility: "ensures reliability")]
        snapshot.teams = [team]
        snapshot.headline.text = "fraud-detector 8 canary is slow"
        snapshot.alerts = [alert]
        snapshot.rules = [
            RuleStatus(
                name: "LatencyRegressed", group: "serving", expression: "a > 1", forSeconds: 120,
                severity: "page", builtIn: true, health: "ok")
        ]
        return snapshot
    }

    private static var source: SourceStatus {
        var source = SourceStatus(
            name: "a.jsonl", kind: "inference events, JSONL", location: "/srv/ml/a.jsonl",
            state: .live)
        source.rejectedReasons = ["invalid": 3]
        return source
    }

    private static var model: ModelStatus {
        var version = VersionStatus(id: VersionID(model: "fraud-detector", version: "8"))
        version.aliases = ["challenger"]
        version.params = ["depth": "12"]
        version.trainingMetrics = ["auc": 0.931]
        version.requests = 12_360
        version.errors = 37
        version.errorRatio = 0.003
        version.latency = LatencyQuantiles(p50: 0.1, p95: 0.214, p99: 0.3, max: 0.612)
        version.baselineSeconds = 0.092
        version.lastSeenAt = at
        var drift = FeatureDrift(feature: "amount", kind: .numeric)
        drift.value = 0.06
        drift.threshold = 0.1
        version.drift = [drift]
        var model = ModelStatus(name: "fraud-detector")
        model.versions = [version]
        return model
    }

    private static var alert: AlertStatus {
        var alert = AlertStatus(
            id: "a1", rule: "LatencyRegressed", condition: .firing, attention: .acked,
            severity: "page", activeAt: at)
        alert.labels = ["site": "eu-1"]
        alert.annotations = ["summary": "slow"]
        // Quotes, an escape sequence, a C1 control: what a comment must not do to a terminal.
        alert.comment = "look \"here\"\u{1b}[31m\n\u{9b}é"
        return alert
    }

    static var unknown: SystemSnapshot {
        var snapshot = SystemSnapshot(at: at, windowSeconds: 300)
        var version = VersionStatus(id: VersionID(model: "m", version: nil))
        version.drift = [FeatureDrift(feature: "x", kind: .numeric)]
        var model = ModelStatus(name: "m")
        model.versions = [version]
        snapshot.models = [model]
        return snapshot
    }
}
