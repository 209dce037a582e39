import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// Four hours of traffic on one target, two events a second, changed by the test.
private struct Traffic {
    var log = EventLog()
    var lottery = Lottery(seed: 11)
    let hours: Double

    init(
        hours: Double = 4, perSecond: Double = 2, version: String = "7",
        from: Double = 0, latency: (Double) -> Double = { _ in 0.1 },
        errors: (Double) -> Double = { _ in 0 },
        features: (Double, inout Lottery) -> [String: FeatureValue] = { _, _ in [:] }
    ) {
        self.hours = hours
        add(
            version: version, from: from, perSecond: perSecond, latency: latency, errors: errors,
            features: features)
    }

    mutating func add(
        version: String, from: Double, to: Double? = nil, perSecond: Double = 2,
        latency: (Double) -> Double = { _ in 0.1 }, errors: (Double) -> Double = { _ in 0 },
        features: (Double, inout Lottery) -> [String: FeatureValue] = { _, _ in [:] }
    ) {
        var seconds = from * 3_600
        while seconds < (to ?? hours) * 3_600 {
            let hour = seconds / 3_600
            log.add(
                at: EventLog.start + Int64(seconds * 1_000), version: version,
                latency: latency(hour) * (0.8 + 0.4 * lottery.next()),
                outcome: lottery.next() < errors(hour) ? .error : .ok,
                features: features(hour, &lottery))
            seconds += 1 / perSecond
        }
    }

    var end: Timestamp { EventLog.start + Int64(hours * 3_600_000) }

    func alerts(
        reference: ReferenceTable? = nil, stages: [StageEvent] = [], plans: [StagePlan] = []
    ) -> [AlertStatus] {
        var facts = reference.map { [Delivery(.reference($0), "reference.csv", .reference)] } ?? []
        facts.append(Delivery(.stagePlans(plans), "workflow.yaml", .stages))
        facts.append(Delivery(.stageEvents(stages, replace: true), "workflow.jsonl", .workflow))
        let engine = Engine.judged(facts + [log.delivery()], at: end)
        let snapshot = engine.snapshot(at: end, interest: Interest())
        #expect(snapshot.rules.allSatisfy { $0.health == "ok" })
        return snapshot.alerts
    }
}

private func firing(_ alerts: [AlertStatus]) -> [String] {
    alerts.filter { $0.condition == .firing }.map { alert in
        [alert.rule, alert.labels["version"], alert.labels["feature"], alert.labels["stage"]]
            .compactMap(\.self).joined(separator: " ")
    }.sorted()
}

@Test("Steady traffic raises nothing")
func steadyTraffic() {
    #expect(Traffic().alerts().isEmpty)
}

@Test("A version twice as slow as its own two hours fires after two minutes, not before")
func latencyRegressed() throws {
    let slow = Traffic(latency: { $0 > 3.9 ? 0.2 : 0.1 })
    #expect(firing(slow.alerts()) == ["LatencyRegressed 7"])
    let alert = try #require(slow.alerts().first)
    #expect(alert.severity == "page")
    #expect(alert.attention == .new)
    let onset = try #require(alert.onsetAt)
    #expect(
        abs(onset.milliseconds - (EventLog.start + Int64(3.9 * 3_600_000)).milliseconds) <= 60_000)
    let justNow = Traffic(latency: { $0 > 3.99 ? 0.3 : 0.1 })
    #expect(firing(justNow.alerts()).isEmpty)
}

@Test("An outage of two and a half hours is still an outage: the baseline does not learn it")
func longOutage() {
    let slow = Traffic(hours: 6, latency: { $0 > 3.5 ? 0.3 : 0.1 })
    #expect(firing(slow.alerts()) == ["LatencyRegressed 7"])
}

@Test("A young canary is measured against the champion on its target, and its words say so")
func youngCanary() throws {
    var traffic = Traffic()
    traffic.add(version: "8", from: 3.8, latency: { _ in 0.25 })
    let alerts = traffic.alerts()
    #expect(firing(alerts) == ["LatencyRegressed 8"])
    var healthy = Traffic()
    healthy.add(version: "8", from: 3.8, latency: { _ in 0.12 })
    #expect(healthy.alerts().isEmpty)
}

@Test("Errors above two percent fire; fewer than fifty requests never do")
func errorsHigh() {
    let failing = Traffic(errors: { $0 > 3.8 ? 0.2 : 0 })
    #expect(firing(failing.alerts()) == ["ErrorsHigh 7"])
    let rare = Traffic(perSecond: 0.1, errors: { $0 > 3.8 ? 1 : 0 })
    #expect(firing(rare.alerts()).isEmpty)
}

@Test("A version silent beyond ten minutes fires NoTraffic; a slow one does not")
func noTraffic() {
    var traffic = Traffic()
    traffic.add(version: "8", from: 0, to: 3.7)
    #expect(firing(traffic.alerts()) == ["NoTraffic 8"])
    var sparse = Traffic()
    // One request in five minutes: twelve minutes of silence are usual.
    sparse.add(version: "8", from: 0, to: 3.8, perSecond: 1.0 / 300)
    #expect(firing(sparse.alerts()).isEmpty)
}

private func reference() -> ReferenceTable {
    var lottery = Lottery(seed: 3)
    var table = ReferenceTable(location: "/reference.csv")
    var amount = ReferenceTable.Column()
    var plan = ReferenceTable.Column()
    for _ in 0..<5_000 {
        amount.numbers.append(lottery.next() * 100)
        plan.categories[["basic", "plus", "pro"][Int(lottery.next() * 3)], default: 0] += 1
    }
    table.columns = ["amount": amount, "age": amount, "plan": plan]
    table.rows = 5_000
    return table
}

private func drifting(_ amount: @escaping (Double, Double) -> Double, nulls: Double = 0) -> Traffic
{
    Traffic(features: { hour, lottery in
        let value = FeatureValue.number(amount(hour, lottery.next()))
        return [
            "amount": lottery.next() < (hour > 3.5 ? nulls : 0) ? .null : value,
            "age": .number(lottery.next() * 100),
        ]
    })
}

@Test("Exactly the feature that drifted fires, after fifteen minutes")
func featureDrift() {
    let drifted = drifting { hour, draw in draw * 100 + (hour > 3.5 ? 40 : 0) }
    #expect(firing(drifted.alerts(reference: reference())) == ["FeatureDrift 7 amount"])
    let young = drifting { hour, draw in draw * 100 + (hour > 3.85 ? 40 : 0) }
    #expect(firing(young.alerts(reference: reference())).isEmpty)
    let calm = drifting { _, draw in draw * 100 }
    #expect(calm.alerts(reference: reference()).isEmpty)
}

@Test("Nulls beyond the reference's fire on their own, without drift")
func featureNulls() {
    let nulls = drifting({ _, draw in draw * 100 }, nulls: 0.3)
    #expect(firing(nulls.alerts(reference: reference())) == ["FeatureNulls 7 amount"])
}

@Test("A failed stage fires until something newer is said; a late one is overdue")
func stages() {
    let failed = StageEvent(
        time: EventLog.start + 3_600_000, model: "fraud", stage: .modelRetraining, status: .failed)
    #expect(firing(Traffic().alerts(stages: [failed])) == ["StageFailed model retraining"])
    let again = StageEvent(
        time: EventLog.start + 7_200_000, model: "fraud", stage: .modelRetraining,
        status: .succeeded)
    #expect(firing(Traffic().alerts(stages: [failed, again])).isEmpty)
    var plan = StagePlan(stage: .modelRetraining)
    plan.expectedEverySeconds = 3_600
    #expect(
        firing(Traffic().alerts(stages: [failed, again], plans: [plan]))
            == ["StageOverdue model retraining"])
}
