import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

private let noon = Timestamp(milliseconds: 1_763_640_000_000)
private let minute: Int64 = 60_000

/// A champion for three hours, a canary for the last 20 minutes that is three times as slow.
private func incident(
    stages: [StageEvent] = [], reference: ReferenceTable? = nil,
    rules: [RuleGroup] = BuiltInRules.groups()
) -> Engine {
    var log = EventLog()
    for number in 0..<10_800 {
        let time = noon - 180 * minute + Int64(number + 1) * 1_000
        log.add(
            at: time, version: "7", latency: 0.09,
            features: ["amount": .number(Double(number % 50))],
            prediction: .number(number % 10 == 0 ? 1 : 0))
        guard time > noon - 20 * minute else { continue }
        log.add(
            at: time, version: "8", latency: 0.27,
            features: ["amount": .number(Double(number % 50))],
            prediction: .number(number % 5 == 0 ? 1 : 0))
    }
    var deliveries = reference.map { [Delivery(.reference($0), "reference.csv", .reference)] } ?? []
    deliveries.append(Delivery(.stageEvents(stages, replace: true), "workflow.jsonl", .workflow))
    return .judged(deliveries + [log.delivery()], at: noon, rules: rules)
}

private func snapshot(_ engine: Engine, version: String = "8") -> SystemSnapshot {
    var interest = Interest()
    interest.subject = VersionID(model: "fraud", version: version)
    interest.alert =
        engine.snapshot(at: noon, interest: Interest()).alerts
        .first { $0.rule == "LatencyRegressed" }?.id
    return engine.snapshot(at: noon, interest: interest)
}

private func status(_ snapshot: SystemSnapshot, _ version: String) -> VersionStatus? {
    snapshot.models.first?.versions.first { $0.id.version == version }
}

@Test("A version knows since when it serves, and what did before and does after it")
func service() throws {
    let engine = incident()
    let eight = try #require(status(snapshot(engine), "8"))
    #expect(eight.servingSince?.milliseconds == (noon - 20 * minute + 1_000).milliseconds)
    #expect(!eight.servingSinceOrEarlier)
    #expect(eight.servedBefore == "7, at 50 %")
    #expect(eight.servedAfter == "none")
    let seven = try #require(status(snapshot(engine, version: "7"), "7"))
    #expect(seven.servingSinceOrEarlier)
    #expect(seven.servedBefore == nil)
    #expect(seven.servedAfter == "8, at 50 %")
}

@Test("Usual of a version that is too young for a usual is the champion's p95 and nothing else")
func young() throws {
    let detail = try #require(snapshot(incident()).subject)
    #expect(detail.usual.keys.sorted() == ["p95 ms"])
    #expect(abs(try #require(detail.usual["p95 ms"]) - 90) < 0.9)
    #expect(detail.stripsReach == nil)
    // Its rate is over its own twenty minutes, not over the hour.
    #expect(abs(try #require(detail.strips["req/s"]?.values.last ?? nil) - 1) < 0.02)
    #expect(abs(try #require(detail.strips["says 1"]?.values.last ?? nil) - 0.2) < 0.01)
}

@Test("The reference says how often each class was predicted, and what it is")
func reference() throws {
    var table = ReferenceTable(location: "/data/train-2026.csv")
    var amounts = ReferenceTable.Column()
    amounts.numbers = (0..<12_000).map { Double($0 % 50) }
    var answers = ReferenceTable.Column()
    answers.categories = ["0": 10_800, "1": 1_200]
    table.columns = ["amount": amounts, ReferenceTable.predictionKey: answers]
    table.rows = 12_000
    let eight = try #require(status(snapshot(incident(reference: table)), "8"))
    #expect(eight.referenceWords == "12 000 rows of train-2026.csv")
    #expect(eight.referencePredictionRatios == ["0": 0.9, "1": 0.1])
    let amount = try #require(eight.drift.first { $0.feature == "amount" })
    #expect(amount.history.count == 25)
    #expect(amount.history.last.flatMap(\.self) != nil)
}

@Test("Where it shows is in the alert's own unit, with what both versions are given")
func places() throws {
    var table = ReferenceTable(location: "/data/reference.csv")
    var amounts = ReferenceTable.Column()
    amounts.numbers = (0..<12_000).map { Double($0 % 50) }
    table.columns = ["amount": amounts]
    table.rows = 12_000
    let why = try #require(snapshot(incident(reference: table)).why)
    let (first, second) = (why.places[0], why.places[1])
    #expect(first.name == "fraud 8")
    #expect(abs(try #require(first.value) - 0.27) < 0.003)
    #expect(abs(try #require(first.usual) - 0.09) < 0.001)
    #expect(first.usualBorrowed)
    #expect(first.moved == true)
    #expect(second.moved == false)
    #expect(abs(try #require(second.value) - 0.09) < 0.001)
    #expect(why.terms.first?.value == "270 ms")
    #expect(why.terms.first?.text == #"model_latency_seconds{quantile="0.95"}"#)
    #expect(
        why.terms.dropFirst().first?.text
            == "> 1.5 × 90 ms, version 7's usual on the same target")
    let note = try #require(why.scopeNotes.first)
    #expect(note.hasPrefix("input of 8 and of 7: at most 0."))
    #expect(note.hasSuffix("(amount)"))
}

@Test("A run is told once, by how it ended and how long it took")
func timeline() throws {
    func stage(_ at: Int64, _ status: StageEvent.Status, _ run: String) -> StageEvent {
        var event = StageEvent(
            time: noon - at * minute, model: "fraud", stage: .modelRetraining, status: status)
        event.run = run
        return event
    }
    var failed = stage(40, .failed, "r-2")
    failed.detail = "schema check"
    let engine = incident(stages: [
        stage(100, .started, "r-1"), stage(70, .succeeded, "r-1"), stage(60, .started, "r-2"),
        failed, stage(5, .started, "r-3"),
    ])
    let events = try #require(snapshot(engine).subject).events
    #expect(
        events.filter { $0.kind == .stage }.map(\.detail) == [
            "succeeded r-1, after 30 m", "failed r-2, after 20 m; schema check", "started r-3",
        ])
    #expect(events.map(\.at) == events.map(\.at).sorted())
    let arrival = try #require(events.first { $0.kind == .deployment })
    #expect(arrival.title == "deployment")
    #expect(arrival.detail == "8 took its first request on eu-1")
    // The failed stage is tried again, which ends its alert.
    let alerts = events.filter { $0.kind == .alert }
    #expect(alerts.map(\.title) == ["StageFailed", "LatencyRegressed", "StageFailed"])
    #expect(alerts.map(\.grade) == [.ticket, .page, .none])
}

@Test("With less room the version that lends its usual is named by its number alone")
func shortSentence() throws {
    let why = try #require(snapshot(incident()).why)
    #expect(why.sentence.contains(" × version 7's usual, for "))
    #expect(why.shortSentence.contains(" × 7's usual, for "))
    #expect(why.shortSentence.hasSuffix(" Only 8."))
}

@Test("What begins an alert is what changed, not the routine of a stage")
func beginning() throws {
    var seen = StageEvent(
        time: noon - 20 * minute + 30_000, model: "fraud", stage: .modelMonitoring,
        status: .succeeded)
    seen.run = "m-1"
    let words = try #require(snapshot(incident(stages: [seen])).why?.brief)
    #expect(words.contains { $0.hasPrefix("Began ") && $0.contains(" after 8 took its first") })
}

@Test("The dashed limit is that of the rule that fires")
func limit() throws {
    let own = try RuleFile(
        yaml: """
            groups:
            - name: own
              rules:
              - alert: Slow
                expr: model_latency_seconds{quantile="0.95"} > 0.2
                labels: {severity: critical}
            """, file: "r.yml"
    ).groups
    let eight = try #require(snapshot(incident(rules: own)).subject)
    #expect(eight.latencyLimitSeconds == 0.2 && eight.latencyLimitWords == "of Slow")
    let seven = try #require(snapshot(incident(rules: own), version: "7").subject)
    #expect(seven.latencyLimitSeconds == 0.2 && seven.latencyLimitWords == "of Slow")
}

@Test("What is nearest to a limit is held against rules about it alone, as they are written")
func nearest() throws {
    func words(_ rules: String) throws -> [String] {
        var log = EventLog()
        for number in 0..<3_600 {
            for version in ["7", "8"] {
                log.add(
                    at: noon - 60 * minute + Int64(number + 1) * 1_000, version: version,
                    latency: 0.1, outcome: number % 50 == 0 ? .error : .ok)
            }
        }
        let own = try RuleFile(yaml: "groups:\n- name: g\n  rules:\n" + rules, file: "r.yml").groups
        let engine = Engine.judged(log.delivery(), at: noon, rules: own)
        return engine.snapshot(at: noon, interest: Interest()).nearest.map {
            "\($0.name): \($0.words)"
        }
    }
    #expect(
        try words("  - {alert: A, expr: 'model_error_ratio{version=\"8\"} > 0.05'}\n")
            == ["fraud 8: errors 2.0 %, limit 5 %"])
    #expect(
        try words(
            "  - {alert: B, expr: 'model_latency_seconds{quantile=\"0.95\",version=~\"7.*\"} > 0.2'}\n"
        )
            == ["fraud 7: p95 100 ms, limit 200 ms"])
    #expect(try words("  - {alert: C, expr: other > 0.2}\n").isEmpty)
}

@Test("Nearest to a limit: any metric's figure, and a quality from what it was in training")
func nearestOfAnyRule() throws {
    let series = [
        ReasonTests.series(["__name__": "queue_depth", "instance": "gpu-1"]) { _ in 6 },
        ReasonTests.series(["__name__": "queue_depth", "instance": "gpu-2"]) { _ in 9 },
        ReasonTests.series([
            "__name__": "model_quality", "model": "churn", "version": "3", "metric": "roc_auc",
        ]) { _ in 0.812 },
        ReasonTests.series(["__name__": "slo_ratio", "job": "api"]) { _ in 0.9995 },
        ReasonTests.series(["__name__": "whole_ratio", "job": "api"]) { _ in 1 },
    ]
    var state = SourceState(
        name: "gpu.prom", recognisedAs: "metrics", kind: .metrics, location: "/gpu.prom")
    state.reach = .complete
    var facts = ModelFacts(name: "churn")
    var version = VersionFacts(model: "churn", version: "3")
    version.trainingMetrics = ["roc_auc": 0.861]
    facts.versions = [version]
    let rules = try RuleFile(
        yaml: """
            groups:
            - name: g
              rules:
              - {alert: A, expr: queue_depth > 12}
              - {alert: B, expr: 'model_quality{metric="roc_auc"} < 0.8'}
              - {alert: C, expr: queue_depth < 3}
              - {alert: D, expr: absent(queue_depth) > 0.5}
              - {alert: Later, expr: queue_depth > 20}
              - {alert: Guarded, expr: queue_depth > 9.5 and on () maintenance == 1}
              - {alert: Excepted, expr: queue_depth > 9.5 unless on () queue_depth > 5}
              - {alert: Share, expr: slo_ratio < 0.999}
              - {alert: Whole, expr: whole_ratio < 0.999}
            """, file: "r.yml"
    ).groups
    var log = EventLog()
    for minute in 0..<65 { log.add(at: ReasonTests.noon - Int64(65 - minute) * 60_000) }
    let engine = Engine.judged(
        Delivery(batch: .samples(series), source: state),
        Delivery(.registry([facts]), "registry.yaml", .registry), log.delivery(),
        at: ReasonTests.noon, rules: rules)
    let near = engine.snapshot(at: ReasonTests.noon, interest: Interest()).nearest
    // (.861 - .812) / (.861 - .8), 9 of 12, 3 of 6 from above, half a thousandth of one.
    #expect(
        near.map { "\($0.name): \($0.words)" } == [
            "churn 3: roc auc 0.812, limit 0.8", "gpu-2: queue_depth 9, limit 12",
            "gpu-1: queue_depth 6, limit 3", "api: slo_ratio 100 %, limit 99.9 %",
        ])
    #expect(near.map { Int(($0.fraction * 100).rounded()) } == [80, 75, 50, 50])
}

@Test("Thousands stand apart")
func grouped() {
    #expect(
        [0, 999, 1_000, 50_000, 1_234_567].map(Words.grouped) == [
            "0", "999", "1 000", "50 000", "1 234 567",
        ])
}

@Test("A regression that happens to answer with whole numbers says no class")
func wholeNumbersOfARegression() throws {
    var log = EventLog()
    for number in 0..<600 {
        log.add(
            at: noon - 10 * minute + Int64(number + 1) * 1_000,
            prediction: .number(number % 10 == 7 ? 12.5 : 15))
    }
    let engine = Engine.judged(log.delivery(), at: noon)
    let seven = try #require(status(snapshot(engine, version: "7"), "7"))
    #expect(seven.predictionRatios.isEmpty)
}

@Test("Some silent places of many are the places' trouble, each in its own row")
func someTargets() throws {
    var log = EventLog()
    for number in 0..<10_800 {
        let time = noon - 180 * minute + Int64(number + 1) * 1_000
        for edge in 1...4 where edge > 2 || time < noon - 30 * minute {
            log.add(at: time, target: "edge-\(edge)")
        }
    }
    let engine = Engine.judged(log.delivery(), at: noon)
    var interest = Interest()
    interest.alert =
        engine.snapshot(at: noon, interest: interest).alerts
        .first { $0.labels["target"] == "edge-2" }?.id
    let snapshot = engine.snapshot(at: noon, interest: interest)
    #expect(snapshot.headline.text.hasSuffix("Only edge-1, edge-2 of 4 targets."))
    let why = try #require(snapshot.why)
    #expect(
        why.scopeWords == "2 of its 4 targets: not the version; look at edge-1, edge-2.")
    #expect(why.places.map(\.detail) == ["edge-2", "edge-1", "edge-3", "edge-4"])
    #expect(why.places.map(\.moved) == [true, true, false, false])
    #expect(abs(try #require(why.places[0].value) - 1_801) < 2)
}
