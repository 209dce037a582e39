import Canvas
import Dashboard
import Snapshot
import Testing

/// What a key does to an alert: said while it is being kept, done once it is.
@Suite struct AlertActionTests {
    private let size = Size(width: 120, height: 40)

    private func story() -> DashboardModel { Golden.model(Story.incident, size) }

    @discardableResult
    private func press(_ model: inout DashboardModel, _ keys: Key...) -> [Effect] {
        keys.flatMap { update(&model, .key($0)) }
    }

    /// Presses keys when everything begun before each has been kept.
    @discardableResult
    private func pressKept(_ model: inout DashboardModel, _ keys: Key...) -> [Effect] {
        keys.flatMap { key in
            let effects = update(&model, .key(key))
            _ = update(&model, .acted(note: "", refusal: nil))
            return effects
        }
    }

    private func type(_ model: inout DashboardModel, _ text: String) {
        for character in text { _ = update(&model, .key(.character(character))) }
    }

    @Test("a row that is quiet says because of whom, and until when")
    func quietRows() {
        func screen(_ attention: AlertStatus.Attention, _ hush: AlertStatus.Hush) -> String {
            var snapshot = Story.incident
            for index in snapshot.alerts.indices
            where snapshot.alerts[index].id == Story.latencyRegressed.id {
                snapshot.alerts[index].attention = attention
                snapshot.alerts[index].hush = hush
            }
            return view(Golden.model(snapshot, size), size: size).plainText()
        }
        let end = Moment(milliseconds: Story.incident.at.milliseconds + 3_600_000)
        let silenced = screen(.silenced, .init(by: "kim", until: end, comment: "tests"))
        #expect(silenced.contains("to 04:12, by kim"))
        let inhibited = screen(.inhibited, .init(by: "Down 8"))
        #expect(inhibited.contains("because of Down 8"))
    }

    @Test("a acknowledges at once, the screen shows it, u takes it back")
    func acknowledge() {
        var model = story()
        let effects = press(&model, .character("a"))
        #expect(effects.contains(.acknowledge(alert: Story.latencyRegressed.id)))
        // Nothing is called done before it has been kept.
        #expect(model.notice?.text == "acknowledging …")
        #expect(model.alert(Story.latencyRegressed.id)?.attention == .new)
        _ = update(&model, .acted(note: "", refusal: nil))
        #expect(model.alert(Story.latencyRegressed.id)?.attention == .acked)
        #expect(model.snapshot.headline.needYou == 2)
        #expect(
            model.notice?.text.hasPrefix("acknowledged as sam 03:12:07 · u takes it back") == true)
        // The engine may answer with a picture from before: the change stays.
        _ = update(&model, .snapshot(Story.incident))
        #expect(model.alert(Story.latencyRegressed.id)?.attention == .acked)
        #expect(
            press(&model, .character("u"))
                .contains(.takeBack(alert: Story.latencyRegressed.id)))
        _ = update(&model, .acted(note: "in memory only", refusal: nil))
        #expect(model.alert(Story.latencyRegressed.id)?.attention == .new)
        #expect(model.notice?.text.hasSuffix("taken back, in memory only") == true)
    }

    @Test("of two keys in a row each gets its own answer, a refusal too")
    func answers() {
        var model = story()
        press(&model, .character("a"), .down, .character("a"))
        let ids = [Story.latencyRegressed.id, "StageFailed/churn"]
        _ = update(&model, .acted(note: "", refusal: "already acknowledged by kim"))
        #expect(model.notice?.text == "already acknowledged by kim")
        #expect(ids.compactMap { model.alert($0)?.attention } == [.new, .new])
        _ = update(&model, .acted(note: "", refusal: nil))
        #expect(model.alert(ids[1])?.attention == .acked)
        _ = update(&model, .acted(note: "", refusal: nil))
        #expect(model.alert(ids[0])?.attention == .new, "an answer to nothing changes nothing")
    }

    @Test("m comments on what was acknowledged, Esc drops the text")
    func comment() {
        var model = story()
        press(&model, .character("a"), .character("m"))
        type(&model, "cold cache, q a")
        let effects = press(&model, .enter)
        #expect(
            effects.contains(
                .comment(alert: Story.latencyRegressed.id, text: "cold cache, q a")))
        press(&model, .character("m"))
        type(&model, "x")
        #expect(press(&model, .escape).isEmpty)
        #expect(model.prompt == nil)
    }

    @Test("z snoozes for a while, until the shift ends, or until it is worse than a value")
    func snooze() throws {
        var model = story()
        pressKept(&model, .character("z"))
        #expect(
            model.menu?.items == [
                "15 m", "1 h", "until the shift ends, 08:00Z", "until worse than …",
                "until it clears",
            ])
        let quarter = Moment(milliseconds: Story.at.milliseconds + 900_000)
        let id = Story.latencyRegressed.id
        #expect(pressKept(&model, .enter).contains(.snooze(alert: id, until: quarter, above: nil)))
        #expect(model.alert(id)?.snoozedUntil == quarter)
        pressKept(&model, .character("u"), .character("z"))
        #expect(
            pressKept(&model, .character("3"))
                .contains(.snooze(alert: id, until: Story.time(23, 8, 0), above: nil)))
        pressKept(&model, .character("u"), .character("z"), .character("4"), .control("u"))
        type(&model, "300")
        #expect(pressKept(&model, .enter).contains(.snooze(alert: id, until: nil, above: 0.3)))
        pressKept(&model, .character("u"), .character("z"))
        #expect(
            pressKept(&model, .character("5")).contains(.snooze(alert: id, until: nil, above: nil)))
    }

    @Test("critical wakes as page does")
    func critical() {
        for (severity, isPage) in [("page", true), ("critical", true), ("warning", false)] {
            var alert = Story.latencyRegressed
            alert.severity = severity
            #expect(alert.isPage == isPage)
        }
    }

    @Test("a shift that ends another day says which, and another team's shift is none")
    func shiftEnd() {
        func ends(own: Moment?, other: Moment) -> [String] {
            var snapshot = Story.incident
            for index in snapshot.teams.indices {
                snapshot.teams[index].onCallUntil =
                    snapshot.teams[index].team == Story.latencyRegressed.team ? own : other
            }
            var model = Golden.model(snapshot, size)
            pressKept(&model, .character("z"))
            return model.menu?.items.filter { $0.contains("shift") } ?? []
        }
        let tuesday = Story.time(24, 8, 0)
        #expect(ends(own: tuesday, other: tuesday) == ["until the shift ends, Tue 08:00Z"])
        #expect(ends(own: Story.time(23, 2, 0), other: tuesday).isEmpty)
    }

    @Test("a number that is none snoozes nothing and says so")
    func snoozeNonsense() {
        var model = story()
        press(&model, .character("z"), .character("4"), .control("u"))
        type(&model, "much")
        #expect(press(&model, .enter).isEmpty)
        #expect(model.notice?.failed == true)
    }
}
