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
