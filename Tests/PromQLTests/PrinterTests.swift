import PromQL
import Testing

struct PrinterTests {
    /// Each stands as Prometheus prints it.
    @Test(arguments: [
        #"sum by (job) (rate(http_requests_total{a="b"}[5m]))"#, "foo offset 5m",
        "foo @ 1.500 offset -1h", "foo[1h:5m] @ start()", "-foo ^ 2", "(a + b) * c",
        "a + on (x) group_left (y) b", "a == bool ignoring (x) b", "topk by () (3, foo)",
        "sum without (a, b) (foo)", #"{"my.metric","a.b"="c"}"#, #"count_values("v", foo)"#,
        "quantile(0.9, foo)", "a unless on () b", #"label_replace(x, "a", "$1", "b", "(.*)")"#,
        "1 - -1", #"{__name__=~".+_total"}"#, "foo[(step() + 1m)]", "rate(x[5m] smoothed)",
        "a / ignoring (b) group_right () c", "vector(+Inf)", "a + fill_left (0) fill_right (1) b",
    ])
    func whatItPrintsParsesToTheSame(_ text: String) throws {
        let printed = try Expression(parsing: text).description
        #expect(try Expression(parsing: printed).description == printed)
        #expect(printed == text)
    }

    @Test func keepsPrecedenceAndForms() throws {
        #expect(try Expression(parsing: "SUM(foo)BY(a)").description == "sum by (a) (foo)")
        #expect(try Expression(parsing: "foo[300]").description == "foo[5m]")
        #expect(try Expression(parsing: "foo offset 5m @ 3").description == "foo @ 3.000 offset 5m")
    }
}
