import PromQL
import Telemetry

@testable import Alerting

/// A rule file and its test, drawn from a seed: with right expectations as our evaluation sees
/// them, and with wrong ones.
///
/// No sample is ever exactly as old as a window: Prometheus 2 and 3 differ on those.
struct RandomRuleFile {
    private(set) var rules = ""
    private(set) var test = ""
    private var random: Random
    private var source = MemorySource()
    private let stepSeconds: Int
    private let evaluationSeconds: Int
    private static let lengthSeconds = 1_800
    private static let alertCount = 9

    init(seed: Int) throws {
        random = Random(seed)
        stepSeconds = [30, 60][seed % 2]
        evaluationSeconds = [60, 30, 120][seed % 3]
        rules = drawRules()
        var inputs = ""
        for (name, labels) in [("v", "a"), ("v", "b"), ("c_total", "a"), ("c_total", "b")] {
            inputs += drawSeries(name, labels)
        }
        let cases = try drawCases()
        test = """
            rule_files: [rules.yml]
            evaluation_interval: \(evaluationSeconds)s
            group_eval_order: [first, second]
            tests:
            - interval: \(stepSeconds)s
              external_labels: {site: eu}
              input_series:
            \(inputs)\(cases)
            """
    }

    private mutating func drawSeries(_ name: String, _ model: String) -> String {
        var values: [String] = []
        var gap = 0
        // Far from zero and without resets: the versions extrapolate differently where a counter
        // may have begun within a range.
        var total = 90_000
        for index in 0..<(Self.lengthSeconds / stepSeconds + 20) {
            let time = Timestamp(milliseconds: Int64(index * stepSeconds) * 1_000)
            let kind = index == 0 ? 9 : random.below(12)
            gap += stepSeconds
            if kind == 0, gap < 240 {
                values.append("_")
                continue
            }
            gap = 0
            if kind == 1 {
                values.append("stale")
                source.add(name, ["model": model], [.stale(at: time)])
                continue
            }
            total += random.below(90)
            let value = name == "v" ? random.pick([100, 600, 600, 750, 12_345_678]) : total
            values.append("\(value)")
            source.add(name, ["model": model], [Sample(time: time, value: Double(value))])
        }
        return
            "  - {series: '\(name){model=\"\(model)\"}', values: '\(values.joined(separator: " "))'}\n"
    }

    private mutating func drawRules() -> String {
        let templates = [
            "{{ $labels.model }} {{ $value | humanize }}", "{{ $externalLabels.site }}",
            "{{ with query \"sum(v)\" }}{{ . | first | value }}{{ end }}",
            "{{ if gt $value 700.0 }}much{{ else }}{{ printf \"%.2f\" $value }}{{ end }}",
            "{{ range query \"v\" | sortByLabel \"model\" }}{{ .Labels.model }} {{ end }}",
        ]
        let expressions = [
            "v > 500", "half > 250", "sum by (model) (v) > 700", "rate(c_total[130s]) > 0.6",
            "absent(v{model=\"a\"})", "v > 500 unless v > 700", "count(v > 500) > 1",
            "sum by (model) (ALERTS{alertname=\"R0\",alertstate=\"firing\"})",
            "max_over_time(half[4m5s:70s]) > 300",
            "increase(c_total[5m20s]) > 150 and on (model) v",
        ]
        var text = "groups:\n- name: second\n  rules:\n"
        for index in 0..<Self.alertCount {
            text += "  - alert: R\(index)\n    expr: '\(random.pick(expressions))'\n"
            text += "    for: \(random.below(5) * 30)s\n    keep_firing_for: \(random.below(4))m\n"
            switch random.below(3) {
            case 0:
                text +=
                    "    labels: {severity: '{{ if gt $value 700.0 }}page{{ else }}ticket{{ end }}'}\n"
            // Expanded to nothing, the label is gone from the alert but not from `ALERTS`.
            case 1: text += "    labels: {much: '{{ if gt $value 700.0 }}yes{{ end }}'}\n"
            default: break
            }
            text += "    annotations: {s: '\(random.pick(templates))'}\n"
        }
        return text
            + "- name: first\n  interval: 17m\n  rules:\n"
            + "  - {record: half, expr: v / 2, labels: {kind: x}}\n"
            + "  - {record: 'model:c:rate', expr: 'sum by (model) (rate(c_total[130s]))'}\n"
    }

    /// Plays our own book over the series and writes down what it sees, now and then wrongly.
    private mutating func drawCases() throws -> String {
        var settings = RuleSettings()
        settings.subqueryStepMilliseconds = Int64(evaluationSeconds) * 1_000
        let file = try RuleFile(yaml: rules, file: "rules.yml", settings: settings)
        let groups = file.groups.reversed().map { group in
            var group = group
            group.intervalMilliseconds = Int64(evaluationSeconds) * 1_000
            return group
        }
        var book = AlertBook(
            groups: groups, external: ExternalIdentity(labels: ["site": "eu"]))
        var (alerts, expressions) = ("", "")
        for second in stride(from: 0, through: Self.lengthSeconds, by: evaluationSeconds) {
            let now = Timestamp(milliseconds: Int64(second) * 1_000)
            source.store(book.evaluate(at: now, in: source))
            alerts += alertCase(book, second)
            if random.chance(60) { expressions += try expressionCase(second, settings) }
        }
        return "  alert_rule_test:\n\(alerts)  promql_expr_test:\n\(expressions)"
    }

    private mutating func alertCase(_ book: AlertBook, _ second: Int) -> String {
        let rule = "R\(random.below(Self.alertCount))"
        let isWrong = random.chance(25)
        var firing = book.records.filter { $0.rule == rule && $0.instance.isFiring }
        if isWrong, random.chance(50) { firing = Array(firing.dropFirst()) }
        // Between two evaluations the earlier one counts.
        let time = second + random.below(evaluationSeconds)
        var text = "  - eval_time: \(time)s\n    alertname: \(rule)\n    exp_alerts:"
        if firing.isEmpty { return text + " []\n" }
        for alert in firing {
            var labels = alert.instance.labels.removing(["alertname"])
            if isWrong, random.chance(50) { labels = labels.setting("extra", "1") }
            let pairs = labels.pairs.map { "\($0.name): '\($0.value)'" }.joined(separator: ", ")
            let summary = (alert.instance.annotations["s"] ?? "") + (isWrong ? "!" : "")
            text += "\n    - {exp_labels: {\(pairs)}, exp_annotations: {s: '\(summary)'}}"
        }
        return text + "\n"
    }

    private mutating func expressionCase(_ second: Int, _ settings: RuleSettings) throws -> String {
        let text = random.pick([
            "v", "half", "model:c:rate > 0", "ALERTS", "sum(v) by (model)", "count(ALERTS)",
            "rate(c_total[130s])", "sum_over_time(half[3m10s])", "max(v + on (model) half)",
            "quantile_over_time(0.9, v[4m20s])", "changes(ALERTS[5m10s])", "v offset 2m",
            "max by (alertname) (ALERTS_FOR_STATE)", "delta(v[2m5s:40s])", "v @ 600",
        ])
        var elements = try RuleExpression(parsing: text, settings: settings)
            .evaluate(at: Timestamp(milliseconds: Int64(second) * 1_000), in: source)
        if random.chance(25) {
            if elements.isEmpty || random.chance(50) {
                elements.append(.init(labels: Labels(["x": "y"]), value: 1))
            } else {
                elements[0].value = elements[0].value * 1.5 + 1
            }
        }
        let samples = elements.map { element in
            let labels = element.labels.pairs.map { "\($0.name)=\"\($0.value)\"" }
            return
                "{labels: '{\(labels.joined(separator: ","))}', value: \(GoNumber.general(element.value))}"
        }
        return
            "  - {expr: '\(text)', eval_time: \(second)s, exp_samples: [\(samples.joined(separator: ", "))]}\n"
    }
}
