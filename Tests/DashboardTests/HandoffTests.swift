import Canvas
import Snapshot
import Testing

@testable import Dashboard

/// The shift in one page: what it says, how it is opened, copied and scrolled, and the offer to
/// whoever comes back.
@Suite struct HandoffTests {
    private func model(_ snapshot: SystemSnapshot, height: Int = 40) -> DashboardModel {
        var model = DashboardModel(snapshot: snapshot, size: Size(width: 120, height: height))
        _ = update(&model, .snapshot(snapshot))
        return model
    }

    @Test func `every line pastes into eighty columns, and nothing of the shift is missing`() throws
    {
        let text = try #require(HandoffText(Story.handedOver)).plain
        for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        for part in [
            "Handoff of /srv/ml, 2026-11-23 03:12Z", "The last 8 h, since Sun 19:12Z",
            "LatencyRegressed fraud-detector 8, for 5 m → SRE, sam", "p95 214 ms > 138 ms",
            "acked by ana", "campaign? look on Monday", "ErrorsHigh search-ranker 12",
            "LatencyRegressed eta 41, Sun 22:05Z, for 31 m, acked by kim: “cold cache",
            "FeatureNulls pricing 5, Mon 02:10Z, for 9 m, silenced",
            "fraud-detector, deployment: 8 → canary, 10 % on eu-1", "80 %",
            "{model=\"pricing\"} to Mon 06:00Z, by kim: “price list of the new season”",
            "2 in the last 10 m for ", "(EEMUA 191: about 1 each), 4 in the last hour",
        ] {
            let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(flat.contains(part), "\(part) in\n\(text)")
        }
    }

    @Test func `a quiet shift says that nothing is open and invents nothing`() throws {
        var snapshot = Story.empty
        snapshot.shift = ShiftDetail(
            since: Story.eveningBefore,
            load: AlertLoad(
                lastTenMinutes: 0, lastHour: 0, busiest: 0, busiestEnd: nil, seconds: 28_800,
                operators: 1))
        let text = try #require(HandoffText(snapshot)).plain
        #expect(text.contains("Open, and nobody has it\n  nothing\n"))
        #expect(!text.contains("Came and went") && !text.contains("busiest"))
        #expect(text.contains("0 in the last 10 m for one operator"))
    }

    @Test func `alerts of one cause are one line, open and over`() throws {
        var snapshot = Story.featureStore
        snapshot.shift = Story.handedOver.shift
        var past = try #require(snapshot.shift?.over.first)
        past.subject = "churn 3"
        past.ackedBy = nil
        past.comment = nil
        snapshot.shift?.over = (0..<30 as Range<Int64>).map { second in
            var one = past
            one.firedAt = Moment(milliseconds: past.firedAt.milliseconds + second * 1_000)
            return one
        }
        let text = try #require(HandoffText(snapshot)).plain
        let rows = AlertStatus.rows(snapshot.alerts.filter(\.needsSomebody))
        #expect(rows.contains { $0.members.count > 4 })
        #expect(text.contains("\(past.rule) churn 3, 30 ×,"))
        #expect(text.split(separator: "\n").count < 60)
        #expect(!text.contains(" more\n"))
    }

    @Test func `texts of others cannot steer the terminal it is pasted into`() throws {
        var snapshot = Story.handedOver
        snapshot.shift?.over[0].comment = "a\u{1b}[31m\u{9b}1m\u{202e}b\nc"
        snapshot.alerts[0].what = "\u{7}" + String(repeating: "x", count: 500)
        let text = try #require(HandoffText(snapshot)).plain
        #expect(!text.unicodeScalars.contains { $0 != "\n" && ScalarClass($0) == .forbidden })
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func `H opens eight hours, plus and minus change them, y copies the page, esc leaves`() {
        var model = model(Story.handedOver)
        let effects = update(&model, .key(.character("H")))
        guard case .handoff(let since) = model.place else {
            Issue.record("not open: \(model.place)")
            return
        }
        #expect(model.now.seconds(since: since) == 28_800)
        #expect(
            effects.contains {
                if case .look(let interest) = $0 { interest.shiftSince == since } else { false }
            })
        #expect(model.handoff != nil, "the story's shift is this one")
        let copied = update(&model, .key(.character("y")))
        #expect(copied == [.copy(model.handoff?.plain ?? "")])
        #expect(model.notice?.text.hasPrefix("copied: ") == true)
        _ = update(&model, .key(.character("+")))
        guard case .handoff(let longer) = model.place else { return }
        #expect(model.now.seconds(since: longer) == 12 * 3_600)
        #expect(model.handoff == nil, "another span is asked for first")
        _ = update(&model, .key(.escape))
        #expect(model.place == .main)
        _ = update(&model, .line("handoff 2d"))
        guard case .handoff(let days) = model.place else { return }
        #expect(model.now.seconds(since: days) == 2 * 86_400)
    }

    @Test func `a silence has its braces once, a shift its minutes`() throws {
        var snapshot = Story.handedOver
        snapshot.silences[0].matchers = #"{model=~"fraud.*"}"#
        snapshot.silences[0].endsWhenUnmatched = true
        let since = snapshot.at.milliseconds - 8 * 3_600_000 + 900
        snapshot.shift?.since = Moment(milliseconds: since)
        let text = try #require(HandoffText(snapshot)).plain
        #expect(text.contains(#"{model=~"fraud.*"} "#) && !text.contains("{{"))
        #expect(text.replacing("\n", with: " ").contains("or until nothing matches"))
        #expect(text.contains("The last 8 h, since "))
    }

    @Test func `it scrolls to its end and no further`() throws {
        var model = model(Story.handedOver, height: 14)
        _ = update(&model, .key(.character("H")))
        let lines = try #require(model.handoff).lines.count
        _ = update(&model, .key(.character("G")))
        #expect(model.layer.scroll == lines - 10)
        let last = view(model, size: model.size).plainText().split(separator: "\n")
        #expect(last.contains { $0.contains("EEMUA") || $0.contains("known since") })
    }

    @Test func `the last row of all alerts says how many alarms there were`() {
        var model = model(Story.handedOver)
        _ = update(&model, .line("view alerts"))
        let text = view(model, size: model.size).plainText()
        #expect(
            text.contains(
                "alarms  2 in the last 10 m for 4 on call (EEMUA 191: about 1 each), 4 in"))
    }

    private func cameBack(hours: Double) -> SystemSnapshot {
        var snapshot = Story.handedOver
        snapshot.lastLookAt = Moment(
            milliseconds: snapshot.at.milliseconds - Int64(hours * 3_600_000))
        snapshot.shift?.since = snapshot.lastLookAt ?? snapshot.at
        return snapshot
    }

    @Test func `who comes back is told once, and H says it all`() {
        let back = cameBack(hours: 14)
        var model = DashboardModel(
            snapshot: SystemSnapshot(at: back.at, windowSeconds: 300),
            size: Size(width: 120, height: 40))
        var first = back
        first.shift = nil
        let effects = update(&model, .snapshot(first))
        #expect(
            effects.contains {
                if case .look(let interest) = $0 {
                    interest.shiftSince == back.lastLookAt
                } else {
                    false
                }
            })
        #expect(model.notice == nil)
        _ = update(&model, .snapshot(back))
        #expect(
            model.notice?.text
                == "14 h since you last looked: 3 new, 2 came and went, 1 returned unseen"
                + " · H says more")
        _ = update(&model, .key(.character("j")))
        #expect(model.notice == nil || model.notice?.failed == false)
        model.notice = nil
        _ = update(&model, .snapshot(back))
        #expect(model.notice == nil, "once")
        _ = update(&model, .key(.character("H")))
        #expect(model.place == .handoff(since: back.lastLookAt ?? back.at))
    }

    @Test func `it is never in the way of the two keys, and a short absence is none`() {
        var model = model(cameBack(hours: 14))
        #expect(model.focus == .alerts)
        _ = update(&model, .key(.enter))
        #expect(model.place == .why(alert: Story.latencyRegressed.id))
        let effects = update(&model, .key(.character("a")))
        #expect(effects.contains(.acknowledge(alert: Story.latencyRegressed.id)))
        let soon = self.model(cameBack(hours: 0.2))
        #expect(soon.notice == nil && soon.interest.shiftSince == nil)
    }
}
