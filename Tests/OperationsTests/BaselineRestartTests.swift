import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// What a latency is measured against once the time before its alert is no longer at hand.
struct BaselineRestartTests {
    private static let start = EventLog.start

    private static func regressed(_ engine: Engine, at: Timestamp) -> AlertStatus? {
        engine.snapshot(at: at, interest: Interest()).alerts.first {
            $0.rule == "LatencyRegressed"
        }
    }

    @Test(
        "an outage of hours goes on after a restart whose logs begin within it",
        arguments: [true, false])
    func longOutage(wasWatched: Bool) throws {
        /// Slow from the third hour on.
        func log(from first: Int, hours: Int) -> Delivery {
            var log = EventLog()
            for second in (first * 3_600)..<(hours * 3_600) {
                log.add(
                    at: Self.start + Int64(second) * 1_000,
                    latency: second >= 3 * 3_600 ? 0.5 : 0.1)
            }
            return log.delivery()
        }
        let begun = Self.start + Int64(3.5 * 3_600_000)
        let first = Engine.live([log(from: 0, hours: 4)], at: begun)
        let alert = try #require(Self.regressed(first, at: begun))
        #expect(alert.condition == .firing)
        var journal = first.journalledState
        // Somebody may have watched until now, or nobody since.
        let end = Self.start + 12 * 3_600_000
        if wasWatched { journal.lastEvaluation = end - 15_000 }
        let second = Engine.live([log(from: 4, hours: 12)], at: end, after: journal)
        let same = try #require(Self.regressed(second, at: end))
        #expect(same.condition == .firing && same.activeAt == alert.activeAt)
        let version = second.snapshot(at: end, interest: Interest()).models[0].versions[0]
        #expect(abs(try #require(version.baselineSeconds) - 0.1) < 0.001)
    }

    @Test("a canary that is promoted while it is slow stays so after a restart")
    func promoted() throws {
        var log = EventLog()
        for second in 0..<(4 * 3_600) {
            let time = Self.start + Int64(second) * 1_000
            if second < 13_500 { log.add(at: time, version: "7", latency: 0.1) }
            if second > 12_600 { log.add(at: time, version: "8", latency: 0.5) }
        }
        func registry(_ roles: [String: String]) -> Delivery {
            var model = ModelFacts(name: "fraud")
            model.versions = roles.keys.sorted().map { version in
                var facts = VersionFacts(model: "fraud", version: version)
                facts.role = roles[version]
                return facts
            }
            return Delivery(.registry([model]), "registry.yaml", .registry)
        }
        let begun = Self.start + 13_200_000
        let first = Engine.live(
            [registry(["7": "champion", "8": "canary"]), log.delivery()], at: begun)
        let alert = try #require(Self.regressed(first, at: begun))
        #expect(alert.condition == .firing)
        let end = Self.start + 14_000_000
        let second = Engine.live(
            [registry(["7": "archived", "8": "champion"]), log.delivery()], at: end,
            after: first.journalledState)
        let same = try #require(Self.regressed(second, at: end))
        #expect(same.condition == .firing && same.activeAt == alert.activeAt)
        #expect(second.frozenBaselines.values.map(\.frozen.borrowedFrom) == ["7"])
    }

    @Test("an outage that is over, whose beginning the logs no longer have, is no usual")
    func relapse() throws {
        /// Slow in hours 3 to 10, and again after 10:40.
        func log(from first: Int, seconds: Int) -> Delivery {
            var log = EventLog()
            for second in (first * 3_600)..<seconds {
                let isSlow = (3 * 3_600..<10 * 3_600).contains(second) || second >= 38_400
                log.add(
                    at: Self.start + Int64(second) * 1_000, latency: isSlow ? 0.5 : 0.1)
            }
            return log.delivery()
        }
        let begun = Self.start + Int64(3.5 * 3_600_000)
        let first = Engine.live([log(from: 0, seconds: 4 * 3_600)], at: begun)
        // A restart in which it is over, and one in the relapse; the logs begin in the outage.
        let calm = Self.start + 37_800_000
        let second = Engine.live(
            [log(from: 8, seconds: 37_800)], at: calm, after: first.journalledState)
        #expect(Self.regressed(second, at: calm)?.condition != .firing)
        var journal = second.journalledState
        journal.baselines = first.journalledState.baselines
        var over = try #require(
            first.journalledState.alerts.first { $0.rule == "LatencyRegressed" }
        )
        .instance
        let firedAt = try #require(over.firedAt)
        let ended = Self.start + 36_300_000
        over.phase = .resolved(firedAt: firedAt, at: ended)
        journal.fired = [
            FiredAlert(
                rule: "LatencyRegressed", labels: over.labels, firedAt: firedAt, endedAt: ended)
        ]
        let end = Self.start + 39_000_000
        let third = Engine.live([log(from: 9, seconds: 39_000)], at: end, after: journal)
        #expect(Self.regressed(third, at: end)?.condition == .firing)
        let version = third.snapshot(at: end, interest: Interest()).models[0].versions[0]
        #expect(abs(try #require(version.baselineSeconds) - 0.1) < 0.001)
    }

    @Test("once the alert is over, what it was measured against is learned again")
    func over() throws {
        func log(hours: Int) -> Delivery {
            var log = EventLog()
            for second in 0..<(hours * 3_600) {
                let isSlow = (3 * 3_600..<4 * 3_600).contains(second)
                log.add(
                    at: Self.start + Int64(second) * 1_000,
                    latency: isSlow ? 0.5 : second < 4 * 3_600 ? 0.1 : 0.14)
            }
            return log.delivery()
        }
        let begun = Self.start + Int64(3.5 * 3_600_000)
        let first = Engine.live([log(hours: 4)], at: begun)
        let end = Self.start + 12 * 3_600_000
        let second = Engine.live([log(hours: 12)], at: end, after: first.journalledState)
        #expect(second.frozenBaselines.isEmpty)
        let version = second.snapshot(at: end, interest: Interest()).models[0].versions[0]
        #expect(abs(try #require(version.baselineSeconds) - 0.14) < 0.001)
    }
}
