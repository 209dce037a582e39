import Foundation
import Testing

/// Rule tests over real files, with the journal that the program itself uses.
struct RecordedTestTests {
    /// Half an hour, one request every five seconds, slow and faulty from minute 10 to 20.
    private static var log: String {
        (0..<360).map { number in
            let second = number * 5
            let isSlow = (600..<1_200).contains(second)
            let time = String(format: "2026-11-23T03:%02d:%02dZ", second / 60, second % 60)
            return "{\"ts\":\"\(time)\",\"model\":\"fraud\",\"version\":\"8\",\"target\":\"eu-1\","
                + "\"latency_ms\":\(isSlow ? 900 : 80),\"status\":\(isSlow ? 500 : 200)}\n"
        }.joined()
    }

    private static let rules = """
        groups:
        - name: g
          rules:
          - {alert: Slow, expr: 'model_latency_seconds{quantile="0.95"} > 0.5', for: 1m}
          - alert: Errors
            expr: sum(rate(model_requests_total{outcome="error"}[2m])) > 0.01
          - {alert: Hot, expr: gpu > 0.9}

        """

    @Test func rulesRunOverLogsAndMetricFiles() throws {
        let place = try HeadlessWorkspace()
        try place.scratch.write("t/rules.yml", Self.rules)
        try place.scratch.write("t/serving.jsonl", Self.log)
        // 2026-11-23T03:15:00Z, in milliseconds as the text format has them.
        try place.scratch.write("t/gpu.prom", "gpu{n=\"1\"} 0.95 1795403700000\n")
        try place.scratch.write(
            "t/log.test.yaml",
            """
            rule_files: [rules.yml]
            tests:
            - input_files: [serving.jsonl, gpu.prom]
              alert_rule_test:
              - {eval_time: 9m, exp_no_alerts: all}
              - {eval_time: 14m, alertname: Hot, exp_state: none}
              - {eval_time: 15m, alertname: Hot, exp_state: firing}
              - {eval_time: 15m, alertname: Slow, exp_state: [firing, new]}
              - {eval_time: 15m, alertname: Errors, exp_alerts: [{}]}
              - {eval_time: 19m, alertname: Slow, exp_state: [firing, acked]}
              - {eval_time: 28m, alertname: Slow, exp_state: [resolved, acked]}
              - {eval_time: 28m, alertname: Errors, exp_state: [resolved, returned]}
              promql_expr_test:
              - expr: 'sum(increase(model_requests_total{outcome="error"}[30m]))'
                eval_time: 29m
                exp_samples: [{value: 120}]
              actions:
              - {at: 16m, do: ack, alert: Slow, by: kim, comment: rolling back}
              - {at: 16m, do: ack, alert: Slow, by: li, refused: already acknowledged by kim}
              - {at: 17m, do: restart, for: 1m}

            """)
        let ended = try place.driftop("test", "--list-failures", "t/log.test.yaml")
        #expect(ended.code == 0, "\(ended.output)")
    }

    /// A prediction every two seconds for half an hour, its truth ten minutes late; after 400 of
    /// them every second one is wrong, and after 600 no `deny` comes any more.
    @Test func qualityAndClassesAreSeriesForRules() throws {
        let place = try HeadlessWorkspace()
        let lines = (0..<900).flatMap { number -> [(Int, String)] in
            let second = number * 2 + 1
            let answer = number % 5 == 0 && number < 600 ? "deny" : "grant"
            let truth = number >= 400 && number % 2 == 0 ? "neither" : answer
            return [
                (
                    second,
                    "\"model\":\"loan\",\"version\":\"2\",\"request_id\":\"r\(number)\","
                        + "\"latency_ms\":5,\"prediction\":\"\(answer)\""
                ), (second + 600, "\"request_id\":\"r\(number)\",\"label\":\"\(truth)\""),
            ]
        }.sorted { $0.0 < $1.0 }
        let base = 1_795_000_020_000
        try place.scratch.write(
            "t/log.jsonl",
            lines.map { "{\"ts\":\(base + $0.0 * 1_000),\($0.1)}\n" }.joined())
        // At 20m the first 300 are labelled; at 30m the first 600, the newest 500 of them from
        // 100 on: 300 right, and of 200 every second one.
        try place.scratch.write(
            "t/r.yml",
            """
            groups:
            - name: g
              rules:
              - {alert: Wrong, expr: 'model_quality{metric="accuracy"} < 0.9', for: 2m}
              - {alert: Gone, expr: 'model_prediction_ratio{class="deny"} < 0.01'}

            """)
        try place.scratch.write(
            "t/q.test.yaml",
            """
            rule_files: [r.yml]
            tests:
            - input_files: [log.jsonl]
              promql_expr_test:
              - expr: model_quality{metric="accuracy"}
                eval_time: 20m
                exp_samples:
                - {labels: 'model_quality{metric="accuracy", model="loan", version="2"}', value: 1}
              - expr: model_quality{metric="accuracy"}
                eval_time: 30m
                exp_samples:
                - labels: model_quality{metric="accuracy", model="loan", version="2"}
                  value: 0.8
              - expr: model_quality_window_labels
                eval_time: 20m
                exp_samples:
                - {labels: 'model_quality_window_labels{model="loan", version="2"}', value: 300}
              - expr: count(model_quality{metric="accuracy"})
                eval_time: 10m
              - expr: model_prediction_ratio
                eval_time: 15m
                exp_samples:
                - {labels: 'model_prediction_ratio{class="deny", model="loan", version="2"}', \
            value: 0.2}
                - {labels: 'model_prediction_ratio{class="grant", model="loan", version="2"}', \
            value: 0.8}
              alert_rule_test:
              - {eval_time: 22m, alertname: Wrong, exp_state: none}
              - {eval_time: 30m, alertname: Wrong, exp_state: [firing, new]}
              - {eval_time: 24m, alertname: Gone, exp_state: none}
              - {eval_time: 26m, alertname: Gone, exp_state: [firing, new]}

            """)
        let ended = try place.driftop("test", "--list-failures", "t/q.test.yaml")
        #expect(ended.code == 0, "\(ended.output)")
    }

    @Test func theSecondOfTwoRulesOfOneNameOutlivesARestart() throws {
        let place = try HeadlessWorkspace()
        try place.scratch.write(
            "t/r.yml",
            """
            groups:
            - name: g
              rules:
              - {alert: Slow, expr: 'p95{model="fraud"} > 1', labels: {severity: page}}
              - alert: Slow
                expr: p95{model="churn"} > 1
                labels: {severity: page}
                ops: {flap: {window: 8, low: 0.1, high: 0.3}}

            """)
        try place.scratch.write(
            "t/two.test.yaml",
            """
            rule_files: [r.yml]
            evaluation_interval: 15s
            tests:
            - interval: 15s
              input_series:
              - {series: 'p95{model="fraud"}', values: 0.1x60}
              - {series: 'p95{model="churn"}', values: 2x60}
              actions:
              - {at: 2m, do: ack, alert: Slow, by: kim}
              - {at: 3m, do: restart}
              alert_rule_test:
              - {eval_time: 2m45s, alertname: Slow, exp_state: [firing, acked]}
              - {eval_time: 3m15s, alertname: Slow, exp_state: [firing, acked]}
              - {eval_time: 14m, alertname: Slow, exp_state: [firing, acked]}
            - name: comes and goes, one incident over the restart
              interval: 15s
              input_series:
              - {series: 'p95{model="churn"}', values: 2 2 2 0 2 0 2 0 2 0 2 0 0 0 0x9}
              actions: [{at: 2m30s, do: restart}]
              alert_rule_test:
              - {eval_time: 3m15s, alertname: Slow, exp_state: [flapping]}

            """)
        let ended = try place.driftop("test", "--list-failures", "t/two.test.yaml")
        #expect(ended.code == 0, "\(ended.output)")
    }

    @Test func aFileThatIsNoInputIsAFaultAtItsPlace() throws {
        let place = try HeadlessWorkspace()
        try place.scratch.write("t/notes.txt", "nothing to see\n")
        try place.scratch.write("t/x.yml", "tests:\n- input_files: [notes.txt, gone.jsonl]\n")
        let ended = try place.driftop("test", "t/x.yml")
        #expect(ended.code == 2)
        #expect(ended.output.contains("t/x.yml:2:28: no input file \"gone.jsonl\""))
        #expect(ended.output.contains("t/x.yml:2:17: "), "\(ended.output)")
        try place.scratch.write("t/y.yml", "tests:\n- input_files: [gone.jsonl]\n")
        let alone = try place.driftop("test", "t/y.yml")
        #expect(alone.output.components(separatedBy: "FAULTY").count == 2, "\(alone.output)")
    }
}
