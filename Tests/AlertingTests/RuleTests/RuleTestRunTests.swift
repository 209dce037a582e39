import Testing

@testable import Alerting

struct RuleTestRunTests {
    private let rules = """
        groups:
        - name: g
          interval: 7m
          rules:
          - {record: 'v:double', expr: v * 2}
          - alert: High
            expr: v > 5
            for: 2m
            labels: {severity: page}
            annotations: {summary: '{{ $labels.model }} {{ $externalLabels.site }}'}
            ops: {no_data: no_data}
        """

    /// `+` for what passed, `-` for what failed, `~` for what was skipped.
    private func verdicts(
        _ test: String, interval: String = "1m", rules: String? = nil
    ) throws -> String {
        let file = try RuleTestFile(
            yaml: "evaluation_interval: \(interval)\ntests:\n- " + test, file: "t.yml",
            moment: { _ in nil })
        var text = ""
        for test in file.tests {
            var run = RuleTestRun(
                test, of: file, groups: file.arranged(try groups(rules ?? self.rules)))
            for outcome in run.run() {
                switch outcome.verdict {
                case .passed: text += "+"
                case .failed: text += "-"
                case .skipped: text += "~"
                }
            }
        }
        return text
    }

    @Test("groups run at the file's interval, whatever their own")
    func interval() throws {
        let test = """
            input_series: [{series: 'v{model="a"}', values: '1+1x20'}]
              promql_expr_test:
              - {expr: 'v:double', eval_time: 3m, exp_samples: [{labels: 'v:double{model="a"}', value: 8}]}
              - {expr: 'v:double', eval_time: 3m, exp_samples: [{labels: 'v:double{model="a"}', value: 9}]}
            """
        #expect(try verdicts(test) == "+-")
    }

    @Test("an expression is looked at by the clock of its own time")
    func clockBefore() throws {
        let test = """
            input_series: [{series: v, values: '0+1x20'}]
              promql_expr_test:
              - {expr: v, eval_time: 2m, exp_samples: [{labels: v, value: 2}]}
              - {expr: v, eval_time: 15m, exp_samples: [{labels: v, value: 15}]}
              actions: [{at: 10m, clock: +5m}]
            """
        #expect(try verdicts(test) == "++")
    }

    @Test("samples after the last evaluation are not there, as in promtool")
    func lastSamples() throws {
        let test = """
            interval: 10s
              input_series: [{series: v, values: '1+1x50'}]
              promql_expr_test:
              - {expr: v, eval_time: 70s, exp_samples: [{labels: v, value: 7}]}
            """
        #expect(try verdicts(test) == "+")
    }

    @Test("firing alerts are compared whole, and only those named")
    func firing() throws {
        let head = """
            external_labels: {site: eu}
              input_series: [{series: 'v{model="a"}', values: '9x20'}]
              alert_rule_test:

            """
        let right = "exp_labels: {model: a, severity: page}, exp_annotations: {summary: a eu}"
        #expect(
            try verdicts(
                head + """
                      - {eval_time: 1m59s, alertname: High, exp_alerts: []}
                      - {eval_time: 2m59s, alertname: High, exp_alerts: [{\(right)}]}
                      - {eval_time: 3m, alertname: High, exp_alerts: [{\(right)}, {\(right)}]}
                      - {eval_time: 3m, alertname: High, exp_alerts: [{exp_labels: {model: a}}]}
                      - {eval_time: 3m, alertname: Other, exp_alerts: []}
                    """) == "++--+")
    }

    @Test(
        "states of both axes",
        arguments: [
            ("pending", 1, "+"), ("firing", 2, "-"), ("firing", 3, "+"), ("[firing, new]", 4, "+"),
            ("[firing, acked]", 4, "-"), ("none", 0, "+"), ("pending", 0, "-"), ("none", 3, "-"),
            ("[{labels: {model: a}, state: firing}, {labels: {model: b}, state: none}]", 3, "+"),
            ("[{labels: {model: a}, state: firing}, {labels: {model: b}, state: firing}]", 3, "-"),
            ("resolved", 6, "+"), ("returned", 6, "+"), ("[no_data, new]", 12, "-"),
        ])
    func states(_ row: (state: String, minute: Int, verdict: String)) throws {
        let test = """
            input_series: [{series: 'v{model="a"}', values: '1 9x3 1x20'}]
              alert_rule_test:
              - {eval_time: \(row.minute)m, alertname: High, exp_state: \(row.state)}
            """
        #expect(try verdicts(test) == row.verdict)
    }

    @Test("an action at a time comes before what is looked at then, and may be refused")
    func actions() throws {
        let test = """
            input_series: [{series: 'v{model="a"}', values: '9x9 _x9'}]
              alert_rule_test:
              - {eval_time: 4m, alertname: High, exp_state: acked}
              - {eval_time: 6m, alertname: High, exp_state: [silenced, firing]}
              - {eval_time: 8m, alertname: High, exp_state: [new, firing]}
              - {eval_time: 15m, alertname: High, exp_state: no_data}
              actions:
              - {at: 1m, do: ack, alert: High, refused: nothing to acknowledge}
              - {at: 1m, do: ack, alert: Nobody}
              - {at: 4m, do: ack, alert: High}
              - {at: 5m, do: unack, alert: High}
              - {at: 5m, do: silence, alert: {model: a}, for: 2m}
            """
        #expect(try verdicts(test) == "+-++++")
    }

    @Test("an action by name is about what fires, not about what is over")
    func actionOnTheOpen() throws {
        let test = """
            input_series:
              - {series: 'v{model="a"}', values: '9x4 1x16'}
              - {series: 'v{model="b"}', values: '9x20'}
              actions:
              - {at: 4m, do: ack, alert: High}
              - {at: 8m, do: ack, alert: High, refused: already acknowledged}
              - {at: 8m, do: unack, alert: High}
              - {at: 9m, do: ack, alert: High}
            """
        #expect(try verdicts(test) == "+")
    }

    @Test("a clock that jumps fires nothing by itself")
    func clock() throws {
        let test = """
            input_series: [{series: v, values: '9x20'}]
              alert_rule_test:
              - {eval_time: 1m, alertname: High, exp_state: pending}
              - {eval_time: 2m, alertname: High, exp_state: pending}
              - {eval_time: 3m, alertname: High, exp_state: firing}
              actions: [{at: 0m, clock: +30m}]
            """
        // The jump came within the first minute: none of it counts as `for`, and nothing is judged
        // before writers have written at the new time.
        #expect(try verdicts(test) == "+++")
    }

    @Test("a clock that is set back ends no silence")
    func clockBack() throws {
        let test = """
            interval: 1m
              input_series: [{series: 'v{model="a"}', values: '9x90'}]
              actions:
              - {at: 7m30s, do: silence, alert: High, for: 1h, by: kim}
              - {at: 8m30s, clock: -10m}
              alert_rule_test:
              - {eval_time: 8m, alertname: High, exp_state: [firing, silenced]}
              - {eval_time: 9m, alertname: High, exp_state: [firing, silenced]}
              - {eval_time: 14m, alertname: High, exp_state: [firing, silenced]}
              - {eval_time: 80m, alertname: High, exp_state: [firing, new]}
            """
        #expect(try verdicts(test) == "++++")
    }

    @Test("a late sample counts where it belongs")
    func late() throws {
        let test = """
            input_series: [{series: w, values: '1 _x20'}]
              promql_expr_test:
              - {expr: 'count_over_time(w[10m])', eval_time: 5m, exp_samples: [{value: 2}]}
              - {expr: 'last_over_time(w[10m])', eval_time: 2m, exp_samples: [{labels: w, value: 1}]}
              actions: [{at: 5m, late_sample: {series: w, value: 7, at: 3m}}]
            """
        #expect(try verdicts(test) == "++")
    }

    @Test("a restart keeps what was known, with or without the past at hand")
    func restart() throws {
        for replay in ["", ", replay: true"] {
            let test = """
                input_series: [{series: v, values: '9x20'}]
                  alert_rule_test:
                  - {eval_time: 6m, alertname: High, exp_state: [firing, acked]}
                  - {eval_time: 9m, alertname: High, exp_state: [firing, acked]}
                  actions:
                  - {at: 4m, do: ack, alert: High}
                  - {at: 5m, do: restart, for: 3m\(replay)}
                """
            #expect(try verdicts(test) == "++")
        }
    }

    @Test("down time counts as `for` only when the past can be judged again")
    func downTime() throws {
        // Series of the test's own have no past, as a metrics file has none.
        for (replay, verdict) in [
            (", replay: true", "firing"), (", replay: false", "pending"), ("", "pending"),
        ] {
            let test = """
                input_series: [{series: v, values: '9x20'}]
                  alert_rule_test: [{eval_time: 5m, alertname: High, exp_state: \(verdict)}]
                  actions: [{at: 0m, do: restart, for: 5m\(replay)}]
                """
            #expect(try verdicts(test) == "+")
        }
    }

    @Test("a silence ends on request when nothing matches it any more")
    func untilUnmatched() throws {
        for (ends, verdict) in [("true", "new"), ("false", "silenced")] {
            let test = """
                input_series: [{series: v, values: '9x5 1x3 9x9'}]
                  alert_rule_test: [{eval_time: 14m, alertname: High, exp_state: \(verdict)}]
                  actions:
                  - {at: 4m, do: silence, alert: High, for: 1h, until_unmatched: \(ends)}
                """
            #expect(try verdicts(test) == "+")
        }
    }

    @Test("a silence ends on request also when all was over by the first look at it")
    func untilUnmatchedAtOnce() throws {
        for (ends, verdict) in [("true", "new"), ("false", "silenced")] {
            let test = """
                input_series: [{series: v, values: '9x5 1x3 9x9'}]
                  alert_rule_test: [{eval_time: 14m, alertname: High, exp_state: \(verdict)}]
                  actions:
                  - {at: 5m30s, do: silence, alert: High, for: 1h, until_unmatched: \(ends)}
                """
            #expect(try verdicts(test) == "+")
        }
    }

    @Test("a silence on what is only pending ends on request with it")
    func untilUnmatchedPending() throws {
        for (ends, verdict) in [("true", "new"), ("false", "silenced")] {
            let test = """
                input_series: [{series: v, values: '1 9 1x3 9x9'}]
                  alert_rule_test: [{eval_time: 14m, alertname: High, exp_state: \(verdict)}]
                  actions:
                  - {at: 1m30s, do: silence, alert: High, for: 1h, until_unmatched: \(ends)}
                """
            #expect(try verdicts(test) == "+")
        }
    }

    @Test("what a restart lost is not read again, and a range that is not yet full clears nothing")
    func lostPast() throws {
        // Only while it is down; before it; in both: the alert stays until nine minutes are seen.
        for (values, at, replay, verdict) in [
            ("1x5 9x2 1x20", 10, "false", "none"), ("1x5 9x2 1x20", 10, "true", "firing"),
            ("9x5 1x20", 10, "false", "firing"), ("9x5 1x20", 18, "false", "none"),
        ] {
            let test = """
                input_series: [{series: w, values: '\(values)'}]
                  alert_rule_test: [{eval_time: \(at)m, alertname: Peak, exp_state: \(verdict)}]
                  promql_expr_test:
                  - {expr: 'count_over_time(w[3m])', eval_time: 5m, exp_samples: [{value: 3}]}
                  actions: [{at: 5m30s, do: restart, for: 3m, replay: \(replay)}]
                """
            let rules = """
                groups:
                - name: g
                  rules: [{alert: Peak, expr: 'max_over_time(w[9m]) > 5'}]
                """
            #expect(try verdicts(test, rules: rules) == "++", "\(values) \(at) \(replay)")
        }
    }

    @Test("what a restart leaves of a series is its newest sample, whichever came last")
    func lateThenLost() throws {
        let test = """
            interval: 5m
              input_series: [{series: v, values: '1x3'}]
              alert_rule_test: [{eval_time: 8m, alertname: High, exp_state: none}]
              actions:
              - {at: 6m10s, late_sample: {series: v, value: 99, at: 4m}}
              - {at: 6m30s, do: restart}
            """
        #expect(try verdicts(test) == "+")
    }

    @Test("native histograms are skipped, not failed")
    func histograms() throws {
        let test = """
            input_series: [{series: v, values: '{{schema:0 sum:1 count:1}}x9'}]
              alert_rule_test: [{eval_time: 5m, alertname: High, exp_alerts: [{}]}]
              promql_expr_test: [{expr: v, eval_time: 1m, exp_samples: [{labels: v, value: 1}]}]
            """
        #expect(try verdicts(test) == "~~")
    }
}
