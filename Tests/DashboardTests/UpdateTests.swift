import Canvas
import Dashboard
import Snapshot
import Testing

struct UpdateTests {
    private let size = Size(width: 120, height: 40)

    private func story() -> DashboardModel { Golden.model(Story.incident, size) }

    @discardableResult
    private func press(_ model: inout DashboardModel, _ keys: Key...) -> [Effect] {
        keys.flatMap { update(&model, .key($0)) }
    }

    private func type(_ model: inout DashboardModel, _ text: String) {
        for character in text { _ = update(&model, .key(.character(character))) }
    }

    @Test("opening stands on the worst alert that nobody has, and its version is the subject")
    func opening() {
        let model = story()
        #expect(model.focus == .alerts)
        #expect(model.cursor == Story.latencyRegressed.id)
        #expect(model.subject == Story.canary)
    }

    @Test("a calm system opens on Models")
    func openingCalm() {
        #expect(Golden.model(Story.calm, size).focus == .models)
    }

    @Test("an alert that comes while history is read takes the focus, unless a key was pressed")
    func openingLate() {
        var model = Golden.model(Story.reading, size)
        #expect(model.focus == .models)
        var touched = model
        _ = update(&model, .snapshot(Story.incident))
        #expect(model.focus == .alerts)
        press(&touched, .character("2"))
        _ = update(&touched, .snapshot(Story.incident))
        #expect(touched.focus == .metrics)
    }

    @Test("the cursor in Models and the subject are the same, also when rows come in another order")
    func cursorIsSubject() {
        var early = Story.calm
        early.liveness.windowComplete = false
        early.models.removeAll { $0.name != "pricing" }
        var model = Golden.model(early, size)
        #expect(model.subject?.model == "pricing")
        _ = update(&model, .snapshot(Story.calm))
        #expect(model.subject?.rowID == model.cursor)
        var next = Story.calm
        next.models[3].versions[0].worst = .page
        _ = update(&model, .snapshot(next))
        #expect(model.subject?.rowID == model.cursor)
        #expect(model.versionRows.first?.id != model.subject)
    }

    @Test("digits and Tab focus panes, j and k move, and one subject follows")
    func focus() {
        var model = story()
        press(&model, .character("1"))
        #expect(model.focus == .models)
        #expect(model.subject == Story.canary)
        press(&model, .character("j"))
        #expect(model.subject == Story.champion)
        press(&model, .character("k"), .down, .down)
        #expect(model.subject == Story.churn3)
        press(&model, .character("G"))
        #expect(model.subject == VersionID(model: "search-ranker", version: "13"))
        press(&model, .home)
        #expect(model.subject == Story.canary)
        press(&model, .tab)
        #expect(model.focus == .metrics)
        press(&model, .backTab, .backTab)
        #expect(model.focus == .alerts)
    }

    @Test("moving the cursor moves no row")
    func rowsStay() {
        var model = story()
        press(&model, .character("1"))
        let before = view(model, size: size)
        press(&model, .character("j"), .character("j"))
        let after = view(model, size: size)
        for y in 4...10 {
            let left = before.row(y).dropFirst().map(\.glyph)
            let right = after.row(y).dropFirst().map(\.glyph)
            #expect(left == right)
        }
    }

    @Test("the selection follows identity when rows come and go")
    func identity() {
        var model = story()
        press(&model, .character("5"), .down)
        #expect(model.cursor == "StageFailed/churn")
        var next = Story.incident
        next.alerts.removeAll { $0.rule == "LatencyRegressed" }
        _ = update(&model, .snapshot(next))
        #expect(model.cursor == "StageFailed/churn")
        next.alerts.removeAll { $0.rule == "StageFailed" }
        _ = update(&model, .snapshot(next))
        #expect(model.cursor != nil)
    }

    @Test("a key that cannot work says why and does nothing")
    func cannot() {
        var model = story()
        model.readOnlyReason = "time travel: nothing is written"
        #expect(press(&model, .character("a")).isEmpty)
        #expect(model.notice?.text == "ack: time travel: nothing is written")
        var calm = Golden.model(Story.calm, size)
        #expect(press(&calm, .character("a")).isEmpty)
        #expect(calm.notice?.text == "ack: no alert here; 5 focuses Alerts")
        press(&calm, .escape)
        #expect(calm.notice?.text == "this is the main screen: q quits")
    }

    @Test("Enter opens why, a version, a feature; Esc leads back step by step")
    func drill() {
        var model = story()
        press(&model, .enter)
        #expect(model.place == .why(alert: Story.latencyRegressed.id))
        #expect(model.crumbs == ["Alerts", "LatencyRegressed", "fraud-detector 8"])
        press(&model, .escape, .character("1"), .enter)
        #expect(model.place == .version(Story.canary))
        press(&model, .down, .enter)
        #expect(model.place == .feature(Story.canary, "score"))
        press(&model, .down)
        #expect(model.place == .feature(Story.canary, "country"))
        press(&model, .escape)
        #expect(model.place == .version(Story.canary))
        press(&model, .escape)
        #expect(model.place == .main)
    }

    @Test("the interest follows what is on screen, and is told once")
    func interest() {
        var model = DashboardModel(snapshot: Story.base, size: size)
        let first = update(&model, .tick(Story.at))
        guard case .look(let interest)? = first.last else {
            Issue.record("no interest told")
            return
        }
        #expect(interest.subject == Story.canary)
        #expect(interest.alert == Story.latencyRegressed.id)
        #expect(interest.chartPoints == 92)
        #expect(update(&model, .tick(Story.at)).isEmpty)
        let asked = press(&model, .character("e"))
        #expect(asked.contains { if case .look(let it) = $0 { it.wantsRequests } else { false } })
    }

    @Test(
        "c compares with the champion, v opens the version, V all of them, S, r and ? their views")
    func places() {
        var model = story()
        press(&model, .character("c"))
        #expect(model.place == .compare(Story.canary, Story.champion))
        press(&model, .character("v"))
        #expect(model.place == .version(Story.canary))
        press(&model, .character("V"))
        #expect(model.place == .versions(model: "fraud-detector"))
        press(&model, .character("S"))
        #expect(model.place == .sources)
        press(&model, .character("r"))
        #expect(model.place == .rules)
        press(&model, .character("?"))
        #expect(model.place == .help)
        press(&model, .character("1"))
        #expect(model.place == .main)
    }

    @Test("/ keeps rows as they are typed, ! inverts, Esc brings everything back")
    func filter() {
        var model = story()
        press(&model, .character("1"), .character("/"))
        type(&model, "churn")
        #expect(model.versionRows.map(\.id) == [Story.churn3])
        #expect(model.subject == Story.churn3)
        press(&model, .enter)
        #expect(model.prompt == nil)
        #expect(model.shownAlerts.count == 2)
        press(&model, .escape)
        #expect(model.versionRows.count == 7)
        press(&model, .character("/"))
        type(&model, "!shadow")
        #expect(model.versionRows.count == 6)
        press(&model, .escape)
        #expect(model.versionRows.count == 7)
    }

    @Test("o sorts by the next column and O turns it round")
    func sort() {
        var model = story()
        press(&model, .character("1"))
        _ = update(&model, .line("sort p95"))
        #expect(
            model.versionRows.map { $0.id.words }.prefix(3) == [
                "fraud-detector 8", "fraud-detector 7", "search-ranker 13",
            ])
        press(&model, .character("O"))
        #expect(model.versionRows.first?.id == Story.churn3)
        press(&model, .character("o"))
        #expect(model.sort.column == .usual)
        press(&model, .character("<"))
        #expect(model.sort.column == .p95)
    }

    @Test("p holds the picture while collecting goes on behind it")
    func pause() {
        var model = story()
        press(&model, .character("p"))
        var later = Story.incident
        later.at = Story.time(23, 3, 13, 0)
        _ = update(&model, .snapshot(later))
        #expect(model.snapshot.at == Story.at)
        #expect(model.isPaused)
        press(&model, .character("p"))
        #expect(model.snapshot.at == later.at)
        #expect(!model.isPaused)
    }

    @Test("- and + step through windows")
    func window() {
        var model = story()
        let effects = press(&model, .character("+"))
        #expect(model.windowSeconds == 600)
        #expect(
            effects.contains {
                if case .look(let it) = $0 { it.windowSeconds == 600 } else { false }
            })
        press(&model, .character("-"), .character("-"))
        #expect(model.windowSeconds == 120)
    }

    @Test("one bell for a new page, none for the same again, none when switched off")
    func bell() {
        var model = Golden.model(Story.calm, size)
        #expect(update(&model, .snapshot(Story.incident)).contains(.bell))
        #expect(!update(&model, .snapshot(Story.incident)).contains(.bell))
        var silent = Golden.model(Story.calm, size)
        silent.bellEnabled = false
        #expect(!update(&silent, .snapshot(Story.incident)).contains(.bell))
    }

    @Test("f shows a pane alone and again all of them")
    func full() {
        var model = story()
        press(&model, .character("4"), .character("f"))
        #expect(model.place == .zoom(.team))
        press(&model, .character("2"))
        #expect(model.place == .zoom(.metrics))
        press(&model, .character("f"))
        #expect(model.place == .main)
    }

    @Test("[ and ] walk the events on the axis and say what they were")
    func events() {
        var model = story()
        press(&model, .character("]"), .character("]"))
        let frame = view(model, size: size)
        let row = String(frame.row(38).map(\.glyph))
        #expect(row.contains("03:01:04Z"))
        press(&model, .escape)
        #expect(model.event == nil)
    }

    @Test("T tries themes on and Esc brings the old one back")
    func themes() throws {
        var model = story()
        model.themes = try ThemeFolder.themes()
        model.theme = model.themes[3]
        press(&model, .character("T"), .down)
        #expect(model.theme == model.themes[4])
        press(&model, .escape)
        #expect(model.theme == model.themes[3])
        press(&model, .character("T"), .up, .enter)
        #expect(model.theme == model.themes[2])
        // A file that changes is worn at once.
        var changed = model.themes
        changed[2][.text].attributes = .bold
        _ = update(&model, .themes(changed))
        #expect(model.theme[.text].attributes == .bold)
    }

    @Test("q quits from every view, but is a letter in a text")
    func quit() {
        let views = [
            [], [Key.enter], [.character("S")], [.character("?")], [.character("f")],
            [.character("T")], [.character("5"), .character("z")],
        ]
        for keys in views {
            var model = story()
            for key in keys { press(&model, key) }
            #expect(press(&model, .character("q")).contains(.quit))
        }
        var model = story()
        press(&model, .character("/"))
        #expect(!press(&model, .character("q")).contains(.quit))
        #expect(model.mainFilter == "q")
        #expect(press(&model, .control("c")).contains(.quit))
    }

    @Test("a click focuses a pane and stands on the row, unless the mouse is off")
    func click() {
        var model = story()
        _ = update(&model, .click(Point(x: 20, y: 6)))
        #expect(model.focus == .models)
        #expect(model.subject == Story.churn3)
        _ = update(&model, .click(Point(x: 10, y: 30)))
        #expect(model.cursor == "ErrorsHigh/search-ranker/12")
        model.mouseEnabled = false
        _ = update(&model, .click(Point(x: 20, y: 4)))
        #expect(model.focus == .alerts)
    }

    @Test("a command with a label that a shell would act on is shown and not copied")
    func doubtfulCommand() {
        var model = story()
        model.snapshot.why?.command = "drain a\u{FFFD}rm -rf"
        let effects = press(&model, .character("y"))
        #expect(effects.allSatisfy { if case .copy = $0 { false } else { true } })
        #expect(model.notice?.failed == true)
    }

    @Test("y copies the command of the alert, e asks for its requests")
    func copy() {
        var model = story()
        #expect(
            press(&model, .character("y"))
                .contains(.copy("rollout abort fraud-detector --target eu-1")))
        press(&model, .character("e"))
        #expect(model.place == .requests(Story.canary, target: "eu-1"))
    }
}
