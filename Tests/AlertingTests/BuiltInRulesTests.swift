import Telemetry
import Testing

@testable import Alerting

struct BuiltInRulesTests {
    private static let version = ["model": "fraud", "version": "8", "target": "eu-1"]
    private static let feature = version.merging(["feature": "amount"]) { $1 }

    /// Gauges that hold a value from minute 0 on, one sample a minute.
    private func source(
        _ gauges: [(String, [String: String], Double)], minutes count: Int
    ) -> MemorySource {
        var source = MemorySource()
        for (metric, labels, value) in gauges {
            for minute in 0...count { source.add(metric, labels, at: Double(minute), value) }
        }
        return source
    }

    /// Which alerts fire after `count` minutes.
    private func firing(
        _ gauges: [(String, [String: String], Double)], minutes count: Int
    ) -> [BookAlert] {
        var book = AlertBook(groups: BuiltInRules.groups())
        let source = source(gauges, minutes: count)
        for quarter in 0...(count * 4) {
            let evaluation = book.evaluate(at: minutes(Double(quarter) / 4), in: source)
            #expect(evaluation.faults.isEmpty)
        }
        return book.alerts(at: minutes(Double(count))).filter { $0.condition == .firing }
    }

    @Test("the names the design promises, all built in, all with words and a route")
    func names() {
        let rules = BuiltInRules.groups().flatMap(\.rules).compactMap { rule -> AlertingRule? in
            if case .alerting(let alerting) = rule { alerting } else { nil }
        }
        #expect(
            Set(rules.map(\.name)) == [
                "LatencyRegressed", "ErrorsHigh", "FeatureDrift", "FeatureNulls",
                "UnseenCategories", "NoTraffic", "SourceStale", "StageFailed", "StageOverdue",
            ])
        for rule in rules {
            #expect(rule.builtIn)
            #expect(Set(rule.annotations.map(\.name)) == ["summary", "description"])
            #expect(rule.operations?.route != nil && rule.operations?.runbook != nil)
        }
        #expect(rules.filter { $0.severity == "page" }.map(\.name) == ["LatencyRegressed"])
    }

    private static func latency(
        _ p95: Double, baseline: Double = 0.1, requests: Double = 50
    ) -> [(String, [String: String], Double)] {
        [
            ("model_latency_seconds", version.merging(["quantile": "0.95"]) { $1 }, p95),
            ("model_latency_seconds", version.merging(["quantile": "0.5"]) { $1 }, 9),
            ("model_latency_baseline_seconds", version, baseline),
            ("model_window_requests", version, requests),
        ]
    }

    @Test("a p95 above 1.5 × the baseline pages after two minutes, on 50 requests")
    func latency() throws {
        #expect(firing(Self.latency(0.15), minutes: 3).isEmpty)
        #expect(firing(Self.latency(0.151, requests: 49), minutes: 3).isEmpty)
        #expect(firing(Self.latency(0.151), minutes: 1).isEmpty)
        let alert = try #require(firing(Self.latency(0.151), minutes: 2).first)
        #expect(
            alert.labels
                == Labels(
                    Self.version.merging([
                        "alertname": "LatencyRegressed", "severity": "page",
                    ]) { $1 }))
        #expect(alert.route == "SRE" && alert.instance.value == 0.151)
        #expect(alert.instance.annotations["summary"] == "p95 of fraud 8 is 151ms")
    }

    @Test("a deployment without a target is told as well")
    func noTarget() {
        let gauges = Self.latency(0.2).map { ($0.0, $0.1.filter { $0.key != "target" }, $0.2) }
        #expect(firing(gauges, minutes: 2).map(\.rule) == ["LatencyRegressed"])
    }

    @Test(
        "each rule fires beyond its limit, and only it",
        arguments: [
            (
                "ErrorsHigh", 2,
                [("model_error_ratio", version, 0.021), ("model_window_requests", version, 50)]
            ),
            ("FeatureDrift", 15, drift(0.3, values: 500)),
            ("FeatureNulls", 15, ratio("null", 0.2)),
            ("UnseenCategories", 15, ratio("unseen", 0.2)),
            (
                "NoTraffic", 0,
                [
                    ("model_silence_seconds", version, 601),
                    ("model_silence_limit_seconds", version, 600),
                ]
            ),
            (
                "SourceStale", 0,
                [
                    ("source_silence_seconds", ["source": "a.jsonl"], 601),
                    ("source_silence_limit_seconds", ["source": "a.jsonl"], 600),
                ]
            ),
            (
                "StageFailed", 0,
                [
                    (
                        "workflow_stage_status",
                        ["model": "fraud", "stage": "model retraining", "status": "failed"], 1
                    )
                ]
            ),
            (
                "StageOverdue", 0,
                [
                    ("workflow_stage_age_seconds", ["model": "fraud", "stage": "s"], 11),
                    ("workflow_stage_expected_seconds", ["model": "fraud", "stage": "s"], 10),
                ]
            ),
            (
                "StageOverdue", 0,
                [
                    ("workflow_stage_running_seconds", ["model": "fraud", "stage": "s"], 11),
                    ("workflow_stage_max_duration_seconds", ["model": "fraud", "stage": "s"], 10),
                ]
            ),
        ] as [(String, Int, [(String, [String: String], Double)])])
    func beyond(_ row: (rule: String, wait: Int, gauges: [(String, [String: String], Double)])) {
        #expect(firing(row.gauges, minutes: row.wait).map(\.rule) == [row.rule])
    }

    @Test(
        "and stays quiet at it",
        arguments: [
            [("model_error_ratio", version, 0.02), ("model_window_requests", version, 500)],
            [("model_error_ratio", version, 0.5), ("model_window_requests", version, 49)],
            drift(0.1, values: 5_000), drift(0.9, values: 499), ratio("null", 0.05),
            [
                ("model_silence_seconds", version, 600),
                ("model_silence_limit_seconds", version, 600),
            ],
            [("workflow_stage_status", ["model": "f", "stage": "s", "status": "succeeded"], 1)],
            [("workflow_stage_status", ["model": "f", "stage": "s", "status": "failed"], 0)],
        ] as [[(String, [String: String], Double)]])
    func quiet(_ gauges: [(String, [String: String], Double)]) {
        #expect(firing(gauges, minutes: 16).isEmpty)
    }

    private static func drift(
        _ value: Double, values: Double
    ) -> [(String, [String: String], Double)] {
        let labels = feature.merging(["method": "psi"]) { $1 }
        return [
            ("model_drift", labels, value), ("model_drift_threshold", labels, 0.1),
            ("model_drift_window_values", feature, values),
        ]
    }
    private static func ratio(
        _ kind: String, _ value: Double
    ) -> [(String, [String: String], Double)] {
        [
            ("model_feature_\(kind)_ratio", feature, value),
            ("model_feature_\(kind)_limit", feature, 0.05),
            ("model_feature_window_values", feature, 500),
        ]
    }

    @Test("the method of a drift is no part of the alert's identity")
    func driftIdentity() throws {
        let alert = try #require(firing(Self.drift(0.3, values: 500), minutes: 15).first)
        #expect(alert.labels["method"] == nil && alert.labels["feature"] == "amount")
        #expect(alert.route == "data scientist")
    }

    @Test("a failed stage that runs again has cleared, not lost its data")
    func stageRunsAgain() {
        var book = AlertBook(groups: BuiltInRules.groups())
        var source = MemorySource()
        let labels = ["model": "fraud", "stage": "s"]
        source.add("workflow_stage_status", labels.merging(["status": "failed"]) { $1 }, at: 0, 1)
        source.add("workflow_stage_status", labels.merging(["status": "failed"]) { $1 }, at: 1, nil)
        source.add("workflow_stage_status", labels.merging(["status": "running"]) { $1 }, at: 1, 1)
        _ = book.evaluate(at: minutes(0), in: source)
        _ = book.evaluate(at: minutes(1), in: source)
        #expect(book.alerts(at: minutes(1)).map(\.condition) == [.resolved])
    }

    @Test("latency that is no longer measured is no_data, not good news")
    func latencyGone() {
        var book = AlertBook(groups: BuiltInRules.groups())
        var source = source(Self.latency(0.3), minutes: 3)
        for metric in ["model_latency_baseline_seconds", "model_window_requests"] {
            source.add(metric, Self.version, at: 4, nil)
        }
        source.add(
            "model_latency_seconds", Self.version.merging(["quantile": "0.95"]) { $1 }, at: 4, nil)
        for quarter in 0...16 { _ = book.evaluate(at: minutes(Double(quarter) / 4), in: source) }
        #expect(book.alerts(at: minutes(4)).map(\.condition) == [.noData])
    }

    /// Of the version, and of the model's other one on the same target, from a minute on.
    private static func requests(_ own: Double, other: Double, from minute: Double)
        -> [(labels: [String: String], minute: Double, value: Double)]
    {
        [
            (version, minute, own), (version.merging(["version": "7"]) { $1 }, minute, other),
        ]
    }

    @Test(
        "on too few requests nothing is over, unless other versions have all of the traffic",
        arguments: [
            ("model_latency_seconds", "quantile", 0.3, 0.09),
            ("model_error_ratio", "", 0.3, 0.01),
        ])
    func tooFewRequests(
        _ row: (metric: String, more: String, bad: Double, good: Double)
    ) {
        var labels = Self.version
        if !row.more.isEmpty { labels[row.more] = "0.95" }
        func condition(
            own: Double, other: Double, value: Double?
        ) -> [BookAlert.Condition] {
            var book = AlertBook(groups: BuiltInRules.groups())
            var source = MemorySource()
            for minute in 0...3 {
                source.add(row.metric, labels, at: Double(minute), row.bad)
                source.add(
                    "model_latency_baseline_seconds", Self.version, at: Double(minute), 0.1)
                for (labels, _, value) in Self.requests(60, other: 60, from: 0) {
                    source.add("model_window_requests", labels, at: Double(minute), value)
                }
            }
            source.add(row.metric, labels, at: 4, value)
            source.add("model_latency_baseline_seconds", Self.version, at: 4, 0.1)
            for (labels, minute, value) in Self.requests(own, other: other, from: 4) {
                source.add("model_window_requests", labels, at: minute, value)
            }
            for quarter in 0...16 {
                _ = book.evaluate(at: minutes(Double(quarter) / 4), in: source)
            }
            return book.alerts(at: minutes(4)).map(\.condition)
        }
        #expect(condition(own: 12, other: 12, value: row.bad) == [.firing])
        #expect(condition(own: 12, other: 60, value: row.good) == [.firing])
        #expect(condition(own: 0, other: 0, value: nil) == [.noData])
        #expect(condition(own: 0, other: 60, value: nil) == [.resolved])
        #expect(condition(own: 50, other: 0, value: row.good) == [.resolved])
    }

    @Test("a user's rule of the same name takes the place of ours")
    func override() throws {
        let user = try groups(
            "groups: [{name: mine, rules: [{alert: ErrorsHigh, expr: model_error_ratio > 0.5}]}]")
        let names = BuiltInRules.groups(overriddenBy: user).flatMap(\.rules).map(\.name)
        #expect(names.count == 8 && !names.contains("ErrorsHigh"))
    }
}
