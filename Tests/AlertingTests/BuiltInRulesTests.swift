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

    /// What becomes of LatencyRegressed or ErrorsHigh, firing since minute 3, at minute 20.
    ///
    /// - Parameters:
    ///   - requests: of version 8 from minute 10 on; 60 before.
    ///   - value: the figure from minute 10 on; nil without requests.
    ///   - others: requests of version 7 from minute 10 on; 60 before.
    private static func outcome(
        _ metric: String, _ requests: Double, value: Double?, others: Double = 60,
        isRetired: Bool = false
    ) -> [BookAlert.Condition] {
        var labels = version
        if metric == "model_latency_seconds" { labels["quantile"] = "0.95" }
        let places = ["8", "7"].map { ["model": "fraud", "version": $0, "target": "eu-1"] }
        var source = MemorySource()
        for minute in 0...20 {
            let isLate = minute >= 10
            source.add(metric, labels, at: Double(minute), isLate ? value : 0.3)
            source.add("model_latency_baseline_seconds", version, at: Double(minute), 0.1)
            for (place, late) in zip(places, [requests, others]) {
                source.add(
                    "model_window_requests", place, at: Double(minute), isLate ? late : 60)
                let isGone = isLate && isRetired && late == requests
                source.add("model_silence_seconds", place, at: Double(minute), isGone ? nil : 1)
                source.add(
                    "model_silence_limit_seconds", place, at: Double(minute),
                    isGone ? .infinity : 600)
            }
        }
        var book = AlertBook(groups: BuiltInRules.groups())
        for quarter in 0...80 { _ = book.evaluate(at: minutes(Double(quarter) / 4), in: source) }
        return book.alerts(at: minutes(20)).filter {
            ["LatencyRegressed", "ErrorsHigh"].contains($0.rule)
        }.map(\.condition)
    }

    @Test(
        "few requests end nothing by being few, wherever the others went; a registry does",
        arguments: ["model_latency_seconds", "model_error_ratio"])
    func fewRequests(_ metric: String) {
        func outcome(_ requests: Double, _ value: Double?) -> [BookAlert.Condition] {
            Self.outcome(metric, requests, value: value)
        }
        #expect(outcome(12, 0.3) == [.firing])
        #expect(outcome(12, 0.01) == [.resolved], "few and good")
        #expect(outcome(3, 0.01) == [.firing], "a trickle of an outage")
        #expect(outcome(0, nil) == [.noData], "it died")
        #expect(
            Self.outcome(metric, 0, value: nil, others: 120) == [.noData],
            "that others got more does not say that it was taken off")
        #expect(Self.outcome(metric, 0, value: nil, isRetired: true) == [.resolved])
        #expect(
            Self.outcome(metric, 12, value: 0.3, isRetired: true) == [.firing],
            "whatever a registry says, it serves")
    }

    @Test("a silence whose limit is not known any more is no_data, and over when it is retired")
    func silenceUnknown() {
        func outcome(_ silence: Double?, _ limit: Double?) -> [BookAlert.Condition] {
            var source = MemorySource()
            for minute in 0...4 {
                source.add(
                    "model_silence_seconds", Self.version, at: Double(minute),
                    minute < 3 ? 700 : silence)
                source.add(
                    "model_silence_limit_seconds", Self.version, at: Double(minute),
                    minute < 3 ? 600 : limit)
            }
            var book = AlertBook(groups: BuiltInRules.groups())
            for quarter in 0...16 {
                _ = book.evaluate(at: minutes(Double(quarter) / 4), in: source)
            }
            return book.alerts(at: minutes(4)).map(\.condition)
        }
        #expect(outcome(800, 600) == [.firing])
        #expect(outcome(800, nil) == [.noData], "a rotated log and a restart")
        #expect(outcome(3, 600) == [.resolved])
        #expect(outcome(nil, .infinity) == [.resolved])
    }

    @Test("a user's rule of the same name takes the place of ours")
    func override() throws {
        let user = try groups(
            "groups: [{name: mine, rules: [{alert: ErrorsHigh, expr: model_error_ratio > 0.5}]}]")
        let names = BuiltInRules.groups(overriddenBy: user).flatMap(\.rules).map(\.name)
        #expect(names.count == 8 && !names.contains("ErrorsHigh"))
    }
}
