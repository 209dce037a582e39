import Telemetry
import Testing

@testable import Alerting

/// What `check` says about rules that are allowed and unwise.
struct RuleLintTests {
    private func lints(
        _ rules: String, _ series: [[String: String]]? = nil
    ) throws -> [RuleLint] {
        let file = try RuleFile(
            yaml: "groups:\n- name: g\n  interval: 15s\n  rules:\n" + rules, file: "r.yml")
        var catalog = SeriesCatalog()
        for labels in series ?? [] { catalog.add(Labels(labels)) }
        return RuleLinter(groups: file.groups, catalog: series == nil ? nil : catalog).lints()
    }

    private func codes(of expression: String, _ series: [[String: String]]? = nil) throws
        -> [String]
    {
        try lints("  - alert: A\n    expr: '\(expression)'\n", series).map(\.code.rawValue)
    }

    @Test(
        "what can never hold",
        arguments: [
            "x > 5 and x < 3", "(x > 5) < 3", "x == 1 and x == 2", "5 < x and x <= 5",
            "absent(x) == 0", "count(x) == 0", "count(x) < 1", "rate(x_total[5m]) < 0",
            "vector(1) > 2", "hour(x) > 24", "up > 1", "model_error_ratio > 2",
            "-abs(x) > 0", "x > 5 unless x > 3", "sum(rate(x_total[5m])) < 0",
            "100 * model_error_ratio > 150", "count(x > 5 and x < 3) > 0",
            "x > 9 and y > 1 and x < 2", "x == NaN", "x > NaN", "x > Inf", "x < -Inf",
            "clamp_max(x, 5) > 10", "clamp(x, 1, 5) < 1", "clamp_min(x, 3) < 2",
            "model_error_ratio > 2 or up > 1", "abs(model_error_ratio > 2) > 1",
            "x{a=\"b\",a=\"c\"} > 5", "x{a=\"b\",a!~\"b.*\"} > 5",
            "x{a=~\"b|c\",a!=\"b\",a!=\"c\"} > 5",
            "sum(rate({__name__=\"x\",__name__=~\"y.*\"}[5m])) > 1",
        ])
    func neverTrue(_ expression: String) throws {
        #expect(try codes(of: expression) == ["never-true"])
    }

    @Test(
        "what always holds",
        arguments: [
            "1", "0", "vector(1)", "count(x) > 0", "count(x) >= 1", "model_error_ratio >= 0",
            "model_error_ratio > 0.5 or model_error_ratio <= 0.5", "count(x) != 0", "2 > bool 1",
            "x != NaN", "scalar(x) > bool 2", "scalar(x)",
            "model_error_ratio >= -Inf", "x > 5 or vector(0)", "sum(x > 5 or vector(0))",
            "(vector(0)) or x",
        ])
    func alwaysTrue(_ expression: String) throws {
        #expect(try codes(of: expression) == ["always-true"])
    }

    @Test(
        "what sorts out NaN is a condition",
        arguments: [
            "x >= -Inf", "x <= Inf", "abs(x) >= 0", "x > 5 or x <= 5",
            "histogram_quantile(0.9, rate(model_request_duration_seconds_bucket[5m])) >= -Inf",
            "sqrt(model_error_ratio) >= 0",
            "quantile_over_time(scalar(x), model_error_ratio[5m]) >= -Inf",
        ])
    func notANumber(_ expression: String) throws {
        #expect(try codes(of: expression).isEmpty)
    }

    @Test(
        "a dead part, where the whole can fire",
        arguments: [
            "model_error_ratio > 0.1 or model_error_ratio > 2",
            "x > 5 unless model_error_ratio > 2",
            "absent(model_error_ratio > 2)", "count(up == 0) == 0 or count(up == 0) > 3",
            "x > 5 and (y > 3 or up > 1)", "absent_over_time((up > 1)[5m:])",
        ])
    func deadPart(_ expression: String) throws {
        let found = try lints("  - alert: A\n    expr: '\(expression)'\n")
        #expect(found.map(\.code) == [.neverTrue])
        #expect(found.allSatisfy { $0.message.hasPrefix("a part is dead: ") })
        #expect(!found.contains { $0.hint.contains("nothing can ever come of it") })
    }

    @Test("of a name that a rule or a source brings, our own range says nothing")
    func foreign() throws {
        let rules = """
              - {record: model_error_ratio, expr: 100 * x / y}
              - {alert: A, expr: model_error_ratio > 5}
            """ + "\n"
        #expect(try lints(rules).isEmpty)
        let file = try RuleFile(
            yaml: "groups: [{name: g, rules: [{alert: A, expr: up > 2}]}]", file: "r.yml")
        for isImported in [true, false] {
            var catalog = SeriesCatalog()
            catalog.add(Labels(["__name__": "up"]), isImported: isImported)
            let found = RuleLinter(groups: file.groups, catalog: catalog).lints().map(\.code)
            #expect(found == (isImported ? [] : [.neverTrue]))
        }
    }

    @Test("a record of a record is a condition, wherever the other stands")
    func recordOfARecord() throws {
        let rules = """
              - {alert: A, expr: c}
              - {record: c, expr: b}
              - {record: b, expr: a}
              - {record: a, expr: x > 5}
            """ + "\n"
        #expect(try lints(rules).isEmpty)
    }

    @Test("a template that compares what Go does not")
    func templateCompare() throws {
        func found(_ text: String) throws -> [String] {
            try lints(
                "  - {alert: A, expr: x > 1, annotations: {a: '\(text)'}}\n"
            ).map { "\($0.code.rawValue): \($0.hint)" }
        }
        #expect(try found("{{ if gt $value 1 }}y{{ end }}") == ["template-compare: write 1.0"])
        #expect(try found("{{ if $value | lt 5 }}y{{ end }}") == ["template-compare: write 5.0"])
        #expect(
            try found("{{ if eq $labels.a 5 }}y{{ end }}")
                == ["template-compare: compare what is of one kind"])
        #expect(
            try found("{{ if gt $value 1.0 }}y{{ end }}{{ if eq $labels.a \"b\" }}{{ end }}") == [])
        #expect(try found("{{ range query \"x\" }}{{ if gt .Value 1.0 }}y{{ end }}{{ end }}") == [])
    }

    @Test("our own series are looked for too, but not what is there only while it is true")
    func ownSeries() throws {
        let seen = [["__name__": "model_error_ratio", "model": "a"]]
        #expect(try codes(of: "{__name__=~\"modle_.+\"} > 9", seen) == ["unknown-metric"])
        #expect(try codes(of: "{__name__=~\"model_.+\"} > 9", seen) == [])
        #expect(try codes(of: "{__name__=~\"workflow_stage_s.+\"} > 9", seen) == [])
        #expect(try codes(of: "{model=\"a\"} > 9", seen) == [])
        let drift = try lints("  - {alert: A, expr: model_drift > 0.2}\n", seen)
        #expect(drift.map(\.code) == [.unknownMetric])
        #expect(drift[0].hint.contains("references:"))
        #expect(
            try codes(
                of: "model_feature_null_ratio{feature=\"amuont\"} > 0.1",
                [
                    ["__name__": "model_feature_null_ratio", "feature": "amount"]
                ]) == ["unknown-label"])
        #expect(try codes(of: "workflow_stage_age_seconds > 9", seen) == ["unknown-metric"])
        #expect(try codes(of: "workflow_stage_status{status=\"failed\"}", seen) == [])
        #expect(
            try codes(
                of: "workflow_stage_status{status=\"failed\"}",
                [
                    ["__name__": "workflow_stage_status", "status": "ok"]
                ]) == [])
    }

    @Test(
        "no threshold: it fires whenever the series exists",
        arguments: [
            "x", "sum(x)", "rate(x_total[5m])", "x > bool 5", "x and y", "x or y > 1",
            "histogram_quantile(0.9, x_bucket)", "max_over_time(x[5m])",
        ])
    func noThreshold(_ expression: String) throws {
        #expect(try codes(of: expression) == ["no-threshold"])
    }

    @Test(
        "a quantile that is none",
        arguments: [
            "quantile(95, x) > 3", "quantile_over_time(1.5, x[5m]) > 3",
            "histogram_quantile(-0.1, x_bucket) > 3",
        ])
    func quantileRange(_ expression: String) throws {
        #expect(try codes(of: expression) == ["quantile-range"])
    }

    @Test("what needs native histograms says so before it runs")
    func nativeHistograms() throws {
        #expect(try codes(of: "histogram_avg(rate(x_total[5m])) > 3") == ["native-histogram"])
        let recorded = try lints("  - record: r\n    expr: histogram_count(x)\n")
        #expect(recorded.map(\.code) == [.nativeHistogram])
    }

    @Test(
        "what is in order",
        arguments: [
            "x{a=~\"b|c\",a!=\"b\"} > 5", "x{a=\"\",a!=\"b\"} > 5", "(x > 5 or vector(0)) > 5",
            "topk(1, x) > 3 or vector(0) > x",
            "{__name__=~\"a|b\"} > 5 and {__name__=~\"a|b\"} < 3",
            "x > 5", "x > 5 and x < 30", "absent(x)", "absent(x) == 1", "x unless y",
            "count(up == 0) > 0", "count(x > 5) > 3", "sum(x > bool 5) > 3", "x != 0",
            "x > 5 and on (a) x < 3", "x > 5 or x < 3", "hour() > 8", "x > 1 and hour() > 8",
            "vector(time()) > 3", "ALERTS{alertname=\"B\"}", "x > y", "up == 0",
            "workflow_stage_status{status=\"failed\"}", "max_over_time((x > 5)[5m:])",
            "rate(x_total[5m]) == 0", "changes(x[1h]) > 2", "x > 5 unless on (a) x > 3",
            "model_error_ratio > 0.02", "sum(x) by (a) / sum(y) by (a) > 1",
            "predict_linear(x[1h], 3600) < 0", "x < -5", "delta(x[5m]) < 0",
        ])
    func inOrder(_ expression: String) throws {
        #expect(try codes(of: expression) == [])
    }

    @Test("an alert on a recorded condition has its threshold there")
    func recordedCondition() throws {
        let found = try lints(
            """
              - {record: x:high, expr: x > 5}
              - {record: x:sum, expr: sum(x)}
              - {alert: A, expr: 'x:high'}
              - {alert: B, expr: 'x:sum'}
            """)
        #expect(found.map(\.rule) == ["B"])
    }

    @Test("a rate wants a counter, delta a gauge, and a range two samples")
    func rates() throws {
        #expect(try codes(of: "rate(model_error_ratio[5m]) > 0.1") == ["rate-gauge"])
        #expect(try codes(of: "rate(disk_ratio[5m]) > 0.1") == ["rate-gauge"])
        #expect(try codes(of: "delta(x_total[5m]) > 1") == ["rate-gauge"])
        #expect(try codes(of: "rate(model_requests_total[15s]) > 1") == ["range-short"])
        #expect(try codes(of: "rate(model_requests_total[30s]) > 1") == [])
        #expect(try codes(of: "rate(x_total[1s]) > 1") == [], "how often x comes is not known")
    }

    @Test("for and keep_firing_for of nothing, or less than an interval")
    func durations() throws {
        func found(_ keys: String) throws -> [String] {
            try lints("  - {alert: A, expr: x > 1, \(keys)}\n").map(\.description)
        }
        #expect(
            try found("for: 0s") == [
                "r.yml:5:34: for-useless: A: for of 0 is what it is without; "
                    + "leave it out, or name a time"
            ])
        #expect(
            try found("for: 5s") == [
                "r.yml:5:34: for-useless: A: for is shorter than the 15 s from one evaluation to "
                    + "the next; it lasts until the next evaluation in any case: name at least 15s"
            ])
        #expect(try found("for: 15s, keep_firing_for: 1m") == [])
        #expect(try found("keep_firing_for: 1s").count == 1)
    }

    @Test("who is woken needs a runbook")
    func runbooks() throws {
        func found(_ more: String) throws -> [RuleLint.Code] {
            try lints("  - {alert: A, expr: x > 1, \(more)}\n").map(\.code)
        }
        #expect(try found("labels: {severity: page}") == [.noRunbook])
        #expect(try found("labels: {severity: critical}") == [.noRunbook])
        #expect(try found("labels: {severity: ticket}") == [])
        #expect(try found("labels: {severity: page}, annotations: {runbook_url: u}") == [])
        #expect(try found("labels: {severity: page}, annotations: {runbook: u}") == [])
        #expect(try found("labels: {severity: page}, ops: {runbook: u}") == [])
    }

    @Test(
        "a template shows a label that the expression takes away",
        arguments: [
            ("sum by (job) (x) > 1", ["pod"]), ("sum(x) > 1", ["job", "pod"]),
            ("sum without (pod) (x) > 1", ["pod"]), ("x > 1", []),
            ("absent(x{job=\"a\"})", ["pod"]),
            ("x / on (job) y > 1", ["pod"]), ("x / on (job) group_left (pod) y > 1", []),
            ("sum by (job) (x) > 1 and on (job) y > 2", ["pod"]),
            ("count_values by (job) (\"pod\", x) > 1", []),
            ("label_replace(sum by (job) (x), \"pod\", \"\", \"\", \"\") > 1", []),
        ])
    func templateLabels(_ expression: String, _ lost: [String]) throws {
        let found = try lints(
            """
              - alert: A
                expr: '\(expression)'
                annotations: {s: '{{ $labels.job }} {{ if true }}{{ .Labels.pod }}{{ end }}'}
            """)
        #expect(found.map(\.code) == lost.map { _ in .templateLabel })
        for (lint, label) in zip(found, lost) {
            #expect(lint.message.contains("the label \(label),"), "\(lint.message)")
            #expect(lint.line == 7 && lint.column == 22)
        }
    }

    private static let seen = [
        ["__name__": "http_requests_total", "job": "api", "code": "200"],
        ["__name__": "http_requests_total", "job": "web", "code": "500"],
    ]

    @Test(
        "series, labels and values that no source has",
        arguments: [
            ("http_request_total > 1", ["unknown-metric"], "did you mean http_requests_total?"),
            ("nothing_like_it > 1", ["unknown-metric"], "driftop info"),
            ("http_requests_total{jib=\"api\"} > 1", ["unknown-label"], "did you mean job?"),
            ("http_requests_total{job=\"apu\"} > 1", ["unknown-label"], "did you mean \"api\"?"),
            ("http_requests_total{job=~\"a.*|b\"} > 1", [], ""),
            ("http_requests_total{job=~\"b.*\"} > 1", ["unknown-label"], "seen are api, web"),
            ("http_requests_total{jib!=\"api\"} > 1", [], ""),
            ("http_requests_total{jib=\"\"} > 1", [], ""),
            ("absent(nothing_like_it)", [], ""),
            ("ALERTS{alertname=\"B\"} == 1", [], ""), ("{job=\"api\"} > 1", [], ""),
        ])
    func unknownSeries(_ expression: String, _ codes: [String], _ hint: String) throws {
        let found = try lints("  - alert: A\n    expr: '\(expression)'\n", Self.seen)
        #expect(found.map(\.code.rawValue) == codes)
        if let first = found.first { #expect(first.hint.contains(hint), "\(first.hint)") }
    }

    @Test("rules that stand twice, and rules that say the same")
    func duplicates() throws {
        let found = try lints(
            """
              - {record: a, expr: sum(x)}
              - {record: a, expr: sum(y)}
              - {alert: B, expr: x > 1, for: 1m}
              - {alert: C, expr: (x>1), for: 1m}
              - {alert: D, expr: x > 1, for: 2m}
              - {alert: B, expr: x > 1, for: 1m, labels: {severity: x}}
              - {alert: F, expr: x > 1, for: 1m}
              - {record: one, expr: 1}
              - {record: two, expr: 1}
            """)
        #expect(found.map { "\($0.line) \($0.rule)" } == ["6 a", "11 F"])
    }

    @Test("rules that behave otherwise do not say the same")
    func notDuplicates() throws {
        let found = try lints(
            """
              - {alert: A, expr: x > 9}
              - {alert: B, expr: x > 9, ops: {clear: 5}}
              - {alert: C, expr: x > 9, ops: {no_data: ok}}
              - {alert: D, expr: x > 9, ops: {no_data: ok, runbook: r}}
              - {alert: F, expr: x > 9, labels: {team: b}}
              - {alert: G, expr: x > 9, ops: {route: SRE, no_data: ok}}
            - name: h
              interval: 5m
              rules:
              - {alert: E, expr: x > 9}
            """)
        #expect(found.map { "\($0.rule) \($0.code.rawValue)" } == ["D duplicate"])
    }

    @Test("names that mean nobody and nothing")
    func operations() throws {
        let file = try RuleFile(
            yaml: """
                groups:
                - name: g
                  rules:
                  - {alert: A, expr: x > 9, ops: {route: data enginer}}
                  - {alert: B, expr: x > 9, for: 1m, ops: {route: Data Engineer}}
                  - alert: C
                    expr: x > 8
                    labels: {severity: Ticket}
                    ops:
                      inhibit:
                      - {alerts: 'alertname="AA"'}
                      - {alerts: 'alertname="B"'}
                      - {alerts: 'alertname="LatencyRegressed"'}
                      - {alerts: 'alertname=~"Z.*"'}
                """, file: "r.yml")
        let linter = RuleLinter(
            groups: file.groups, catalog: nil, roles: ["data engineer", "ML engineer"])
        #expect(
            linter.lints().map(\.description) == [
                "r.yml:4:42: unknown-role: A: no team has the role \"data enginer\"; "
                    + "did you mean \"data engineer\"?",
                "r.yml:8:24: severity-case: C: severity \"Ticket\" is not what matchers of "
                    + "\"ticket\" find; write ticket",
                "r.yml:11:7: unknown-alert: C: inhibits AA, and no rule has that name; "
                    + "did you mean A?",
            ])
        #expect(RuleLinter(groups: file.groups, catalog: nil).lints().count == 2)
    }

    @Test("a lint stands under the text it means, in a block over several lines too")
    func places() throws {
        let found = try lints(
            """
              - alert: A
                expr: >-
                  x > 5 and
                    # not here
                  count(x) == 0
                  or y > 1
            """.replacing("        # not here\n", with: ""))
        let lint = try #require(found.first)
        #expect(lint.line == 8 && lint.column == 7)
        #expect(
            lint.excerpt == "x > 5 and count(x) == 0 or y > 1\n          ^^^^^^^^^^^^^")
    }

    @Test("the built-in rules give no cause")
    func builtIn() {
        #expect(RuleLinter(groups: BuiltInRules.groups(), catalog: nil).lints() == [])
    }
}
