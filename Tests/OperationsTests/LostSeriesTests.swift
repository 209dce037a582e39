import Alerting
import Snapshot
import Telemetry
import Testing

@testable import Operations

/// What is said of an alert that waits, is on its way back, or has lost its series.
struct LostSeriesTests {
    private static func queue(
        _ value: @escaping (Double) -> Double, vanishesMinutesAgo: Double? = nil
    ) -> [SeriesSamples] {
        let labels = ["__name__": "queue_depth", "instance": "gpu-1"]
        var series = ReasonTests.series(labels, value)
        if let ago = vanishesMinutesAgo {
            let end = ReasonTests.noon - Int64(ago * 60_000)
            series.samples.removeAll { $0.time >= end }
            series.samples.append(.stale(at: end))
        }
        return [series]
    }

    private static func rule(_ hold: String = "0s") -> String {
        "  - {alert: Deep, expr: queue_depth > 10, for: \(hold), labels: {severity: page}, "
            + "ops: {route: SRE}}\n"
    }

    @Test("What lost its data says since when, and what it was, wherever it is told")
    func lost() throws {
        let (alert, why, snapshot) = try ReasonTests.why(
            Self.rule(), Self.queue({ _ in 30 }, vanishesMinutesAgo: 4))
        #expect(alert.condition == .noData)
        let clock = TeamStatus.clock(
            Moment(ReasonTests.noon - 240_000), now: Moment(ReasonTests.noon))
        #expect(alert.what == "no data since \(clock), was queue_depth 30 > 10")
        #expect(alert.dataLostAt == Moment(ReasonTests.noon - 240_000))
        let span = SpanWords.age(
            Moment(ReasonTests.noon - 240_000).seconds(since: alert.activeAt))
        #expect(
            snapshot.headline.text.contains(
                ": no data since \(clock), was queue_depth 30 > 10 for \(span)"),
            "how long it was so, not how long ago it began")
        #expect(!snapshot.headline.text.contains("is queue_depth"))
        #expect(snapshot.rules.map(\.firing) == [1], "it counts until somebody knows better")
        #expect(why.clearWords.allSatisfy { !$0.contains("trend") })
    }

    @Test("What waits fires at an instant of its group, and says when")
    func waits() throws {
        // Beyond its limit for the last three minutes and seven seconds.
        let (alert, why, _) = try ReasonTests.why(
            Self.rule("5m10s"), Self.queue { $0 <= 3.1 ? 30 : 3 })
        #expect(alert.condition == .pending)
        let fires = try #require(alert.firesAt)
        #expect(fires.milliseconds % 15_000 == 0)
        #expect(fires.seconds(since: alert.activeAt) >= 310)
        #expect(fires.seconds(since: alert.activeAt) < 325)
        let left = SpanWords.age(fires.seconds(since: Moment(ReasonTests.noon)))
        #expect(why.clearWords.first == "Fires in \(left) if it stays so.")
    }

    @Test("What is on its way back says when it will be there at this trend")
    func back() throws {
        // 30 at noon, two less every minute.
        let (_, why, _) = try ReasonTests.why(Self.rule(), Self.queue { 30 + 2 * $0 })
        #expect(
            why.clearWords
                == ["Clears below 10; falling 2 a minute: at this trend in 10 m."])
    }

    @Test("A whole limit has a trend too")
    func backToWhole() throws {
        let (_, why, _) = try ReasonTests.why(
            Self.rule(with: "ops: {clear: 5}"), Self.queue { 30 + 2 * $0 })
        // (30 - 5) / 2 = 12.5 minutes.
        #expect(
            why.clearWords
                == ["Clears at 5 or below; falling 2 a minute: at this trend in 13 m."])
    }

    @Test("A row of several began with its oldest")
    func groupBegan() throws {
        let series = [30.0, 20, 10].enumerated().map { number, ago in
            ReasonTests.series(["__name__": "queue_depth", "instance": "gpu-\(number)"]) {
                $0 <= ago ? 30 : 3
            }
        }
        let (alert, why, snapshot) = try ReasonTests.why(Self.rule(), series)
        #expect(alert.group != nil && snapshot.alerts.count == 3)
        func clock(_ minutes: Int64) -> String {
            Words.clock((ReasonTests.noon - minutes * 60_000).milliseconds)
        }
        #expect(
            why.brief.contains("Began \(clock(30))Z; the newest of 3 \(clock(10))Z."),
            "\(why.brief)")
        #expect(why.scopeNotes.first == "2 more alerts belong to it", "\(why.scopeNotes)")
    }

    private static func rule(with ops: String) -> String {
        "  - {alert: Deep, expr: queue_depth > 10, labels: {severity: page}, \(ops)}\n"
    }

    @Test("What only its clear limit keeps on says so, and when it clears")
    func heldByClear() throws {
        // 30 until ten minutes before noon, then down to 8 and no further.
        let series = Self.queue { $0 >= 10 ? 30 : 8 }
        let (alert, why, snapshot) = try ReasonTests.why(
            Self.rule(with: "ops: {clear: 5}"), series)
        #expect(alert.condition == .firing)
        #expect(alert.what == "queue_depth 8, clears below 5")
        #expect(snapshot.headline.text.contains("fires still: queue_depth 8, clears below 5"))
        #expect(why.clearWords.first?.hasPrefix("Clears at 5 or below") == true)
        let clear = why.terms.first { $0.text == "clear: fires until it is this or below" }
        #expect(clear?.value == "5")
        let other = try ReasonTests.why(
            Self.rule(with: "ops: {clear: 'queue_depth < 5'}"), series)
        #expect(other.why.clearWords == ["Clears when queue_depth < 5."])
        #expect(other.alert.what == "queue_depth 8, clears when queue_depth < 5")
    }

    @Test("What keep_firing_for holds says until when, and that it was")
    func heldByTime() throws {
        let (alert, why, _) = try ReasonTests.why(
            Self.rule(with: "keep_firing_for: 30m"), Self.queue { $0 >= 10 ? 30 : 8 })
        #expect(alert.condition == .recovering)
        #expect(alert.what == "back, was queue_depth 30 > 10")
        // The first miss is 15 s after the last breach.
        let end = ReasonTests.noon - 9 * 60_000 - 45_000 + 30 * 60_000
        #expect(
            why.clearWords == [
                "Clears at \(Words.clock(end.milliseconds))Z unless it is true again."
            ])
        let before = try ReasonTests.why(
            Self.rule(with: "keep_firing_for: 30m"), Self.queue { _ in 30 })
        #expect(before.why.clearWords.last == "Then it is held for 30 m.")
    }

    @Test("What is over is told by what it fired on, not by what its clear waited for")
    func over() throws {
        // Beyond its limit, then held by `clear`, then gone: 30, 8, 3.
        let (alert, _, snapshot) = try ReasonTests.why(
            Self.rule(with: "ops: {clear: 5}"), Self.queue { $0 > 20 ? 30 : $0 > 5 ? 8 : 3 })
        #expect(alert.condition == .resolved)
        #expect(alert.what == "queue_depth 30 > 10")
        #expect(!snapshot.headline.text.contains("8 > 10"))
    }
}
