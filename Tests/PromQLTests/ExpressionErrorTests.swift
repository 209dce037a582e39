import PromQL
import Testing

struct ExpressionErrorTests {
    private func problem(_ text: String) -> ExpressionError? {
        do {
            _ = try Expression(parsing: text)
            return nil
        } catch {
            return error
        }
    }

    @Test func pointsAtTheOffendingText() throws {
        let error = try #require(problem("sum by (job) (rate(http_requests_total[5m]) > foo{a=1}"))
        #expect(
            error.rendered == """
                1:53: parse error: unexpected number "1" in label matching, expected string
                sum by (job) (rate(http_requests_total[5m]) > foo{a=1}
                                                                    ^
                """)
    }

    @Test func countsLinesAndPointsWithinTheRightOne() throws {
        let error = try #require(problem("up\n  + raet(x[5m])\n  + 1"))
        #expect(error.line == 2)
        #expect(error.column == 5)
        #expect(error.rendered.hasSuffix("  + raet(x[5m])\n    ^^^^"))
        #expect(error.message.hasSuffix("did you mean \"rate\"?"))
    }

    @Test(arguments: [
        ("", "no expression found in input"), ("1 +", "unexpected end of input"),
        ("foo[5m] offset", "expected a number or a duration"), ("foo[0m]", "greater than 0"),
        (
            "rate(foo)",
            "expected type range vector in call to function \"rate\", got instant vector"
        ),
        ("1 > 2", "comparisons between scalars must use BOOL modifier"),
        ("foo and 1", "set operator \"and\" not allowed in binary scalar expression"),
        ("{a=~\".*\"}", "vector selector must contain at least one non-empty matcher"),
        ("foo{__name__=\"bar\"}", "metric name must not be set twice"),
        ("{\"foo\", \"bar\"}", "metric name must not be set twice: \"foo\" or \"bar\""),
        ("foo{a=~\"(\"}", "missing closing )"), ("sum(1)", "expected type instant vector"),
        ("topk(foo)", "wrong number of arguments for aggregate expression provided"),
        ("foo + bool bar", "bool modifier can only be used on comparison operators"),
        ("a + on(x) group_left(x) b", "must not occur in ON and GROUP clause at once"),
        ("(foo + bar)[5m]", "ranges only allowed for vector selectors"),
        ("foo offset 5m offset 5m", "offset may not be set multiple times"),
        ("sum(foo) offset 5m", "offset modifier must be preceded by"),
        ("\"a\nb\"", "unterminated quoted string"), ("5x", "bad number or duration syntax"),
        ("foo{a=\"b\" c=\"d\"}", "unexpected identifier \"c\" in label matching"),
        ("abs()", "expected 1 argument(s) in call to \"abs\", got 0"),
        ("round(a, 1, 2)", "expected at most 2 argument(s) in call to \"round\", got 3"),
        ("-foo[5m]", "unary expression only allowed"), ("foo ? bar", "unexpected character: \"?\""),
        ("(foo", "unexpected end of input in parentheses"), ("foo)", "unexpected \")\""),
        ("1[5m:1m]", "subquery is only allowed on instant vector"),
    ])
    func saysWhatIsWrong(_ text: String, _ message: String) throws {
        let error = try #require(problem(text))
        #expect(error.message.contains(message), "\(error.message)")
    }

    @Test func refusesEndlessNesting() throws {
        let deep = String(repeating: "(", count: 5_000) + "1" + String(repeating: ")", count: 5_000)
        #expect(try #require(problem(deep)).message == "expression nests too deeply")
        let long = Array(repeating: "a", count: 5_000).joined(separator: " or ")
        #expect(try #require(problem(long)).message == "more than 500 operators in a row")
    }
}
