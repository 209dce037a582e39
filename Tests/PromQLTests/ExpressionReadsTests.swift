import PromQL
import Telemetry
import Testing

struct ExpressionReadsTests {
    @Test(arguments: [
        ("foo", "5m"), ("rate(foo[10m])", "10m"), ("foo offset 1h", "1h5m"),
        ("rate(foo[5m] offset 1h) > bar", "1h5m"), ("max_over_time(foo[2h:1m])", "2h5m"),
        ("max_over_time(rate(foo[5m])[1h:1m] offset 30m)", "1h35m"), ("1 + 1", "0s"),
        ("foo @ 100", "0s"), ("foo offset -10m", "-5m"), ("rate(foo[5m] anchored)", "10m"),
    ])
    func knowsHowFarBackItReads(_ text: String, _ expected: String) throws {
        #expect(try Expression(parsing: text).lookbehind.description == expected)
    }

    @Test func listsEverySelector() throws {
        let expression = try Expression(
            parsing:
                #"sum(rate(req{model="a"}[5m])) / on() base offset 1d > scalar({__name__=~"x.*"})"#)
        let reads = expression.selectors
        #expect(reads.map(\.metric) == ["req", "base", nil])
        #expect(reads[0].range?.description == "5m")
        #expect(reads[0].matchers.map(\.name) == ["__name__", "model"])
        #expect(reads[1].offset.description == "1d")
        #expect(reads[1].range == nil)
        #expect(reads[1].sourceRange.text(in: expression.text) == "base offset 1d")
        #expect(!expression.readsFixedTimes)
        #expect(try Expression(parsing: "a @ end()").readsFixedTimes)
    }

    @Test func listsItsPartsOuterFirst() throws {
        let expression = try Expression(parsing: "(rate(a[5m]) * 2) > on(m) b")
        #expect(
            expression.subexpressions.map(\.text) == [
                "(rate(a[5m]) * 2) > on(m) b", "rate(a[5m]) * 2", "rate(a[5m])", "a[5m]", "b",
            ])
        #expect(expression.subexpressions.map(\.depth) == [0, 1, 2, 3, 1])
        let comparison = try #require(expression.comparison)
        #expect(comparison.operation == .greater)
        #expect(comparison.right.text == "b")
    }

    @Test func aPartIsEvaluatedByItself() throws {
        let source = LoadedSeries("load 1m\n a{m=\"1\"} 1 2 3\n b{m=\"1\"} 2 2 2\n")
        let expression = try Expression(parsing: "a * 2 > b")
        let left = try #require(expression.comparison?.left)
        let value = try left.expression.evaluate(at: .init(milliseconds: 60_000), in: source).value
        #expect(value.elements?.map(\.value) == [4])
    }

    @Test func saysWhichCallsNeedNativeHistograms() throws {
        let expression = try Expression(parsing: "histogram_count(rate(a[5m])) > 1")
        #expect(expression.nativeHistogramCalls.map(\.text) == ["histogram_count(rate(a[5m]))"])
    }
}
