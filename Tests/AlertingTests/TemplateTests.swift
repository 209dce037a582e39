import PromQL
import Telemetry
import Testing

@testable import Alerting

struct TemplateTests {
    private func expand(_ text: String, value: Double = 0.25) throws -> String {
        try Template(parsing: text).expanded(
            .init(labels: Labels(["model": "fraud", "version": "8"]), value: value) { query in
                if query == "none" { return [] }
                if query == "bad" { throw TemplateFault("no such series") }
                return [
                    (Labels(["instance": "b"]), 2), (Labels(["instance": "a"]), 1_234_567),
                ]
            })
    }

    @Test(
        "actions",
        arguments: [
            ("plain", "plain"), ("", ""), ("{{ $value }}", "0.25"), ("{{ .Value }}", "0.25"),
            ("{{ $labels.model }}/{{ .Labels.version }}", "fraud/8"),
            ("{{ $labels.missing }}|", "|"), ("a {{- 1 -}} b", "a1b"), ("a{{/* note */}}b", "ab"),
            ("{{ if gt $value 0.2 }}high{{ else }}low{{ end }}", "high"),
            ("{{ if lt $value 0.2 }}a{{ else if eq $labels.version \"8\" }}b{{ end }}", "b"),
            ("{{ with $labels.missing }}x{{ else }}none{{ end }}", "none"),
            ("{{ with $labels.model }}<{{ . }}>{{ end }}", "<fraud>"),
            ("{{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ end }}", "model=fraud;version=8;"),
            ("{{ range query \"up\" }}{{ .Labels.instance }} {{ end }}", "b a "),
            ("{{ range query \"none\" }}x{{ else }}nothing{{ end }}", "nothing"),
            (
                "{{ range $i, $e := query \"up\" }}{{ if $i }}{{ break }}{{ end }}{{ $i }}{{ end }}",
                "0"
            ),
            ("{{ query \"up\" | first | value | humanize }}", "2"),
            ("{{ query \"up\" | sortByLabel \"instance\" | first | label \"instance\" }}", "a"),
            ("{{ $x := 3 }}{{ $x = 4 }}{{ $x }}", "4"),
            ("{{ $value | printf \"%.1f %%\" }}", "0.2 %"),
            ("{{ printf \"%s-%d\" $labels.model 7 }}", "fraud-7"),
            ("{{ (printf \"%v\" $value) | toUpper }}", "0.25"),
            ("{{ and true \"\" }}|{{ or \"\" \"b\" }}|{{ not true }}", "|b|false"),
            ("{{ title \"model serving\" }}", "Model Serving"),
            ("{{ reReplaceAll \"(fr)(.*)\" \"$2-${1}\" $labels.model }}", "aud-fr"),
            ("{{ match \"^fr\" $labels.model }}", "true"),
            ("{{ stripPort \"host:9090\" }} {{ stripDomain \"a.b.c:80\" }}", "host a:80"),
            (
                "{{ len $labels }} {{ index $labels \"model\" }} {{ slice \"abcd\" 1 3 }}",
                "2 fraud bc"
            ),
            ("{{ parseDuration \"1h30m\" }}", "5400"),
            ("{{ $labels }}", "map[model:fraud version:8]"),
            ("{{ print 1 2 \"x\" }}", "1 2x"), ("{{ `raw \\n` }}", "raw \\n"),
        ])
    func actions(_ row: (text: String, expected: String)) throws {
        #expect(try expand(row.text) == row.expected)
    }

    @Test(
        "functions newer than Debian's promtool",
        arguments: [
            ("{{ now }}", "1.7e+09"), ("{{ toDuration 5400 }}", "1h30m0s"),
            ("{{ toDuration 0.0205 }}", "20.5ms"), ("{{ toDuration -61.25 }}", "-1m1.25s"),
            ("{{ urlQueryEscape \"a b\" }}", "a+b"), ("{{ externalURL }}", "http://x:9/p/"),
            ("{{ pathPrefix }}", "/p"), ("{{ $externalURL }}", "http://x:9/p/"),
        ])
    func newer(_ row: (text: String, expected: String)) throws {
        let context = Template.Context(
            labels: .empty, value: 0, external: ExternalIdentity(url: "http://x:9/p/"),
            at: Timestamp(seconds: 1.7e9))
        #expect(try Template(parsing: row.text).expanded(context) == row.expected)
    }

    @Test(
        "values of different kinds do not compare, as in Go",
        arguments: [
            "{{ if gt $value 1 }}y{{ end }}", "{{ eq 1 1.0 }}", "{{ lt true false }}",
            "{{ $value | lt 1 }}", "{{ eq $labels.model 1 }}",
        ])
    func comparesOneKind(_ text: String) throws {
        #expect(try expand(text).hasPrefix("<error expanding template: error calling "))
    }

    @Test(
        "what Go prints and reads",
        arguments: [
            (#"{{ "a\tb\x41\u00e4" }}"#, "a\tbAä"), (#"{{ toUpper "aßb" }}"#, "AßB"),
            (#"{{ reReplaceAll "(?P<n>b)" "<$n>" "abc" }}"#, "a<b>c"),
            ("{{ . }}", "{map[model:fraud version:8] map[]  0.25}"),
            ("{{ print nil }}", "<nil>"),
            ("{{ 0b11 }} {{ 0x1p4 }} {{ 'a' }} {{ 017 }}", "3 16 97 15"),
            (#"{{ printf "%.2f %T %U" 5 $value 228 }}"#, "%!f(int=05) float64 U+00E4"),
            (#"{{ printf "% x|%#x|%#o|%O" "hi" 255 8 8 }}"#, "68 69|0xff|010|0o10"),
            (#"{{ printf "%[2]d %[1]d|%[3]d" 1 2 }}"#, "2 1|%!d(BADINDEX)"),
            (#"{{ printf "%*d|%-*d|%.*f" 5 42 5 42 2 3.14159 }}"#, "   42|42   |3.14"),
            (#"{{ printf "%#v %+q %#q %#g" "a" "ä" "b" 2.0 }}"#, "\"a\" \"\\u00e4\" `b` 2.00000"),
            (
                #"{{ printf "%05d|%+d|%x|%e|%8.3f|%-8s|%q" -42 7 3.5 1e6 2.5 "ab" 'x' }}"#,
                "-0042|+7|0x1.cp+01|1.000000e+06|   2.500|ab      |'x'"
            ),
        ])
    func asGo(_ row: (text: String, expected: String)) throws {
        #expect(try expand(row.text) == row.expected)
    }

    @Test(
        "a wrong number of values is an error",
        arguments: [#"{{ toUpper "a" "b" }}"#, "{{ now 1 }}", "{{ gt 1 }}", "{{ nil }}"])
    func counts(_ text: String) throws {
        #expect(try expand(text).hasPrefix("<error expanding template: "))
    }

    @Test("every fault is told, each with its range and what was meant")
    func faults() throws {
        do {
            _ = try Template(
                parsing: "a {{ humanise $value }} {{ $labls.x | foo }}{{ .. }}{{ end }}")
            Issue.record("it has faults")
        } catch {
            let found = error.faults.map { "\($0.range.lower): \($0.message); \($0.hint ?? "")" }
            #expect(
                found == [
                    "5: function \"humanise\" not defined; did you mean \"humanize\"?",
                    "27: undefined variable \"$labls\"; did you mean \"$labels\"?",
                    "38: function \"foo\" not defined; \(error.faults[2].hint ?? "")",
                    "48: a blank is missing before this; ", "52: unexpected {{end}}; ",
                ])
        }
    }

    @Test(
        "what Go's parser refuses",
        arguments: [
            "{{ /* c */ }}", "{{ break }}", "{{ if 1 }}", "{{ \"a }}", "{{ 08x }}", "{{ 'ab' }}",
            #"{{ "\q" }}"#, "{{ 1 | 2 }}", "{{ }}", "{{ else }}", "{{ $x }}",
        ])
    func refuses(_ text: String) {
        #expect(throws: Template.Faults.self) { try Template(parsing: text) }
    }

    @Test("a failing expansion says so in the text")
    func failing() throws {
        #expect(
            try expand("{{ query \"none\" | first }}")
                == "<error expanding template: first() called on vector with no elements>")
        #expect(try expand("x {{ query \"bad\" }}").hasPrefix("<error expanding template: "))
        #expect(try expand("{{ $value.x }}").hasPrefix("<error expanding template: "))
    }

    @Test(
        "faults found before any evaluation",
        arguments: [
            ("{{ $label.foo }}", "undefined variable \"$label\""),
            ("{{ humanise $value }}", "function \"humanise\" not defined"),
            ("{{ if true }}x", "{{if}} is not closed by {{end}}"),
            ("a {{ $value", "an action is not closed: \"}}\" is missing"),
            ("{{ end }}", "unexpected {{end}}"), ("{{ }}", "an action is empty"),
            ("{{ $value | 3 }}", "only a function can follow a pipe"),
        ])
    func faults(_ row: (text: String, message: String)) {
        #expect {
            try Template(parsing: row.text)
        } throws: { error in
            (error as? Template.Faults)?.faults.map(\.message) == [row.message]
        }
    }

    @Test(
        "numbers as Go prints them",
        arguments: [
            (1.0, "1"), (0.1, "0.1"), (1e20, "1e+20"), (123_456, "123456"), (1e6, "1e+06"),
            (1.5e-5, "1.5e-05"), (0.0001, "0.0001"), (-123.456, "-123.456"), (.infinity, "+Inf"),
            (-.infinity, "-Inf"), (.nan, "NaN"), (1234567.0, "1.234567e+06"),
        ] as [(Double, String)])
    func shortest(_ row: (value: Double, text: String)) throws {
        #expect(try expand("{{ $value }}", value: row.value) == row.text)
    }

    @Test(
        "numbers for people",
        arguments: [
            ("humanize", 1_234_567.0, "1.235M"), ("humanize", 0.0123, "12.3m"),
            ("humanize", 0, "0"), ("humanize", 999.9, "999.9"), ("humanize", .infinity, "+Inf"),
            ("humanize1024", 1_048_576, "1Mi"), ("humanize1024", 1_000, "1000"),
            ("humanizeDuration", 0, "0s"), ("humanizeDuration", 0.0214, "21.4ms"),
            ("humanizeDuration", 59.5, "59.5s"), ("humanizeDuration", 3_661, "1h 1m 1s"),
            ("humanizeDuration", -90_061, "-1d 1h 1m 1s"), ("humanizePercentage", 0.2345, "23.45%"),
            ("humanizeTimestamp", 1_435_065_584.128, "2015-06-23 13:19:44.128 +0000 UTC"),
            ("humanizeTimestamp", 0, "1970-01-01 00:00:00 +0000 UTC"),
            ("humanizeTimestamp", 951_782_400, "2000-02-29 00:00:00 +0000 UTC"),
        ] as [(String, Double, String)])
    func humanized(_ row: (function: String, value: Double, text: String)) throws {
        #expect(try expand("{{ \(row.function) $value }}", value: row.value) == row.text)
    }

    @Test("mistakes in printf print as Go prints them")
    func printf() throws {
        #expect(try expand("{{ printf \"%d\" $value }}") == "%!d(float64=0.25)")
        #expect(try expand("{{ printf \"%s %s\" \"a\" }}") == "a %!s(MISSING)")
        #expect(
            try expand("{{ printf \"%6.2f|%-6s|%06.1f\" $value \"ab\" $value }}")
                == "  0.25|ab    |0000.2")
    }
}
