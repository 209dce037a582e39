import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// What lies behind an alert's value, and what those requests have in common.
@Suite struct EvidenceTests {
    private static let at = EventLog.start + 600_000

    /// Ten minutes at 8 a second: one request of eleven has many items and is slow, one of twenty
    /// from another country fails.
    private static func log() -> EventLog {
        var log = EventLog()
        var lottery = Lottery(seed: 7)
        for number in 0..<4_800 {
            let isLarge = number % 11 == 0
            let isForeign = lottery.next() < 0.2
            let country = log.symbol(isForeign ? "BR" : ["DE", "FR"][number % 2])
            log.add(
                at: EventLog.start + Int64(number) * 125 + 1,
                latency: 0.05 + 0.02 * lottery.next() + (isLarge ? 0.5 : 0),
                outcome: isForeign && lottery.next() < 0.5 ? .error : .ok,
                features: [
                    "items": .number(isLarge ? 71 + Double(number % 90) : Double(number % 70)),
                    "country": .category(country),
                    "session": .category(log.symbol("s-\(number)")),
                ], id: UInt64(number) &* 0x9E37_79B9_7F4A_7C15 | 1)
        }
        return log
    }

    private static func snapshot(_ expression: String) throws -> SystemSnapshot {
        let yaml =
            "groups:\n- name: mine\n  rules:\n  - alert: Mine\n    expr: \(expression)\n"
            + "    labels: {severity: ticket}\n"
        let engine = Engine.judged(
            log().delivery(), at: at, rules: try RuleFile(yaml: yaml, file: "r.yaml").groups)
        var interest = Interest()
        interest.subject = VersionID(model: "fraud", version: "7")
        interest.wantsRequests = true
        interest.alert = engine.snapshot(at: at, interest: interest).alerts.first?.id
        return engine.snapshot(at: at, interest: interest)
    }

    @Test(
        "The failed requests stand behind what selects them, the slowest behind other requests",
        arguments: [
            (
                #"sum by (model) (rate(model_requests_total{outcome="error"}[5m]))"#
                    + " / sum by (model) (rate(model_requests_total[5m])) > 0.02",
                AlertDetail.Evidence.failed
            ),
            ("max by (model) (model_error_ratio) > 0.02", .failed),
            ("sum by (model) (rate(model_requests_total[5m])) > 1", .slowest),
            ("model_traffic_share > 0.5", .other),
        ])
    func evidence(expression: String, evidence: AlertDetail.Evidence) throws {
        #expect(try #require(Self.snapshot(expression).why).evidence == evidence)
    }

    @Test("Without a reference the bins are made of the sampled requests themselves")
    func withoutReference() throws {
        let list = try #require(Self.snapshot("model_error_ratio > 0.02").requests)
        #expect(list.commonSlow.hasPrefix("items above "))
        #expect(list.commonSlow.contains(" in 100 % of the slowest 5 %; in 9"))
        #expect(list.commonFailed.hasPrefix("country BR in 100 % of the failed; in 2"))
        // Ids are no category, however well one fits a request.
        #expect(!list.commonFeatures.contains("session"))
    }

    @Test("Sampled values come back as they were, nulls and what was not logged apart")
    func values() {
        var log = EventLog()
        let (german, long) = (log.symbol("DE"), log.symbol(String(repeating: "x", count: 25)))
        var values = SampledValues()
        var row = SampledValues.blank()
        values.write(.number(70.5), log.batch, of: 0, into: &row)
        values.write(.category(german), log.batch, of: 1, into: &row)
        values.write(.null, log.batch, of: 2, into: &row)
        values.write(.number(-.infinity), log.batch, of: 3, into: &row)
        values.write(.category(long), log.batch, of: 4, into: &row)
        let found = (0..<6).map { SampledValues.value($0, of: row[...]) }
        #expect(
            found == [.number(70.5), .category(0), .null, .number(-.infinity), nil, nil])
        #expect(values.names[1] == ["DE"])
        #expect(values.isText[4] && !values.isText[1])
    }

    @Test("Values in the column of figures have three digits and a letter")
    func short() {
        #expect(MeasureUnit.plain.short(918_357) == "918 k")
        #expect(MeasureUnit.plain.short(12_345_678) == "12.3 M")
        #expect(MeasureUnit.perSecond.short(45_000) == "45 k/s")
        #expect(MeasureUnit.perSecond.short(0.118_76) == "0.119 /s")
        #expect(MeasureUnit.plain.short(9_999) == "9 999")
    }

    @Test("What happened to a model is no beginning of what belongs to none")
    func beginning() throws {
        let (_, why, _) = try ReasonTests.why(
            "  - alert: Mine\n    expr: gpu_up == 0\n    labels: {severity: ticket}\n",
            [
                ReasonTests.series(["__name__": "gpu_up", "gpu": "1"]) { $0 < 5 ? 0 : 1 }
            ])
        let words = try #require(why.brief.first { $0.hasPrefix("Began ") })
        #expect(!words.contains(" after "))
    }
}
