import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// Expressions that are written the other way round, or in two halves.
@Suite struct AnyExpressionTests {
    private static func series(
        _ name: String, _ labels: [String: String] = [:], _ value: Double
    ) -> SeriesSamples {
        ReasonTests.series(labels.merging(["__name__": name]) { $1 }) { _ in value }
    }

    private static let machines = [
        series("gpu_up", ["gpu": "0"], 1), series("gpu_up", ["gpu": "1"], 0),
        series("gpu_up", ["gpu": "2"], 0), series("queue_depth", ["queue": "a"], 120),
        series("queue_depth", ["queue": "b"], 3), series("fleet_load", [:], 0.5),
    ]

    private static func why(
        _ expression: String
    ) throws -> (alert: AlertStatus, why: AlertDetail, snapshot: SystemSnapshot) {
        let rule = "  - alert: Mine\n    expr: \(expression)\n    labels: {severity: ticket}\n"
        return try ReasonTests.why(rule, machines)
    }

    @Test("What equals its limit clears when it does not: there is no side and no trend")
    func equal() throws {
        let (_, why, _) = try Self.why("gpu_up == 0")
        #expect(why.clearWords == ["Clears when it is not 0."])
    }

    @Test("An alert without a model is about its labels, and two of a rule are told apart")
    func subject() throws {
        let (_, _, snapshot) = try Self.why("gpu_up == 0")
        #expect(snapshot.alerts.map(\.seriesWords).sorted() == ["gpu 1", "gpu 2"])
        #expect(snapshot.headline.text.hasPrefix("gpu "))
    }

    @Test("How many of the label sets have it is the scope, not a version")
    func sets() throws {
        let (_, why, snapshot) = try Self.why("gpu_up == 0")
        #expect(why.scopeWords == "2 of 3: look at what only they share.")
        #expect(snapshot.headline.text.hasSuffix("2 of 3."))
    }

    @Test("The side of an `or` that holds is the one that is spoken of")
    func either() throws {
        let (alert, why, _) = try Self.why("queue_depth < 1 or gpu_up < 1")
        #expect(alert.what == "gpu_up 0 < 1")
        #expect(why.measure == "gpu_up")
        #expect(why.clearWords == ["Clears once no side of `or` holds; this one at 1 or above."])
        #expect(Set(why.places.map(\.name)) == ["gpu 0", "gpu 1", "gpu 2"])
    }

    @Test("The side of an `or` that does not hold has its value too, whatever its labels")
    func otherSide() throws {
        let (alert, why, _) = try Self.why("queue_depth{queue=\"a\"} > 100 or fleet_load > 0.9")
        #expect(alert.what.hasSuffix("120 > 100"))
        #expect(
            why.terms.prefix(2).map { "\($0.value) \($0.text) \($0.verdict)" } == [
                "120 queue_depth{queue=\"a\"} > 100 ✓ true", "0.5 or fleet_load > 0.9 ✗ false",
            ])
    }

    @Test("Of two sides that both hold each speaks of its own alert")
    func bothSides() throws {
        let (_, _, snapshot) = try Self.why("queue_depth > 100 or fleet_load > 0.4")
        #expect(
            snapshot.alerts.map(\.what).sorted() == [
                "fleet_load 0.5 > 0.4", "queue_depth 120 > 100",
            ])
    }

    @Test("A limit that is written first is the limit all the same")
    func mirrored() throws {
        let (alert, why, _) = try Self.why("40 < queue_depth")
        #expect(alert.what == "queue_depth 120 > 40")
        #expect(why.limit == 40)
        #expect(why.chart?.values.last == 120)
        #expect(why.terms.first?.text == "queue_depth > 40")
        #expect(!why.breachesBelow)
    }

    @Test(
        "A truth value stands for what it says",
        arguments: [
            ("(queue_depth > bool 30) == 1", "queue_depth 120 > 30"),
            ("(queue_depth <= bool 30) != 1", "queue_depth 120 > 30"),
        ])
    func truth(expression: String, words: String) throws {
        let (alert, why, _) = try Self.why(expression)
        #expect(alert.what == words)
        #expect(why.limit == 30)
    }

    @Test("A long silence is said in minutes, as ages are")
    func silence() throws {
        let reading = try #require(RuleReading("model_silence_seconds > 600"))
        #expect(AlertMeasure(reading, near: 2_530).words(2_530) == "42.2 m")
        #expect(AlertMeasure(reading, near: 30).words(30) == "30 s")
    }

    @Test(
        "An expression is called by what it measures, or by its own text",
        arguments: [
            ("1 - avg_over_time(x[10m])", "1 − x"), ("100 * x", "x"), ("5 / x", "5 / x"),
            ("a / (b + c)", "a / (b + c)"),
            (
                "(r - r offset 20m) / r offset 20m",
                "(r - r offset 20m) / r offset 20m"
            ),
            ("x offset 1h", "x offset 1h"), ("x - y", "x − y"),
            ("predict_linear(x[1h], 1800)", "x in 30 m"),
            ("deriv(x[10m])", "deriv(x[10m])"), ("max_over_time(x[10m])", "max x over 10m"),
            (
                "stddev_over_time(model_latency_seconds{quantile='0.95', version='8'}[30m])",
                "stddev_over_time(model_l…ile=\"0.95\",version=\"8\"}[30m])"
            ),
        ])
    func called(expression: String, words: String) throws {
        let reading = try #require(RuleReading(expression + " > 0.1"))
        let name = MetricWords.name(of: try #require(reading.comparison).left)
        #expect(words.contains("…") ? name.hasPrefix("stddev_over_time(") : name == words)
        #expect(name.count <= 48)
    }

    @Test("A limit that is worked out of numbers is its number; another keeps all that makes it")
    func limits() throws {
        let folded = try Self.why("queue_depth > 3 * (2 + 2) - 1")
        #expect(folded.alert.what == "queue_depth 120 > 11")
        #expect(folded.why.limit == 11)
        #expect(folded.why.terms.first?.text == "queue_depth > 11")
        let moving = try Self.why(
            "max by (queue) (max_over_time(queue_depth[5m])) > 50 + queue_depth * 0 + 1")
        #expect(
            moving.alert.what
                == "max max queue_depth over 5m 120 > 50 + queue_depth * 0 + 1")
    }

    @Test("What is added to a measure in a limit is in the measure's unit")
    func limitUnit() throws {
        let (_, why, _) = try ReasonTests.why(
            "  - alert: Mine\n    expr: max_over_time(bad_ratio[5m]) > "
                + "2 * (min_over_time(bad_ratio[9m]) - 0.1) + 0.05\n    labels: {severity: page}\n",
            [Self.series("bad_ratio", [:], 0.14)])
        #expect(why.terms[1].value == "13 %")
        #expect(why.terms[1].text.hasPrefix("> 2 × (14 % - 10 %) + 5 %"))
    }

    @Test(
        "The two sides of a ratio are told apart",
        arguments: [
            (
                #"sum(rate(r_total{outcome="error"}[5m])) / sum(rate(r_total[5m]))"#,
                #"r{outcome="error"} / r"#
            ),
            ("rate(jobs_total[5m]) / rate(jobs_count[5m])", "jobs_total / jobs_count"),
            ("a / b", "a / b"),
        ])
    func ratio(expression: String, words: String) throws {
        let reading = try #require(RuleReading(expression + " > 0.1"))
        #expect(MetricWords.name(of: try #require(reading.comparison).left) == words)
    }
}
