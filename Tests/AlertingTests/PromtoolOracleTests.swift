import Telemetry
import Testing

@testable import Alerting

/// Random rules over random series, expected as our book sees them and judged by Debian's promtool.
///
/// No sample is ever exactly as old as a window: Prometheus 2 and 3 differ on those.
struct PromtoolOracleTests {
    private static let length = 24

    /// promtool's notation and the same samples in memory.
    private func series(
        _ name: String, _ random: inout Random, into source: inout MemorySource
    ) -> String {
        var values: [String] = []
        var gap = 0
        for minute in 0..<Self.length {
            let kind = random.below(10)
            if kind == 0, gap < 3, minute > 0, minute < Self.length - 1 {
                gap += 1
                values.append("_")
            } else if kind == 1, minute > 0 {
                gap = 0
                values.append("stale")
                source.add("v", ["model": name], at: Double(minute), nil)
            } else {
                gap = 0
                let value = [100.0, 600, 600, 750, 12_345_678][random.below(5)]
                values.append(String(Int(value)))
                source.add("v", ["model": name], at: Double(minute), value)
            }
        }
        return "  - {series: 'v{model=\"\(name)\"}', values: '\(values.joined(separator: " "))'}\n"
    }

    private func rules(_ random: inout Random) -> String {
        var text = "groups:\n- name: g\n  rules:\n  - {record: 'model:v:half', expr: v / 2}\n"
        let expressions = [
            "v > 500", "model:v:half > 250", "sum by (model) (v) > 700",
            "sum_over_time(v[150s]) > 1500",
            "absent(v{model=\"a\"})", "v > 500 unless v > 700",
            "sum by (model) (ALERTS{alertname=\"R0\",alertstate=\"firing\"})",
            "count(v > 500) > 1",
        ]
        for (index, expression) in expressions.enumerated() {
            text += "  - alert: R\(index)\n    expr: '\(expression)'\n"
            text += "    for: \(random.below(4))m\n    keep_firing_for: \(random.below(4))m\n"
            if random.below(2) == 0 {
                text +=
                    "    labels: {severity: '{{ if gt $value 700.0 }}page{{ else }}ticket{{ end }}'}\n"
            }
            text +=
                "    annotations: {s: '{{ $labels.model }} {{ $value }} {{ $value | humanize }}'}\n"
        }
        return text
    }

    /// The `ALERTS` series at one minute, as promtool wants them.
    private func expectation(_ book: AlertBook, minute: Int) -> String {
        let active = book.alerts(at: minutes(Double(minute))).filter { $0.instance.isActive }
        var samples = ""
        for alert in active {
            let state = alert.instance.isFiring ? "firing" : "pending"
            let pairs = alert.labels.setting("alertstate", state).pairs
            let labels = pairs.map { "\($0.name)=\"\($0.value)\"" }.joined(separator: ",")
            samples += "\n    - {labels: 'ALERTS{\(labels)}', value: 1}"
        }
        return "  - expr: ALERTS\n    eval_time: \(minute)m\n    exp_samples:"
            + (samples.isEmpty ? " []" : samples) + "\n"
    }

    /// The firing alerts of one rule at one minute with their annotations.
    private func firing(_ book: AlertBook, rule: String, minute: Int) -> String {
        let alerts = book.alerts(at: minutes(Double(minute)))
            .filter { $0.rule == rule && $0.instance.isFiring }
        var text = "  - eval_time: \(minute)m\n    alertname: \(rule)\n    exp_alerts:"
        if alerts.isEmpty { return text + " []\n" }
        for alert in alerts {
            let labels = alert.labels.removing(["alertname"]).pairs
                .map { "\($0.name): '\($0.value)'" }.joined(separator: ", ")
            let summary = alert.instance.annotations["s"] ?? ""
            text += "\n    - {exp_labels: {\(labels)}, exp_annotations: {s: '\(summary)'}}"
        }
        return text + "\n"
    }

    @Test("promtool sees the same states and the same texts", arguments: 1...12)
    func sameVerdict(_ seed: Int) throws {
        guard Promtool.isInstalled else { return }
        var random = Random(seed)
        var source = MemorySource()
        let rules = rules(&random)
        var inputs = ""
        for name in ["a", "b"] { inputs += series(name, &random, into: &source) }
        var book = AlertBook(groups: try groups(rules), defaultIntervalMilliseconds: 60_000)
        var (states, texts) = ("", "")
        for minute in 0..<Self.length {
            let evaluation = book.evaluate(at: minutes(Double(minute)), in: source)
            #expect(evaluation.faults.isEmpty)
            source.store(evaluation)
            states += expectation(book, minute: minute)
            texts += firing(book, rule: "R\(random.below(8))", minute: minute)
        }
        let test =
            "rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n- interval: 1m\n"
            + "  input_series:\n\(inputs)  alert_rule_test:\n\(texts)  promql_expr_test:\n\(states)"
        let (status, output) = try Promtool.test(rules: rules, test: test)
        #expect(status == 0, "seed \(seed):\n\(output)\n\(rules)\n\(inputs)")
    }
}
