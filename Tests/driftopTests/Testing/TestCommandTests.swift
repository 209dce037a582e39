import Foundation
import Testing

struct TestCommandTests {
    private static let rules = """
        groups: [{name: g, rules: [{alert: High, expr: v > 5, for: 1m, labels: {severity: page}}]}]

        """

    /// A test whose alert fires at 1m, expected with this severity.
    private static func test(_ severity: String) -> String {
        """
        rule_files: ['rule*.yml']
        tests:
        - name: it fires
          input_series: [{series: 'v{model="a"}', values: 9x9}]
          alert_rule_test:
          - eval_time: 5m
            alertname: High
            exp_alerts: [{exp_labels: {model: a, severity: \(severity)}}]

        """
    }

    @Test func everyFileIsReportedAndOneLineCloses() throws {
        let place = try HeadlessWorkspace()
        try place.scratch.write("t/rules.yml", Self.rules)
        try place.scratch.write("t/good.yml", Self.test("page"))
        try place.scratch.write("t/bad.yml", Self.test("ticket"))
        try place.scratch.write(
            "t/a.test", "eval instant at 0 1 + 1\n  3\n\neval instant at 0 2\n  2\n")
        let good = try place.driftop("test", "t/good.yml")
        #expect(
            good.code == 0 && good.output == "t/good.yml: 1 passed, 0 failed\n1 passed, 0 failed\n")
        let all = try place.driftop("test", "t/good.yml", "t/bad.yml", "t/a.test")
        #expect(all.code == 1 && all.output.hasSuffix("\n2 passed, 2 failed\n"), "\(all.output)")
        #expect(all.output.contains("FAILED t/bad.yml:6: alertname: High, time: 5m (it fires)"))
        #expect(!all.output.contains("got "), "the short form")
        let listed = try place.driftop("test", "--list-failures", "t/bad.yml", "t/a.test")
        #expect(
            listed.output.contains(
                "expected {alertname=\"High\", model=\"a\", severity=\"ticket\"}"))
        #expect(
            listed.output.contains("got      {alertname=\"High\", model=\"a\", severity=\"page\"}"))
        #expect(listed.output.contains("FAILED t/a.test:1: 1 + 1\n      got 2, expected 3\n"))
        let chosen = try place.driftop("test", "--run", "burns", "t/bad.yml")
        #expect(chosen.code == 0 && chosen.output.hasSuffix("0 passed, 0 failed\n"))
        #expect(chosen.output.contains("no test has a name that --run matches"))
        let none = try place.driftop("test")
        #expect(none.code == 2)
    }

    @Test func aFaultyFileIsToldWithItsPlaceAndTheRestStillRuns() throws {
        let place = try HeadlessWorkspace()
        try place.scratch.write("t/rules.yml", Self.rules)
        try place.scratch.write("t/good.yml", Self.test("page"))
        try place.scratch.write("t/faulty.yml", "rule_files: []\ntests:\n- intervall: 1m\n")
        try place.scratch.write(
            "t/broken.yml", "rule_files: [none.yml, wrong.yaml, 'x[.yml']\ntests: []\n")
        try place.scratch.write("t/wrong.yaml", "groups:\n- name: g\n  rules: [{alert: A}]\n")
        let ended = try place.driftop(
            "test", "t/faulty.yml", "t/missing.yml", "t/broken.yml", "t/good.yml")
        #expect(ended.code == 2)
        #expect(ended.output.contains("t/faulty.yml:3:3: unknown key \"intervall\""))
        #expect(ended.output.contains("did you mean \"interval\"?"))
        #expect(ended.output.contains("t/missing.yml: cannot be read"))
        #expect(ended.output.contains("warning: no file matches none.yml"))
        #expect(
            ended.output.contains("broken.yml:1:36: \"x[.yml\" is no pattern"), "\(ended.output)")
        #expect(ended.output.contains("wrong.yaml:3:11: a rule lacks \"expr\""), "\(ended.output)")
        #expect(ended.output.hasSuffix("\n1 passed, 3 failed\n"), "\(ended.output)")
    }

    @Test func whatIsWrongWithASeriesOrARuleHasACaret() throws {
        let place = try HeadlessWorkspace()
        try place.scratch.write("q.test", "load 1m\n  m 1 2 x\n")
        let series = try place.driftop("test", "q.test").output
        #expect(series.contains("q.test:2:9: bad point \"x\""), "\(series)")
        #expect(!series.contains("expected load, clear"))
        #expect(series.contains("      m 1 2 x\n            ^\n"), "\(series)")
        try place.scratch.write(
            "r.yml", "groups: [{name: g, rules: [{alert: A, expr: summ(x) > 1}]}]\n")
        try place.scratch.write("t.yml", "rule_files: [r.yml]\ntests: []\n")
        let rule = try place.driftop("test", "t.yml").output
        #expect(rule.contains("did you mean \"sum\"?\n      summ(x) > 1\n      ^^^^\n"), "\(rule)")
    }

    @Test func aScriptWithALineNobodyCanReadFailsThereAndGoesOn() throws {
        let place = try HeadlessWorkspace()
        try place.scratch.write(
            "a.test", "eval instant at 0 1 +\n  1\n\nload 1x\n  a 1\n\neval instant at 0 2\n  2\n")
        let ended = try place.driftop("test", "--list-failures", "a.test")
        #expect(ended.code == 1)
        #expect(ended.output.contains("FAILED a.test:1: 1 +\n"))
        #expect(ended.output.contains("      1 +\n         ^"), "\(ended.output)")
        #expect(ended.output.contains("FAILED a.test:4:1: "))
        #expect(ended.output.hasSuffix("\n1 passed, 2 failed\n"))
    }

    @Test func outcomesCanBeWrittenForABuildServer() throws {
        let place = try HeadlessWorkspace()
        try place.scratch.write("t/rules.yml", Self.rules)
        try place.scratch.write("t/bad.yml", Self.test("<ticket>"))
        #expect(try place.driftop("test", "--junit", "out.xml", "t/bad.yml").code == 1)
        let xml = try String(contentsOfFile: place.scratch.path + "/out.xml", encoding: .utf8)
        #expect(xml.contains("tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\""))
        #expect(xml.contains("severity=&quot;&lt;ticket&gt;&quot;"))
    }
}
