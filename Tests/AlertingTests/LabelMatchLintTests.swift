import Telemetry
import Testing

@testable import Alerting

/// What `check` says of operators whose sides have other labels.
struct LabelMatchLintTests {
    private func lints(_ rules: String) throws -> [String] {
        let file = try RuleFile(
            yaml: "groups:\n- name: g\n  interval: 15s\n  rules:\n" + rules, file: "r.yml")
        return RuleLinter(groups: file.groups, catalog: nil).lints().map(\.code.rawValue)
    }

    private func isNeverTrue(_ expression: String) throws -> Bool {
        try lints("  - alert: A\n    expr: '\(expression)'\n").contains("never-true")
    }

    @Test(
        "sides that cannot match",
        arguments: [
            "model_latency_seconds{quantile=\"0.95\"} > 1.5 * model_latency_baseline_seconds",
            "model_drift > model_drift_threshold and model_drift_window_values > 500",
            "model_error_ratio > on (model, feature) model_feature_null_ratio",
            "max by (model, quantile) (model_latency_seconds) > model_latency_baseline_seconds",
            "rate(model_requests_total[5m]) / rate(model_request_duration_seconds_count[5m]) > 1",
            "source_lag_seconds > 5 and model_error_ratio > 0.1",
        ])
    func cannotMatch(_ expression: String) throws {
        #expect(try isNeverTrue(expression))
    }

    @Test(
        "sides that may match are no fault",
        arguments: [
            "sum without (quantile) (model_latency_seconds) > model_latency_baseline_seconds",
            "model_latency_seconds > on (model, version) 2 * model_latency_baseline_seconds",
            "model_latency_seconds > ignoring (quantile) group_left model_latency_baseline_seconds",
            "model_drift > model_drift_threshold",
            "max without (method) (model_drift > 1) and model_drift_window_values >= 500",
            "model_drift > 1 and on (model, feature) model_drift_window_values >= 500",
            "model_error_ratio > 0.1 and model_window_requests > 50",
            "sum by (model) (model_drift) > 1 and sum by (model) (model_error_ratio) > 0.1",
            "model_error_ratio > 0.1 and x > 1", "model_drift > 0.1 and x > 1",
            "label_replace(model_error_ratio, \"feature\", \"a\", \"\", \"\") > on (feature) "
                + "model_drift",
            "model_latency_seconds > 1 unless model_error_ratio > 0.5",
            "model_latency_seconds > 1 or model_error_ratio > 0.5",
        ])
    func mayMatch(_ expression: String) throws {
        #expect(try !isNeverTrue(expression))
    }

    @Test("labels that somebody else may bring too are not known")
    func foreignLabels() throws {
        let rules = """
              - record: model_latency_baseline_seconds
                expr: max by (model, quantile) (mine)
              - alert: A
                expr: 'model_latency_seconds > on (model, quantile) model_latency_baseline_seconds'
            """
        #expect(try !lints(rules + "\n").contains("never-true"))
    }

    @Test(
        "sides of imported series match by what the sources have",
        arguments: [
            ("temp > lat_sum", true), ("temp > on (room) lat_sum", true),
            ("temp > on (site) lat_sum", false), ("temp > ignoring (room) lat_sum", false),
            ("sum by (site) (temp) > lat_sum", false), ("temp > other", false),
            ("temp unless lat_sum", false), ("temp > ignoring (floor, room) lat_sum", false),
            ("temp > 3 unless temp > 3", true), ("temp unless temp", true),
            ("temp > recorded", false),
            ("(temp * on (site) group_left (room) lat_sum) > lat_sum", false),
            ("(temp * on (site) group_left () lat_sum) > lat_sum", true),
            ("ALERTS{alertname=\"B\"} and on (feature) ALERTS{alertname=\"A\"}", false),
        ])
    func imported(_ row: (expression: String, isNever: Bool)) throws {
        var catalog = SeriesCatalog()
        for (name, labels) in [
            ("temp", ["room": "a", "site": "x"]),
            ("temp", ["room": "b", "site": "x", "floor": "2"]), ("lat_sum", ["site": "x"]),
            ("recorded", ["site": "x"]), ("ALERTS", ["alertname": "A", "feature": "f"]),
        ] {
            catalog.add(Labels(labels.merging(["__name__": name]) { $1 }), isImported: true)
        }
        let rules = """
              - {alert: A, expr: '\(row.expression)'}
              - {record: recorded, expr: temp * 2}
            """
        let file = try RuleFile(
            yaml: "groups:\n- name: g\n  interval: 15s\n  rules:\n" + rules + "\n", file: "r.yml")
        let lints = RuleLinter(groups: file.groups, catalog: catalog).lints()
        #expect(lints.contains { $0.code == .neverTrue } == row.isNever)
    }

    @Test(
        "what ends an alert is looked at as what begins it",
        arguments: [
            ("temp < 3", nil), ("temp", "no-threshold"), ("x < 3", "unknown-metric"),
            ("temp{room=\"z\"} < 3", "unknown-label"), ("temp < 3 and temp > 5", "never-true"),
            ("vector(1)", "always-true"), ("vector(0) > 1", "never-true"),
            ("hour() < 3", nil), ("absent(temp)", nil),
            ("quantile(95, temp) < 3", "quantile-range"),
        ])
    func clear(_ row: (clear: String, lint: String?)) throws {
        var catalog = SeriesCatalog()
        catalog.add(Labels(["__name__": "temp", "room": "a"]), isImported: true)
        let yaml = """
            groups:
            - name: g
              interval: 15s
              rules:
              - {alert: A, expr: temp > 5, ops: {clear: '\(row.clear)'}}
            """
        let file = try RuleFile(yaml: yaml, file: "r.yml")
        let lints = RuleLinter(groups: file.groups, catalog: catalog).lints()
        #expect(lints.map(\.code.rawValue) == [row.lint].compactMap(\.self))
        #expect(lints.allSatisfy { $0.message.hasPrefix("clear: ") && $0.line == 5 })
    }

    @Test("what was missing is over as soon as it is there")
    func clearOfAbsence() throws {
        var catalog = SeriesCatalog()
        catalog.add(Labels(["__name__": "temp"]), isImported: true)
        let yaml =
            "groups: [{name: g, rules: [{alert: A, expr: absent(temp), ops: {clear: temp}}]}]"
        let file = try RuleFile(yaml: yaml, file: "r.yml")
        #expect(RuleLinter(groups: file.groups, catalog: catalog).lints().isEmpty)
    }

    @Test(
        "a source's word for its series counts",
        arguments: [
            ("rate(temp[5m]) > 1", true), ("delta(temp[5m]) > 1", false),
            ("rate(jobs[5m]) > 1", false), ("deriv(jobs[5m]) > 1", true),
            ("rate(lat_count[5m]) > 1", false), ("delta(lat_sum[5m]) > 1", true),
            ("rate(plain[5m]) > 1", false), ("rate(jobs_total[5m]) > 1", true),
        ])
    func types(_ row: (expression: String, isWrong: Bool)) throws {
        var catalog = SeriesCatalog()
        for name in ["temp", "jobs", "jobs_total", "lat_count", "lat_sum", "plain"] {
            catalog.add(Labels(["__name__": name]), isImported: true)
        }
        catalog.add(
            types: ["temp": .gauge, "jobs": .counter, "jobs_total": .gauge, "lat": .histogram])
        let yaml = "groups: [{name: g, rules: [{alert: A, expr: '\(row.expression)'}]}]"
        let lints = RuleLinter(
            groups: try RuleFile(yaml: yaml, file: "r.yml").groups, catalog: catalog
        ).lints()
        #expect(lints.map(\.code.rawValue) == (row.isWrong ? ["rate-gauge"] : []))
    }
}
