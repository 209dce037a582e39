import Foundation
import Testing

/// `driftop check` on rule files, beside Debian's promtool on the same.
struct CheckTests {
    /// What the two tools leave with; ours also leaves with 3 where promtool has no lint.
    static let fixtures: [(name: String, code: Int32, lints: [String])] = [
        ("rules.yml", 3, ["always-true", "no-runbook"]),
        ("rules-bad.yml", 1, []),
        ("rules_duplicates.yml", 3, ["duplicate"]),
        ("rules_extrafields.yml", 1, []),
        ("bad-promql.yml", 1, []),
        ("bad-rules-syntax.yml", 1, []),
        ("prometheus-rules.lint.yml", 3, ["duplicate", "no-runbook"]),
        ("promtool_golden_rules.yml", 3, ["no-runbook"]),
        ("at-modifier.yml", 0, []),
        ("bad-rules-error.yml", 0, []),
        ("long-period.yml", 1, []),
    ]

    @Test("promtool's verdict on its own fixtures, and ours beside it", arguments: fixtures)
    func verdicts(_ fixture: (name: String, code: Int32, lints: [String])) throws {
        let workspace = try HeadlessWorkspace()
        guard try workspace.copy(shared: "promtool/\(fixture.name)", to: fixture.name) else {
            return
        }
        let path = "ml/" + fixture.name
        let ours = try workspace.driftop("check", path)
        #expect(ours.code == fixture.code, "\(ours.output)")
        let kinds = Set(
            ours.output.split(separator: "\n").compactMap { line -> String? in
                let parts = line.split(separator: " ")
                return line.hasPrefix("  ml/") && parts.count > 1
                    ? String(parts[1].dropLast()) : nil
            })
        #expect(kinds == Set(fixture.lints), "\(ours.output)")
        // Without our own kinds of lint both say the same.
        let plain = try workspace.driftop(
            "check", path, "--skip", "always-true", "--skip", "no-runbook")
        let theirs = try Child.run(
            [
                "env", "-C", workspace.scratch.path, "promtool", "check", "rules", "--lint-fatal",
                path,
            ])
        #expect(plain.code == theirs.code, "\(plain.output)\n\(theirs.output)")
        guard let success = theirs.output.firstRange(of: "SUCCESS: ") else { return }
        let count = theirs.output[success.upperBound...].prefix { $0.isNumber }
        #expect(plain.output.contains(": \(count) rule"))
    }

    @Test("a fault shows its place and carets, a lint its code and what to do")
    func shows() throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write(
            "r.yml",
            """
            groups:
            - name: g
              rules:
              - alert: A
                expr: sum(x) by (a b) > 1
                sumary: x
              - alert: B
                expr: x >
            """)
        let faulty = try workspace.driftop("check", "r.yml")
        #expect(
            faulty.output == """
                rules: r.yml
                  FAILED: r.yml:5:24: not a PromQL expression: unexpected identifier "b" in \
                grouping opts, expected "," or ")"
                      sum(x) by (a b) > 1
                                   ^
                  FAILED: r.yml:6:5: unknown key "sumary" in a rule; known here: record, alert, \
                expr, for, keep_firing_for, labels, annotations, ops
                  FAILED: r.yml:8:14: not a PromQL expression: unexpected end of input
                      x >
                         ^
                3 faults

                """)
        try workspace.scratch.write(
            "t.yml",
            """
            groups:
            - name: g
              rules:
              - alert: A
                expr: x > 1
                annotations:
                  text: |
                    one {{ $value }}
                    two {{ $labls.b }}
            """)
        #expect(
            try workspace.driftop("check", "t.yml").output.contains(
                """
                  FAILED: t.yml:9:16: the template of "text": undefined variable "$labls"; did you \
                mean "$labels"?
                      two {{ $labls.b }}
                             ^^^^^^
                """))
        let missing = try workspace.driftop("check", "none.yml")
        #expect(missing.code == 1 && missing.output.contains("none.yml: cannot be read"))
        #expect(try workspace.driftop("check", "r.yml", "--skip", "nothing").code == 2)
    }

    @Test("names of series are looked for in the source beside the rules")
    func sources() throws {
        let workspace = try HeadlessWorkspace()
        let lines = (0..<40).map { index in
            "{\"ts\": \(1_795_000_000 + index), \"model\": \"churn\", \"version\": \"3\", "
                + "\"latency_ms\": 12, \"status\": 200}"
        }
        try workspace.scratch.write("ml/events.jsonl", lines.joined(separator: "\n") + "\n")
        try workspace.scratch.write(
            "r.yml",
            """
            groups:
            - name: g
              rules:
              - {alert: A, expr: model_eror_ratio > 0.1}
              - {alert: B, expr: 'model_error_ratio{model="chrun"} > 0.1'}
              - {alert: C, expr: 'model_error_ratio{model="churn"} > 0.1'}
              - {alert: D, expr: model_drift > 0.1}
            """)
        let found = try workspace.driftop("check", "r.yml", "ml")
        #expect(found.code == 3)
        #expect(
            found.output.contains(
                "r.yml:4:22: unknown-metric: A: no source has a series model_eror_ratio; "
                    + "did you mean model_error_ratio?"), "\(found.output)")
        #expect(
            found.output.contains(
                "r.yml:5:23: unknown-label: B: no model_error_ratio was seen with "
                    + "model=\"chrun\"; did you mean \"churn\"?"), "\(found.output)")
        #expect(
            found.output.contains(
                "r.yml:7:22: unknown-metric: D: no source has a series model_drift; it is there"),
            "\(found.output)")
        #expect(found.output.contains("3 lints;"))
        let skipped = try workspace.driftop(
            "check", "r.yml", "ml", "--skip", "unknown-metric", "--skip", "unknown-label")
        #expect(skipped.code == 0 && skipped.output.contains("all well"))
    }

    @Test(
        "a faulty rule file is told whatever its name",
        arguments: [
            "alerts.rules", "r.json", "r.txt", "r.YML", "r.yml.tmpl", "rules", "registry.yaml",
            "alerts.conf",
        ])
    func anyName(_ name: String) throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write(
            name, "groups:\n- name: g\n  rules:\n  - {alert: A, expr: 'x >'}\n")
        let found = try workspace.driftop("check", name)
        #expect(found.code == 1, "\(found.output)")
        #expect(found.output.contains("not a PromQL expression"), "\(found.output)")
        try workspace.scratch.write("events.jsonl", Self.events)
        let tried = try workspace.driftop("check", name, "--backtest", "events.jsonl")
        #expect(tried.code == 1 && !tried.output.contains("LatencyRegressed"))
    }

    @Test("what is no YAML at all is a fault, a pattern that finds nothing too, a log is a source")
    func others() throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write("alerts", "groups: [\n")
        try workspace.scratch.write("alerts.rules", "- {\n")
        try workspace.scratch.write("log.json", Self.events)
        try workspace.scratch.write("m.prom", "# TYPE queue_depth gauge\nqueue_depth 3\n")
        #expect(try workspace.driftop("check", "alerts").code == 1)
        #expect(try workspace.driftop("check", "alerts.rules").code == 1)
        #expect(try workspace.driftop("check", "none-*.yml").code == 1)
        let sources = try workspace.driftop("check", "log.json", "m.prom")
        #expect(sources.code == 0, "\(sources.output)")
    }

    @Test("rule files in a directory are checked; beside a configuration it names them")
    func directory() throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write(
            "ml/rules/bad.yml", "groups:\n- name: g\n  rules: [{alert: A}]\n")
        try workspace.scratch.write("ml/other.yml", "name: no rules\n")
        try workspace.scratch.write("ml/events.jsonl", Self.events)
        let found = try workspace.driftop("check", "ml")
        #expect(found.code == 1, "\(found.output)")
        #expect(found.output.contains("ml/rules/bad.yml:3:11: a rule lacks \"expr\""))
        try workspace.scratch.write("ml/driftop.yaml", "rules: []\n")
        let named = try workspace.driftop("check", "ml")
        #expect(named.code == 0, "\(named.output)")
        #expect(named.output.contains("ml/rules/bad.yml: no rules: in driftop.yaml names it"))
    }

    @Test("a rule file that the configuration names too is read once")
    func once() throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write("ml/driftop.yaml", "rules: [../rules/*.yml]\n")
        try workspace.scratch.write("ml/events.jsonl", Self.events)
        try workspace.scratch.write(
            "rules/r.yml",
            "groups: [{name: g, rules: [{alert: A, expr: model_window_requests > 5000}]}]\n")
        let found = try workspace.driftop("check", "rules/r.yml", "ml")
        #expect(found.code == 0, "\(found.output)")
        #expect(found.output.components(separatedBy: "1 rule found").count == 2)
    }

    @Test("a team, workflow or registry file that is refused is a fault")
    func facts() throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write("ml/events.jsonl", Self.events)
        try workspace.scratch.write("ml/team.yaml", "teams:\n- {name: A, rolls: []}\n")
        let found = try workspace.driftop("check", "ml")
        #expect(found.code == 1, "\(found.output)")
        #expect(found.output.contains("team.yaml") && found.output.contains("rolls"))
    }

    @Test("what the rules are tried on is looked at for names too")
    func backtestSource() throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write("ml/events.jsonl", Self.events)
        try workspace.scratch.write("m.prom", "# TYPE queue_depth gauge\nqueue_depth 3\n")
        try workspace.scratch.write(
            "r.yml",
            "groups: [{name: g, rules: [{alert: A, expr: 'model_error_ratio{model=\"churn\"} > 0.5'}]}]\n"
        )
        let found = try workspace.driftop("check", "r.yml", "m.prom", "--backtest", "ml")
        #expect(found.code == 0, "\(found.output)")
    }

    @Test("series of a metrics file are known beside a log that ended long before it was written")
    func metricsBesideLog() throws {
        let workspace = try HeadlessWorkspace()
        try workspace.scratch.write("ml/events.jsonl", Self.events)
        try workspace.scratch.write("ml/m.prom", "# TYPE queue_depth gauge\nqueue_depth 3\n")
        try workspace.scratch.write(
            "r.yml",
            """
            groups:
            - name: g
              rules:
              - {alert: A, expr: queue_depth > 9}
              - {alert: B, expr: model_error_ratio > 0.5}
            """)
        let found = try workspace.driftop("check", "r.yml", "ml")
        #expect(found.code == 0, "\(found.output)")
    }

    private static let events = (0..<40).map { index in
        "{\"ts\": \(1_750_000_000 + index), \"model\": \"churn\", \"version\": \"3\", "
            + "\"latency_ms\": 12, \"status\": 200}\n"
    }.joined()
}
