import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// Where a trouble shows is told by what was measured there, whoever the rule is about.
@Suite struct ScopeTests {
    private static let at = EventLog.start + 10_800_000

    /// What was served for three hours: a deployment and its latency by seconds before the end.
    private struct Served {
        var model = "loan"
        var version: String? = "2"
        var target = "eu-1"
        var seconds = 10_800
        /// Seconds from one request to the next.
        var every = 2
        var latency: (Int) -> Double
        var items: (Int) -> Double = { Double($0 % 50) }
    }

    private static let slowFor = 900
    private static func slow(_ before: Int) -> Double { before < slowFor ? 0.5 : 0.05 }
    private static func calm(_ before: Int) -> Double { 0.05 }

    private static func rules(
        _ expression: String, severity: String = "page"
    ) throws -> [RuleGroup] {
        let yaml = """
            groups:
            - name: mine
              rules:
              - alert: LoanSlow
                expr: \(expression)
                for: 1m
                labels: {severity: \(severity)}
            """
        return try RuleFile(yaml: yaml, file: "rules.yaml").groups
    }

    private static func picture(
        _ served: [Served], _ expression: String, reference: Bool = false
    ) throws -> (snapshot: SystemSnapshot, why: AlertDetail) {
        var log = EventLog()
        for before in stride(from: 10_800, to: 0, by: -2) {
            for one in served where before <= one.seconds && before % one.every == 0 {
                log.add(
                    at: at - Int64(before) * 1_000 + 500, model: one.model, version: one.version,
                    target: one.target, latency: one.latency(before),
                    features: ["items": .number(one.items(before))])
            }
        }
        var deliveries = [log.delivery()]
        if reference {
            var table = ReferenceTable(location: "/data/reference.csv")
            var items = ReferenceTable.Column()
            items.numbers = (0..<12_000).map { Double($0 % 50) }
            table.columns = ["items": items]
            table.rows = 12_000
            deliveries.insert(
                Delivery(.reference(table), "reference.csv", .reference), at: 0)
        }
        let engine = Engine.judged(
            deliveries, at: at, rules: try rules(expression) + BuiltInRules.groups())
        var interest = Interest()
        interest.alert = try #require(
            engine.snapshot(at: at, interest: interest).alerts
                .first { $0.rule == "LoanSlow" }
        ).id
        let snapshot = engine.snapshot(at: at, interest: interest)
        return (snapshot, try #require(snapshot.why))
    }

    private static let onlyTwo =
        #"model_latency_seconds{model="loan", version="2", quantile="0.95"} > 0.3"#

    @Test("A rule for one version does not clear the machine that all others are slow on")
    func machine() throws {
        let (_, why) = try Self.picture(
            [
                Served(latency: Self.slow), Served(version: "1", latency: Self.slow),
                Served(model: "recsys", version: "5", latency: Self.slow),
            ], Self.onlyTwo)
        #expect(why.sentence.hasSuffix("Other models on eu-1 too."))
        #expect(why.scopeWords == "Several models on one target: look at the machine.")
        #expect(why.places.map(\.moved) == [true, true, true])
    }

    @Test("One of many other models has a trouble of its own")
    func coincidence() throws {
        var others = (1...12).map { number in
            Served(
                model: "m\(number)", version: "1", target: "us-\(number)", latency: Self.calm)
        }
        others[4].latency = Self.slow
        let (_, why) = try Self.picture([Served(latency: Self.slow)] + others, Self.onlyTwo)
        #expect(why.sentence.hasSuffix("Only this version."))
        let (_, few) = try Self.picture(
            [Served(latency: Self.slow)] + others.prefix(6), Self.onlyTwo)
        #expect(few.sentence.hasSuffix("Other models too."))
    }

    @Test("A few requests that were slower by chance have not moved")
    func fewRequests() throws {
        let (_, why) = try Self.picture(
            [
                Served(latency: Self.slow),
                Served(version: "1", every: 20, latency: { $0 < 60 ? 0.1 : 0.05 }),
            ], Self.onlyTwo)
        #expect(why.sentence.hasSuffix("Only this version."))
        #expect(why.places.map(\.moved) == [true, false])
    }

    @Test("A version with fewer requests than the rule asks for is no evidence")
    func guarded() throws {
        let idle = Served(version: "1", every: 60, latency: Self.slow)
        let served = [
            Served(latency: Self.slow), idle, Served(model: "recsys", latency: Self.calm),
        ]
        let rule = #"model_latency_seconds{quantile="0.95"} > 0.3"#
        let asking = " and on (model, version, target) model_window_requests >= 50"
        let (_, why) = try Self.picture(served, rule + asking)
        #expect(why.sentence.hasSuffix("Only this version."))
        #expect(why.places.first { $0.name == "loan 1" }?.moved == nil)
        let (_, plain) = try Self.picture(served, rule)
        #expect(plain.sentence.hasSuffix("Every version of this model."))
    }

    @Test("Of another version's alert before it is said whose it is")
    func othersAlerts() throws {
        let (_, why) = try Self.picture(
            [
                Served(latency: Self.slow),
                Served(version: "1", latency: { $0 < 1_500 ? 0.5 : 0.05 }),
            ], Self.onlyTwo)
        let other = try #require(why.changes.first { $0.title == "LatencyRegressed" })
        #expect(other.detail.hasPrefix("1: p95 "))
    }

    private static let everyVersion = #"model_latency_seconds{quantile="0.95"} > 0.3"#

    @Test("One version on one of its targets clears the machine where its neighbours are as usual")
    func oneVersionThere() throws {
        let two = [
            Served(latency: Self.slow), Served(target: "us-1", latency: Self.calm),
            Served(version: "1", latency: Self.calm),
            // Slower elsewhere, as always: no matter there.
            Served(version: "1", target: "us-1", latency: { _ in 0.25 }),
        ]
        let (_, alone) = try Self.picture(two, Self.everyVersion)
        #expect(
            alone.scopeWords
                == "Version 2 on eu-1 only: not the machine, its neighbours there are as usual.")
        #expect(alone.sentence.hasSuffix("Only eu-1 of 2 targets."))
        #expect(alone.sentence.hasPrefix("loan 2 on eu-1 is slow: "))
        #expect(alone.places.map(\.name) == ["loan 2", "loan 2", "loan 1"])
        #expect(alone.places.map(\.detail) == ["eu-1", "us-1", "eu-1"])
        #expect(try #require(alone.places[2].value) < 0.06)
        let (_, unknown) = try Self.picture(Array(two.prefix(2)), Self.everyVersion)
        #expect(unknown.scopeWords == "1 of its 2 targets: not the version; look at eu-1.")
    }

    @Test("What somebody has in hand is not quiet", arguments: ["page", "critical", "ticket"])
    func inHand(severity: String) throws {
        var log = EventLog()
        for before in stride(from: 10_800, to: 0, by: -2) {
            log.add(
                at: Self.at - Int64(before) * 1_000 + 500, model: "loan", version: "2",
                latency: Self.slow(before))
        }
        var engine = Engine.judged(
            log.delivery(), at: Self.at, rules: try Self.rules(Self.onlyTwo, severity: severity))
        let fresh = engine.snapshot(at: Self.at, interest: Interest())
        #expect(fresh.headline.level == (severity == "ticket" ? .ticket : .page))
        let alert = try #require(fresh.alerts.first)
        _ = try engine.apply(
            AlertAction(.ack(comment: nil), alert: alert.id, by: "kim", at: Self.at))
        let headline = engine.snapshot(at: Self.at, interest: Interest()).headline
        #expect(headline.inHand == 1)
        #expect(headline.level == .unknown)
        #expect(
            headline.text.hasPrefix(
                "Nobody is needed: 1 in hand, LoanSlow of loan 2, acked by kim."))
        // It fires: nothing of it is still waiting to.
        #expect(!headline.text.contains("Beyond its limit"))
    }

    @Test("What topk left out is judged by the comparison, not by its own usual")
    func chosen() throws {
        let (_, why) = try Self.picture(
            [
                Served(latency: { _ in 0.6 }), Served(version: "1", latency: { _ in 0.5 }),
                Served(model: "recsys", version: "5", latency: Self.calm),
            ], #"topk(1, model_latency_seconds{quantile="0.95"}) > 0.3"#)
        #expect(why.places.map(\.name) == ["loan 2", "loan 1", "recsys 5"])
        #expect(why.places.map(\.moved) == [true, true, false])
        #expect(why.scopeWords.hasPrefix("Every version of the model"))
    }

    @Test("An expression of the user's has the same scopes as our own words")
    func ownExpression() throws {
        let mine =
            #"max by (model, version, target) (model_latency_seconds{quantile="0.95"} + 0) > 0.3"#
        let there = try Self.picture(
            [
                Served(latency: Self.slow), Served(target: "us-1", latency: Self.calm),
                Served(version: "1", latency: Self.calm),
            ], mine)
        #expect(
            there.why.scopeWords
                == "Version 2 on eu-1 only: not the machine, its neighbours there are as usual.")
        let both = try Self.picture(
            [Served(latency: Self.slow), Served(version: "1", latency: Self.slow)]
                + [Served(model: "recsys", version: "5", latency: Self.calm)], mine)
        #expect(both.why.scopeWords.hasPrefix("Every version of the model"))
        let machines = try Self.picture(
            [Served(latency: Self.slow), Served(target: "us-1", latency: Self.calm)],
            #"max by (target) (model_latency_seconds{quantile="0.95"} + 0) > 0.3"#)
        #expect(machines.why.scopeWords == "1 of 2 targets: look at eu-1.")
    }

    @Test("A rule about a model, or a version wherever it is, still says which one and where")
    func aggregated() throws {
        func words(_ by: String, _ served: [Served]) throws -> String {
            let found = try Self.picture(
                served, #"max by (\#(by)) (model_latency_seconds{quantile="0.95"}) > 0.3"#)
            let sentence = found.why.scopeWords
            #expect(!found.snapshot.headline.text.contains("of the model's"))
            return sentence
        }
        let oneThere = [
            Served(latency: Self.slow), Served(target: "us-1", latency: Self.calm),
            Served(version: "1", latency: Self.calm),
        ]
        for by in ["model", "model, version"] {
            #expect(
                try words(by, oneThere)
                    == "Version 2 on eu-1 only: not the machine, its neighbours there are as usual."
            )
        }
        let alone = [Served(latency: Self.slow), Served(version: "1", latency: Self.calm)]
        #expect(try words("model", alone) == "One version: not its machine.")
    }

    @Test("What began with or after a trouble is no cause of it, and nothing is told twice")
    func causes() throws {
        let (snapshot, why) = try Self.picture(
            [
                Served(latency: Self.slow), Served(version: "1", latency: Self.slow),
                Served(version: "3", seconds: 1_000, latency: Self.calm),
            ], Self.onlyTwo, reference: true)
        let alert = try #require(snapshot.alerts.first { $0.id == why.id })
        let onset = try #require(alert.onsetAt)
        #expect(snapshot.alerts.contains { $0.rule == "LatencyRegressed" })
        #expect(why.changes.map(\.kind) == [.deployment])
        #expect(why.changes.allSatisfy { $0.at <= onset })
    }

    @Test("A constant limit is what the table holds every place against")
    func constantLimit() throws {
        let (_, why) = try Self.picture(
            [Served(latency: Self.slow), Served(version: "1", latency: Self.calm)], Self.onlyTwo)
        #expect(why.places.map(\.usual) == [0.3, 0.3])
        #expect(why.limitWords.isEmpty)
        #expect(why.usualNote.isEmpty)
        let ratio = try #require(why.places[0].ratio)
        #expect(abs(ratio - 0.5 / 0.3) < 0.02)
    }

    @Test("What is always beyond a fixed limit has not moved")
    func alwaysSlow() throws {
        let (_, why) = try Self.picture(
            [
                Served(latency: Self.slow),
                Served(model: "vision", version: "3", latency: { _ in 0.6 }),
            ], Self.onlyTwo)
        #expect(why.places.map(\.moved) == [true, false])
        #expect(why.scopeWords == "One version: not its machine.")
    }

    @Test("The data is spoken of only where both inputs were compared")
    func input() throws {
        let sister = Served(version: "1", latency: Self.calm)
        let unknown = try Self.picture([Served(latency: Self.slow), sister], Self.onlyTwo)
        #expect(unknown.why.scopeWords == "One version: not its machine.")
        let alike = try Self.picture(
            [Served(latency: Self.slow), sister], Self.onlyTwo, reference: true)
        #expect(alike.why.scopeWords == "One version: not its machine, not its data.")
        let apart = try Self.picture(
            [Served(latency: Self.slow, items: { $0 < 900 ? 49 : Double($0 % 50) }), sister],
            Self.onlyTwo, reference: true)
        #expect(apart.why.scopeWords == "One version, and its input differs: items.")
    }

    @Test("An alert without a version speaks of none")
    func noVersion() throws {
        let (_, why) = try Self.picture(
            [
                Served(version: nil, latency: Self.slow),
                Served(model: "recsys", version: "5", latency: Self.calm),
            ], #"model_latency_seconds{model="loan", quantile="0.95"} > 0.3"#)
        #expect(why.sentence.hasSuffix("Only this model."))
        #expect(why.scopeWords == "One model: the others are as usual.")
    }

    @Test("A borrowed usual is called the other version's usual: that one may be slow itself")
    func borrowed() throws {
        let (_, why) = try Self.picture(
            [
                Served(seconds: 1_800, latency: { $0 < 960 ? 0.5 : 0.05 }),
                Served(version: "1", latency: Self.slow),
            ],
            #"model_latency_seconds{version="2", quantile="0.95"} > ignoring (quantile) "#
                + "1.5 * model_latency_baseline_seconds")
        #expect(why.sentence.contains(" × version 1's usual, for "))
        #expect(why.limitWords == "1.5 × version 1's usual")
        #expect(why.sentence.hasSuffix("Every version of this model."))
    }

    @Test(
        "A latency's onset is no earlier than its first slow request", arguments: ["0.5", "0.95"])
    func onset(quantile: String) throws {
        // The last 850 s are slow: no whole minute's edge.
        let (snapshot, _) = try Self.picture(
            [
                Served(latency: { $0 <= 850 ? 0.5 : 0.05 }),
                Served(version: "1", latency: Self.calm),
            ],
            #"model_latency_seconds{version="2", quantile="\#(quantile)"} > 0.3"#)
        let alert = try #require(snapshot.alerts.first { $0.rule == "LoanSlow" })
        let onset = try #require(alert.onsetAt)
        let first = Self.at - 850_000 + 500
        #expect(Timestamp(milliseconds: onset.milliseconds) >= first)
        #expect(Timestamp(milliseconds: onset.milliseconds) < first + 15_000)
        #expect(alert.activeAt >= onset)
    }

    @Test("What is over is told in the past, with its times and without a forecast")
    func over() throws {
        let (snapshot, why) = try Self.picture(
            [
                Served(latency: { (420..<1_020).contains($0) ? 0.5 : 0.05 }),
                Served(version: "1", latency: Self.calm),
            ], Self.onlyTwo)
        let alert = try #require(snapshot.alerts.first { $0.rule == "LoanSlow" })
        #expect(alert.condition == .resolved)
        #expect(why.sentence.contains(" was slow: p95 "))
        #expect(why.sentence.contains(", from "))
        #expect(!why.sentence.contains("m 7 s"))
        #expect(why.clearWords.isEmpty)
        #expect(why.scopeWords.isEmpty)
        // Its figures are those it had, the chart goes on to now.
        #expect(try #require(why.places.first?.value) > 0.3)
        #expect(try #require(why.chart?.values.last ?? nil) < 0.3)
        #expect(why.chart?.end == Moment(milliseconds: Self.at.milliseconds))
        #expect(why.terms.last?.verdict.hasPrefix("over since ") == true)
    }
}
