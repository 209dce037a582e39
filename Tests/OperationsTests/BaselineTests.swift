import Snapshot
import Telemetry
import Testing

@testable import Operations

private func at(_ minutes: Double) -> Timestamp {
    EventLog.start + Int64(minutes * 60_000)
}

@Test("An old version's baseline is the median of its own p95 before now")
func ownBaseline() {
    var baseline = LatencyBaseline()
    for step in 0..<480 {
        baseline.step(
            at: at(Double(step) / 4), p95: step < 240 ? 0.1 : 0.2, isOld: step > 470, frozen: false,
            champion: nil)
    }
    baseline.step(at: at(120), p95: 9, isOld: true, frozen: false, champion: nil)
    #expect(abs((baseline.current ?? 0) - 0.15) < 1e-9)
    #expect(baseline.borrowedFrom == nil)
}

@Test("A young version is measured against the champion, and against nothing without one")
func borrowedBaseline() {
    var baseline = LatencyBaseline()
    baseline.step(at: at(0), p95: 0.3, isOld: false, frozen: false, champion: (0.1, "7"))
    #expect(baseline.current == 0.1)
    #expect(baseline.borrowedFrom == "7")
    baseline.step(at: at(1), p95: 0.3, isOld: false, frozen: false, champion: nil)
    #expect(baseline.current == nil)
}

@Test("An outage of three hours does not become the new normal")
func frozenBaseline() {
    var baseline = LatencyBaseline()
    for step in 0..<500 {
        baseline.step(at: at(Double(step) / 4), p95: 0.1, isOld: true, frozen: false, champion: nil)
    }
    for step in 500..<1_220 {
        baseline.step(at: at(Double(step) / 4), p95: 0.5, isOld: true, frozen: true, champion: nil)
        #expect(baseline.current == 0.1)
    }
    baseline.step(at: at(305.25), p95: 0.1, isOld: true, frozen: false, champion: nil)
    #expect(baseline.current == 0.1)
}

@Test("A young champion is not held against its slow challenger, nor anybody against a canary")
func youngChampion() throws {
    var log = EventLog()
    for second in stride(from: 0.0, to: 3 * 3_600, by: 2) {
        let time = EventLog.start + Int64(second * 1_000)
        log.add(at: time, version: "6", latency: 0.27)
        if second > 9_000 {
            log.add(at: time, version: "5", latency: 0.047)
            log.add(at: time, version: "7", latency: 0.05)
        }
    }
    func usual(_ roles: [String: String]) -> [String: Double?] {
        var model = ModelFacts(name: "fraud")
        model.versions = roles.keys.sorted().map { version in
            var facts = VersionFacts(model: "fraud", version: version)
            facts.role = roles[version]
            return facts
        }
        let end = EventLog.start + 3 * 3_600_000
        let engine = Engine.judged(
            Delivery(.registry([model]), "registry.yaml", .registry), log.delivery(), at: end)
        let versions = engine.snapshot(at: end, interest: Interest()).models[0].versions
        return Dictionary(
            uniqueKeysWithValues: versions.map { ($0.id.version ?? "", $0.baselineSeconds) })
    }
    let told = usual(["5": "champion", "6": "challenger", "7": "canary"])
    #expect(told["5"] == .some(nil))
    #expect(abs(try #require(told["7"] ?? nil) - 0.047) < 0.001)
    let untold = usual([:])
    #expect(abs(try #require(untold["5"] ?? nil) - 0.27) < 0.005, "the one that served longest")
}
