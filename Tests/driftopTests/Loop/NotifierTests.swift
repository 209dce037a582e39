import Alerting
import Foundation
import Snapshot
import Telemetry
import Testing

@testable import driftop

/// Who is told of which page, and what becomes of pages that wait.
struct NotifierTests {
    private func settings(_ scratch: borrowing Scratch) throws -> NotifySettings {
        try scratch.write(
            "page", "#!/bin/sh\ncat > /dev/null; echo told >> \"$(dirname \"$0\")/told\"\n")
        chmod(scratch.path + "/page", 0o755)
        return NotifySettings(command: [scratch.path + "/page"], limit: 2)
    }

    private func page(_ id: String) -> AlertStatus {
        AlertStatus(
            id: id, rule: "Slow", condition: .firing, attention: .new, severity: "page",
            activeAt: Moment(milliseconds: 0))
    }

    private func ring(_ id: String) -> RuleEvaluation.Ring {
        .init(alert: id, severity: .page, reason: .fired)
    }

    @Test func aPageIsClaimedWhenItsRunStartsAndTheRestWaits() throws {
        let scratch = try Scratch()
        let settings = try settings(scratch)
        var notifier = Notifier(settings)
        notifier.note([ring("a"), ring("b")])
        let alerts = [page("a"), page("b")]
        var claimed: [String] = []
        notifier.run(for: alerts, at: .init(milliseconds: 0)) {
            claimed.append($0.alert)
            return true
        }
        #expect(claimed == ["a"])
        // It ends here; whoever comes next finds a told and b not.
        var next = Notifier(settings)
        #expect(next.isDue(at: .init(milliseconds: 5)))
        var asked: [String] = []
        next.run(for: alerts, at: .init(milliseconds: 5)) {
            asked.append($0.alert)
            return $0.alert == "b"
        }
        #expect(asked == ["a", "b"])
        try TmuxScreen.wait(for: "both runs") { next.isIdle && notifier.isIdle == false }
    }

    @Test("what rang within a second is told when the picture shows it, else forgotten")
    func pictureOfTheSecondBefore() throws {
        let scratch = try Scratch()
        var notifier = Notifier(try settings(scratch))
        func run(_ alerts: [AlertStatus], at time: Int64) -> [String] {
            var claimed: [String] = []
            notifier.run(for: alerts, at: .init(milliseconds: time)) {
                claimed.append($0.alert)
                return false
            }
            return claimed
        }
        var silenced = page("a")
        silenced.attention = .silenced
        notifier.note([ring("a")])
        #expect(run([silenced], at: 400).isEmpty)
        #expect(notifier.isDue(at: .init(milliseconds: 500)))
        #expect(run([page("a")], at: 1_000) == ["a"])
        notifier.note([ring("a")])
        #expect(run([silenced], at: 2_000).isEmpty && run([silenced], at: 4_001).isEmpty)
        #expect(run([page("a")], at: 4_002).isEmpty)
    }

    @Test func whatIsBeyondTheLimitWaitsAndIsSaid() throws {
        let scratch = try Scratch()
        let settings = try settings(scratch)
        var notifier = Notifier(settings)
        notifier.note(["a", "b", "c"].map(ring))
        let alerts = ["a", "b", "c"].map(page)
        for _ in 0..<2 {
            notifier.run(for: alerts, at: .init(milliseconds: 0)) { _ in true }
            let running = notifier
            try TmuxScreen.wait(for: "a run's end") {
                running.isDue(at: .init(milliseconds: 700_000))
            }
        }
        #expect(!notifier.isDue(at: .init(milliseconds: 1_000)))
        #expect(notifier.warnings == ["notify holds back 1 page: more than 2 in 10 m"])
        // Ten minutes later there is room again.
        #expect(notifier.isDue(at: .init(milliseconds: 600_000)))
        var claimed: [String] = []
        notifier.run(for: alerts, at: .init(milliseconds: 600_000)) {
            claimed.append($0.alert)
            return true
        }
        #expect(claimed == ["c"] && notifier.warnings.isEmpty)
    }

    @Test func whatOthersHaveToldIsNotHeldBack() throws {
        let scratch = try Scratch()
        var notifier = Notifier(try settings(scratch))
        notifier.run(
            for: ["a", "b", "c"].map(page), at: .init(milliseconds: 0), told: { _ in 2 },
            isTold: { $0.alert != "c" }
        ) { _ in false }
        #expect(notifier.warnings == ["notify holds back 1 page: more than 2 in 10 m"])
    }

    @Test func aPageWhoseSeriesVanishedIsStillToldOf() throws {
        let scratch = try Scratch()
        var notifier = Notifier(try settings(scratch))
        var (lost, never) = (page("a"), page("b"))
        lost.condition = .noData
        lost.firedAt = Moment(milliseconds: 0)
        never.condition = .noData
        notifier.note([ring("a"), ring("b")])
        var claimed: [String] = []
        notifier.run(for: [lost, never], at: .init(milliseconds: 5)) {
            claimed.append($0.alert)
            return true
        }
        #expect(claimed == ["a"] && notifier.warnings.isEmpty)
    }

    @Test func whatSomebodyHasInHandIsNotTold() throws {
        let scratch = try Scratch()
        let settings = try settings(scratch)
        var notifier = Notifier(settings)
        notifier.note([ring("a")])
        var acked = page("a")
        acked.attention = .acked
        for time in [Int64(0), 3_000] {
            notifier.run(for: [acked], at: .init(milliseconds: time)) { _ in
                Issue.record("claimed")
                return true
            }
        }
        #expect(notifier.isIdle)
    }
}
