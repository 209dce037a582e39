import PromQL
import Telemetry
import Testing

@testable import Alerting

struct RuleFileTests {
    @Test("a file of Prometheus's shape reads whole")
    func whole() throws {
        let file = try RuleFile(
            yaml: """
                groups:
                - name: g
                  interval: 30s
                  limit: 5
                  query_offset: 1m
                  labels: {team: risk, severity: none}
                  rules:
                  - record: job:up:sum
                    expr: sum(up)
                    labels: {a: b}
                  - alert: Down
                    expr: up == 0
                    for: 1h30m
                    keep_firing_for: 5m
                    labels: {severity: page, empty: }
                    annotations: {summary: "{{ $labels.job }} is down"}
                """, file: "r.yml")
        let group = try #require(file.groups.first)
        #expect(group.intervalMilliseconds == 30_000 && group.limit == 5)
        #expect(group.queryOffsetMilliseconds == 60_000)
        guard case .recording(let recording) = group.rules[0],
            case .alerting(let alerting) = group.rules[1]
        else { throw Unexpected() }
        #expect(recording.record == "job:up:sum")
        #expect(recording.labels.contains { $0 == ("a", "b") })
        #expect(alerting.holdMilliseconds == 5_400_000)
        #expect(alerting.keepFiringMilliseconds == 300_000)
        #expect(alerting.severity == "page")
        #expect(alerting.operations == nil)
        #expect(alerting.labels.contains { $0.name == "team" && $0.template.source == "risk" })
    }

    struct Unexpected: Error {}

    @Test("everything under ops reads")
    func operations() throws {
        let file = try RuleFile(
            yaml: """
                groups:
                - name: g
                  rules:
                  - alert: Slow
                    expr: quantile_over_time(0.99, latency[5m]) > 500
                    ops:
                      no_data: keep
                      min_samples: 50
                      clear: 400
                      flap: {window: 10, low: 0.2, high: 0.5}
                      route: SRE
                      inhibit: {alerts: 'alertname="ErrorsHigh"', equal: [model]}
                      runbook: docs/latency.md
                      command: rollout abort {{ $labels.model }}
                      action: page-me
                """, file: "r.yml")
        guard case .alerting(let rule)? = file.groups[0].rules.first,
            let ops = rule.operations
        else { throw Unexpected() }
        #expect(ops.noData == .keep && ops.minSamples == 50 && ops.route == "SRE")
        guard case .threshold(400)? = ops.clear else { throw Unexpected() }
        #expect(ops.flap == .init(window: 10, low: 0.2, high: 0.5))
        #expect(ops.inhibit.first?.equal == ["model"])
        #expect(ops.runbook == "docs/latency.md" && ops.action == "page-me")
        #expect(
            ops.command?.expanded(.init(labels: Labels(["model": "m"]), value: 1))
                == "rollout abort m")
    }

    @Test("no_data is Prometheus's without ops and no_data with it")
    func noDataDefault() throws {
        let yaml = { (ops: String) in
            "groups: [{name: g, rules: [{alert: A, expr: up == 0\(ops)}]}]"
        }
        guard
            case .alerting(let plain) = try RuleFile(yaml: yaml(""), file: "r").groups[0].rules[0],
            case .alerting(let ours) = try RuleFile(
                yaml: yaml(", ops: {route: SRE}"), file: "r"
            ).groups[0].rules[0]
        else { throw Unexpected() }
        #expect(plain.operations == nil)
        #expect(ours.operations?.noData == .noData)
    }

    @Test(
        "faults with line, column and what to do",
        arguments: [
            (
                "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    fro: 5m\n",
                "r.yml:6:5: unknown key \"fro\" in a rule; did you mean \"for\"?"
            ),
            (
                "groups:\n- name: g\n  intervall: 5m\n  rules: []\n",
                "r.yml:3:3: unknown key \"intervall\" in a rule group; did you mean \"interval\"?"
            ),
            (
                "groups:\n- name: g\n  rules:\n  - expr: up\n",
                "r.yml:4:5: one of \"record\" or \"alert\" must be set; name the rule with "
                    + "\"alert: Name\""
            ),
            (
                "groups:\n- name: g\n  rules:\n  - {alert: A, record: b, expr: up}\n",
                "r.yml:4:13: only one of \"record\" and \"alert\" must be set"
            ),
            (
                "groups:\n- name: g\n  rules:\n  - alert: A\n",
                "r.yml:4:5: a rule lacks \"expr\"; add a line \"expr: …\""
            ),
            (
                "groups:\n- name: g\n  rules: []\n- name: g\n  rules: []\n",
                "r.yml:4:3: the group name \"g\" is repeated in the same file; give each group its "
                    + "own name"
            ),
            (
                "groups:\n- name: g\n  rules:\n  - {record: a, expr: up, for: 5m}\n",
                "r.yml:4:32: \"for\" has no place in a recording rule"
            ),
            (
                "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up, for: fast}\n",
                "r.yml:4:31: expected a duration such as 5m, found \"fast\"; write for example 30s, "
                    + "5m, 2h or 7d"
            ),
            (
                "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up, annotations: {s: "
                    + "\"{{ $label.x }}\"}}\n",
                "r.yml:4:47: the template of \"s\": undefined variable \"$label\"; "
                    + "did you mean \"$labels\"?"
            ),
            (
                "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up > 1, ops: {no_data: kep}}\n",
                "r.yml:4:45: \"kep\" is no no_data policy; did you mean \"keep\"?"
            ),
            (
                "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up > 1, ops: {min_samples: 5}}\n",
                "r.yml:4:49: min_samples needs a range such as [5m] in the expression; or compare a "
                    + "count with the floor inside the expression"
            ),
            (
                "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up, ops: {clear: 5}}\n",
                "r.yml:4:39: a clear threshold needs an expression that compares with >, >=, < or "
                    + "<=; write clear as an expression of its own"
            ),
        ])
    func faults(_ row: (yaml: String, message: String)) {
        #expect(ruleFaults(row.yaml) == [row.message])
    }

    @Test("a fault inside an expression is shown where it stands")
    func expressionPosition() {
        let plain = ruleFaults("groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum(up) by\n")
        #expect(plain.count == 1)
        #expect(plain.first?.hasPrefix("r.yml:5:") == true)
        let quoted = ruleFaults("groups:\n- name: g\n  rules:\n  - {alert: A, expr: 'test +'}\n")
        #expect(quoted.first?.hasPrefix("r.yml:4:29: not a PromQL expression: ") == true)
        let folded = ruleFaults(
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: |\n      test +\n")
        #expect(folded.first?.hasPrefix("r.yml:6:") == true)
    }

    @Test("rules may call the product's own functions when they are handed in")
    func ownFunctions() throws {
        let yaml = "groups: [{name: g, rules: [{alert: A, expr: 'answer() > 41'}]}]"
        #expect(throws: RuleFile.Faults.self) { try RuleFile(yaml: yaml, file: "r.yml") }
        let answer = DomainFunction("answer", []) { _, _ in
            [VectorElement(labels: Labels(["model": "m"]), value: 42)]
        }
        var settings = RuleSettings()
        settings.functions = FunctionTable(adding: [answer])
        let file = try RuleFile(yaml: yaml, file: "r.yml", settings: settings)
        var book = AlertBook(groups: file.groups)
        _ = book.evaluate(at: minutes(0), in: MemorySource())
        #expect(book.alerts(at: minutes(0)).map(\.instance.value) == [42])
    }

    @Test("every fault of a file is told at once, in order of lines")
    func several() {
        let found = ruleFaults(
            "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up, foo: 1}\n"
                + "  - {alert: B, expr: 'sum('}\n  - {alert: '', expr: up}\n")
        #expect(found.map { $0.split(separator: ":")[1] } == ["4", "5", "6"])
    }

    @Test("every fault in one go, unknown keys among them")
    func everyFault() {
        let faults = ruleFaults(
            """
            grups: []
            groups:
            - name: g
              intervall: 1m
              rules:
              - alert: A
                exprr: x
                expr: x +
                fore: 5m
              - record: b
            """)
        #expect(
            faults == [
                "r.yml:1:1: unknown key \"grups\" in a rule file; did you mean \"groups\"?",
                "r.yml:4:3: unknown key \"intervall\" in a rule group; did you mean \"interval\"?",
                "r.yml:7:5: unknown key \"exprr\" in a rule; did you mean \"expr\"?",
                "r.yml:8:14: not a PromQL expression: unexpected end of input",
                "r.yml:9:5: unknown key \"fore\" in a rule; did you mean \"for\"?",
                "r.yml:10:5: a rule lacks \"expr\"; add a line \"expr: …\"",
            ])
    }

    @Test(
        "an expression's fault stands where it is written, however it is written",
        arguments: [
            ("expr: sum(x) by (a b)", 5, 24), ("expr: 'sum(x) by (a b)'", 5, 25),
            ("expr: \"sum(x) by (a b)\"", 5, 25),
            ("expr: |\n      sum(x)\n        by (a b)", 7, 15),
            ("expr: >-\n      sum(x)\n      by (a b)", 7, 13),
            ("expr: sum(x)\n      by (a b)", 6, 13),
            ("expr: 'x{a=''b''} by'", 5, 23),
            ("expr: \"x{a=\\\"b\\\"} by\"", 5, 23),
            ("expr: 'x{a=\"ü€\"} by'", 5, 22), ("expr: \"x{a='\\u00fc\\x41'} by\"", 5, 30),
            ("expr: \"x\\n\\\n        by\"", 6, 9), ("expr: \"x\\nnan\"", 5, 15),
            ("expr: &e !!str 'x by'", 5, 23),
        ])
    func places(_ written: String, _ line: Int, _ column: Int) throws {
        do {
            _ = try RuleFile(
                yaml: "groups:\n- name: g\n  rules:\n  - alert: A\n    \(written)\n", file: "r.yml")
            Issue.record("it was read")
        } catch {
            #expect("\(error)".hasPrefix("r.yml:\(line):\(column): "), "\(error)")
        }
    }

    @Test("merge keys are laid under a rule, whose own keys win")
    func merged() throws {
        let file = try RuleFile(
            yaml: """
                groups:
                - name: g
                  rules:
                  - &a {alert: A, expr: up == 0, for: 5m, labels: &l {severity: page, team: x}}
                  - {<<: *a, alert: B, labels: {<<: *l, team: y}}
                """, file: "r.yml")
        guard case .alerting(let rule) = file.groups[0].rules[1] else {
            Issue.record("no alert")
            return
        }
        #expect(rule.name == "B" && rule.holdMilliseconds == 300_000)
        #expect(
            rule.labels.map { $0.name + $0.template.source }.sorted() == [
                "severitypage", "teamy",
            ])
    }

    @Test("a recording rule may say nothing of what only alerts have, and has any name")
    func recording() {
        #expect(
            ruleFaults("groups: [{name: g, rules: [{record: 'a b', expr: up, for: 0s}]}]").isEmpty)
        #expect(
            ruleFaults("groups: [{name: g, rules: [{record: x, expr: up, for: 1s}]}]").count == 1)
        #expect(ruleFaults("groups: [{name: g, rules: [{record: 'a{b}', expr: up}]}]").count == 1)
    }

    @Test("every fault of a template stands where it is written, with carets and what was meant")
    func templatePlaces() throws {
        let text = """
            groups:
            - name: g
              rules:
              - alert: A
                expr: x > 1
                annotations:
                  description: |
                    line one {{ $labels.a }}
                    line two {{ $labls.b }}
                    line three {{ humanise $value }}
                ops: {command: "run {{ $lables.x }}"}
            """
        #expect(
            ruleFaults(text) == [
                "r.yml:9:21: the template of \"description\": undefined variable \"$labls\"; "
                    + "did you mean \"$labels\"?",
                "r.yml:10:23: the template of \"description\": function \"humanise\" not defined; "
                    + "did you mean \"humanize\"?",
                "r.yml:11:28: the template of \"command\": undefined variable \"$lables\"; "
                    + "did you mean \"$labels\"?",
            ])
    }

    @Test("a byte order mark and UTF-16 are read, other encodings are refused with their place")
    func encodings() throws {
        let text = "groups: [{name: gä, rules: [{alert: A, expr: x > }]}]\n"
        var little: [UInt8] = [0xFF, 0xFE]
        var big: [UInt8] = [0xFE, 0xFF]
        for unit in text.utf16 {
            little += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            big += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        }
        for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), little, big] {
            do {
                _ = try RuleFile(bytes: bytes, file: "r.yml")
                Issue.record("it has a fault")
            } catch {
                #expect("\(error)".hasPrefix("r.yml:1:49: not a PromQL expression"), "\(error)")
            }
        }
        let latin = Array("groups:\n- name: g".utf8) + [0xE4] + Array("\n".utf8)
        do {
            _ = try RuleFile(bytes: latin, file: "r.yml")
            Issue.record("it is no UTF-8")
        } catch {
            #expect("\(error)".hasPrefix("r.yml:2:10: not UTF-8 here"), "\(error)")
        }
    }

    @Test(
        "a limit as YAML has whole numbers",
        arguments: [
            ("0x10", 16), ("0o17", 15), ("017", 15), ("1_000", 1_000), ("5.0", 5), ("5.5", 5),
            ("0b11", 3), ("-3", -3), ("1e3", 1_000), ("0", 0),
        ])
    func limits(_ text: String, _ limit: Int) throws {
        let file = try RuleFile(yaml: "groups: [{name: g, limit: \(text)}]", file: "r.yml")
        #expect(file.groups[0].limit == limit)
        #expect(ruleFaults("groups: [{name: g, limit: '\(text)'}]").count == 1)
    }

    @Test(
        "what does not fit is refused",
        arguments: [
            "groups: [{name: g, interval: 300y}]", "groups: [{name: g, query_offset: 1000000w}]",
            "groups: [{name: g, rules: [{alert: A, expr: x > 1, for: 300y}]}]",
            "groups: [{name: g, rules: [{alert: A, expr: x > 1, keep_firing_for: 300y}]}]",
            "groups: [{name: g, rules: [{alert: A, expr: x > 1, annotations: {'': x}}]}]",
            "groups: [{name: g, rules: [{alert: A, expr: x > 1, labels: {'': x}}]}]",
        ])
    func refused(_ text: String) {
        #expect(ruleFaults(text).count == 1)
        #expect(ruleFaults(text.replacing("300y", with: "292y")).count <= 1)
    }

    @Test("nothing in a list is passed over")
    func nothing() throws {
        let file = try RuleFile(
            yaml: "groups: [null, {name: g, rules: [null, {alert: A, expr: x > 1}]}]",
            file: "r.yml")
        #expect(file.groups.count == 1 && file.groups[0].rules.count == 1)
    }

    @Test(
        "a number to clear at",
        arguments: [
            ("v > 10", "5", nil), ("v > 10", "10", nil), ("10 < v", "5", nil),
            ("v < 1", "3", nil), ("v > 10", "\"5\"", nil), ("v > 10 and w > 3", "5", nil),
            ("v > 10", "20", "beyond the limit 10"), ("10 < v", "20", "beyond the limit 10"),
            ("v < 1", "0.5", "beyond the limit 1"), ("v > 10", "nan", "finite"),
            ("v > 10", "Inf", "finite"), ("absent(v)", "5", "needs an expression that compares"),
        ] as [(String, String, String?)])
    func clears(_ expression: String, _ clear: String, _ words: String?) {
        let found = ruleFaults(
            "groups: [{name: g, rules: [{alert: A, expr: '\(expression)', ops: {clear: \(clear)}}]}]"
        )
        if let words {
            #expect(found.count == 1 && found[0].contains(words), "\(found)")
        } else {
            #expect(found == [])
        }
    }
}
