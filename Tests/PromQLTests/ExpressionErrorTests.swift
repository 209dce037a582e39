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
        ("foo{__name__=~\"bar\"}", "metric name must not be set twice"),
        ("foo{__name__!=\"bar\"}", "metric name must not be set twice"),
        ("errors / on > 0.1", "unexpected \">\" in grouping opts"),
        ("foo + on bar", "unexpected identifier \"bar\" in grouping opts"),
        ("on", "expected a metric or a function"), ("foo + group_left", "expected a metric"),
        ("holt_winters(x[5m], 0.5, 0.5)", "called \"double_exponential_smoothing\""),
        ("rat(x[5m])", "did you mean \"rate\"?"), ("summ(x)", "did you mean \"sum\"?"),
        ("summ by (a) (b)", "identifier \"by\", did you mean \"sum\" by \"summ\"?"),
        ("a * on (x) gruop_left b", "did you mean \"group_left\" by \"gruop_left\"?"),
        ("a unles b", "identifier \"unles\", did you mean \"unless\"?"),
        ("a + ignorng (x) b", "did you mean \"ignoring\"?"),
        ("x > 1e400", "number out of range: \"1e400\""), ("1__0", "bad number or duration syntax"),
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

    /// promtool evaluates all of these.
    @Test(arguments: [
        "x + on() 1", "1 + on() x", "x + ignoring() 1", "1 + on() group_left() x",
        "1 atan2 on() 2", "sum(by)", "offset + and",
    ])
    func acceptsWhatOnlyLooksWrong(_ text: String) { #expect(problem(text) == nil) }

    @Test func showsOnlyTheNeighbourhoodInAVeryLongLine() throws {
        let many = Array(repeating: "metric_name", count: 90).joined(separator: " + ")
        let lines = try #require(problem(many + " + raet(x[5m]) + " + many))
            .rendered.split(separator: "\n")
        #expect(lines[1].count <= 162)
        let caret = try #require(lines[2].firstIndex(of: "^"))
        let column = lines[2].distance(from: lines[2].startIndex, to: caret)
        #expect(lines[1].dropFirst(column).hasPrefix("raet"))
        #expect(lines[2].hasSuffix("^^^^"))
    }

    @Test func refusesEndlessNesting() throws {
        let deep = String(repeating: "(", count: 5_000) + "1" + String(repeating: ")", count: 5_000)
        #expect(try #require(problem(deep)).message == "expression nests too deeply")
        let long = Array(repeating: "a", count: 5_000).joined(separator: " or ")
        #expect(try #require(problem(long)).message == "more than 500 operators in a row")
    }
}
