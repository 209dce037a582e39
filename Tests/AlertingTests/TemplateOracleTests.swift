import Foundation
import PromQL
import Telemetry
import Testing

@testable import Alerting

/// Templates expanded by Debian's promtool and by us.
struct TemplateOracleTests {
    /// Without `externalURL`, which Debian's version cannot call in a test, and what is newer.
    private static let templates = [
        "{{ $value }}", "{{ .Value }}", "{{ $labels }}", "{{ $labels.model }}/{{ .Labels.none }}",
        "{{ $externalLabels.site }} {{ .ExternalLabels.none }} {{ $externalURL }}",
        "{{ humanize $value }}", "{{ humanize1024 $value }}", "{{ humanizeDuration $value }}",
        "{{ humanizePercentage $value }}", "{{ humanizeTimestamp $value }}",
        "{{ \"0.00123\" | humanize }}", "{{ humanizeDuration \"90061.5\" }}",
        "{{ humanize \"x\" }}", "{{ 3 | humanize1024 }}",
        "{{ query \"w\" | sortByLabel \"n\" | first | label \"n\" }}",
        "{{ query \"w\" | sortByLabel \"n\" | first | value | humanize }}",
        "{{ range query \"w\" | sortByLabel \"n\" }}{{ .Labels.n }}={{ .Value }} {{ end }}",
        "{{ with query \"none\" }}{{ . | first | value }}{{ else }}nothing{{ end }}",
        "{{ query \"none\" | first }}", "{{ query \"count(w)\" | first | value }}",
        "{{ query \"scalar(w{n='a'})\" | first | value | printf \"%.1f\" }}",
        "{{ query \"label_replace(w{n='a'}, '__value__', 'seven', '', '')\" | first | strvalue }}",
        "{{ range $i, $s := query \"w\" | sortByLabel \"n\" }}{{ $i }}:{{ $s.Value }};{{ end }}",
        "{{ title \"model serving it's\" }} {{ toUpper \"añb\" }} {{ toLower \"ÀB\" }}",
        "{{ match \"^a+$\" \"aaa\" }} {{ match \"b\" \"aaa\" }}",
        "{{ reReplaceAll \"(.*)-(\\\\d+)\" \"$2:${1}x$3\" \"eu-17\" }}",
        "{{ reReplaceAll \"a*\" \"x\" \"baac\" }}", "{{ reReplaceAll \"\" \"-\" \"aé\" }}",
        "{{ reReplaceAll \"b*\" \"<$0>\" \"abbcb\" }}",
        "{{ reReplaceAll \"a\" \"$$\" \"banana\" }}", "{{ reReplaceAll \"[\" \"\" \"x\" }}",
        "{{ stripPort \"h:1\" }} {{ stripPort \"[::1]:9\" }} {{ stripPort \"a:b:c\" }}",
        "{{ stripDomain \"a.b.c:80\" }} {{ stripDomain \"10.1.2.3:80\" }} {{ stripDomain \"a\" }}",
        "{{ graphLink \"up{a='b'} > 1\" }} {{ tableLink \"rate(x[5m])\" }}",
        "{{ parseDuration \"1h30m\" }} {{ parseDuration \"2d\" | humanizeDuration }}",
        "{{ parseDuration \"much\" }}", "{{ 1435065584.128 | toTime }}",
        "{{ (toTime 1435065584.128).Format \"Mon Jan _2 15:04:05 2006 at 3 PM\" }}",
        "{{ (1435065584 | toTime).Year }} {{ (toTime 0).Weekday }} {{ (toTime 5.5).Unix }}",
        "{{ safeHtml \"<b>\" }} {{ html \"<b> & 'c'\" }} {{ urlquery \"a b&c\" }}",
        "{{ js \"it's <b> \\\"x\\\"\" }}", "{{ args 1 \"b\" }} {{ (args 1 \"b\").arg1 }}",
        "{{ printf \"%5.1f|%-5d|%05d|%x|%q|%v|%t|%e\" $value 3 42 255 \"a\\tb\" 1.5 true 12345.678 }}",
        "{{ printf \"%s %d %z\" 1 \"a\" 2 }} {{ printf \"%d\" }} {{ printf \"%d\" 1 2 }}",
        "{{ print 1 2 \"a\" \"b\" 3 }}|{{ println \"a\" 1 }}|",
        "{{ if and (gt $value 0.1) (lt $value 1e9) }}in{{ else }}out{{ end }}",
        "{{ if or false \"\" }}a{{ else if eq $labels.model \"m\" }}b{{ else }}c{{ end }}",
        "{{ eq 1 1 }} {{ eq \"a\" \"b\" \"a\" }} {{ ne 1 2 }} {{ le 1 1 }} {{ ge 2 3 }} {{ not 0 }}",
        "{{ len \"abc\" }} {{ len $labels }} {{ index $labels \"model\" }} {{ slice \"abcd\" 1 3 }}",
        "{{ index $labels \"none\" }}|{{ slice \"abc\" 9 }}", "{{ $x := 1 }}{{ $x = 2 }}{{ $x }}",
        "a {{- 1 -}} b {{/* c */}}d {{- /* e */ -}} f", "{{ `raw\\n` }} {{ \"tab\\tx\" }}",
        "{{ define \"x\" }}<{{ . }}>{{ end }}{{ template \"x\" $labels.model }}{{ template \"x\" 2 }}",
        "{{ block \"y\" .Value }}[{{ . }}]{{ end }}", "{{ template \"gone\" . }}",
        "{{ define \"r\" }}{{ template \"r\" . }}{{ end }}x",
        "{{ range $k, $v := $labels }}{{ $k }}={{ $v }} {{ else }}no{{ end }}",
        "{{ range query \"w\" }}{{ break }}{{ end }}{{ with $labels.model }}{{ . }}{{ end }}",
        "{{ 0x1F }} {{ 1_000 }} {{ 1e3 }} {{ -5 }} {{ 1.50 }}",
        "{{ $labels.model | len | printf \"%03d\" }} {{ ($labels).model }} {{ $.Labels.model }}",
    ]

    /// How an expansion failed is told in each program's own words.
    private func shape(_ text: String) -> String {
        text.hasPrefix("<error expanding template:") ? "<error>" : text
    }

    @Test(
        "every template expands to promtool's text",
        arguments: [0.25, 1_234_567, 0, -90_061.5, 1e-7, 1e12])
    func expands(_ value: Double) throws {
        guard Promtool.isInstalled else { return }
        var source = MemorySource()
        source.add("v", ["model": "m", "version": "8"], at: 0, value)
        source.add("w", ["n": "b"], at: 0, 2)
        source.add("w", ["n": "a"], at: 0, 7)
        var rules = "groups: [{name: g, rules: ["
        var test = """
            rule_files: [rules.yml]
            tests:
            - external_labels: {site: eu}
              input_series:
              - {series: 'v{model="m",version="8"}', values: '\(value)'}
              - {series: 'w{n="b"}', values: '2'}
              - {series: 'w{n="a"}', values: '7'}
              alert_rule_test:

            """
        var ours: [String] = []
        for (index, template) in Self.templates.enumerated() {
            let text = (try? Template(parsing: template))?.expanded(
                .init(
                    labels: Labels(["__name__": "v", "model": "m", "version": "8"]), value: value,
                    external: ExternalIdentity(labels: ["site": "eu"])
                ) { query in
                    try RuleExpression(parsing: query).evaluate(at: minutes(0), in: source)
                        .map { ($0.labels, $0.value) }
                })
            let expanded = try #require(text, "\(template) does not parse")
            ours.append(expanded)
            let quoted = template.replacing("'", with: "''")
            rules += "\n{alert: T\(index), expr: v, annotations: {t: '\(quoted)'}},"
            test += "  - {eval_time: 0m, alertname: T\(index), exp_alerts: []}\n"
        }
        let (_, output) = try Promtool.test(rules: rules + "\n]}]\n", test: test)
        let theirs = texts(output)
        for (index, template) in Self.templates.enumerated() {
            let text = try #require(theirs[index], "\(template): \(output.prefix(2_000))")
            #expect(shape(ours[index]) == shape(text), "\(template)")
        }
    }

    /// What promtool got for the annotation `t` of every alert `T…`.
    private func texts(_ output: String) -> [Int: String] {
        var texts: [Int: String] = [:]
        for block in output.components(separatedBy: "    alertname: T").dropFirst() {
            guard let index = Int(block.prefix { $0.isNumber }),
                let start = block.firstRange(of: "Annotations:{t="),
                let end = block.firstRange(of: "}\n            ]"),
                let bytes = try? GoString.unquoted(
                    Array(block[start.upperBound..<end.lowerBound].utf8)[...])
            else { continue }
            texts[index] = String(decoding: bytes, as: UTF8.self)
        }
        return texts
    }
}
