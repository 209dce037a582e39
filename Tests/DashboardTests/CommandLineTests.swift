import Canvas
import Dashboard
import Snapshot
import Testing

struct CommandLineTests {
    private let size = Size(width: 120, height: 40)

    private func run(_ line: String) -> (DashboardModel, [Effect]) {
        var model = Golden.model(Story.incident, size)
        let effects = update(&model, .line(line))
        return (model, effects)
    }

    @Test("the prompt does what the keys do")
    func commands() throws {
        #expect(run("q").1.contains(.quit))
        #expect(run("ack").1.contains(.acknowledge(alert: Story.latencyRegressed.id)))
        let end = Moment(milliseconds: Story.at.milliseconds + 5_400_000)
        #expect(
            run("snooze 1h30m").1.contains(
                .snooze(alert: Story.latencyRegressed.id, until: end, above: nil)))
        #expect(
            run("comment seen it").1.contains(
                .comment(alert: Story.latencyRegressed.id, text: "seen it")))
        #expect(
            run("silence 1h30m").1.contains(
                .silence(alert: Story.latencyRegressed.id, until: end)))
        #expect(
            run("silence 1h30m model=~\"fraud.*\", target=\"eu-1\" # load test").1.contains(
                .silenceMatching(
                    "model=~\"fraud.*\", target=\"eu-1\"", until: end, comment: "load test")))
        #expect(run("sort drift").0.sort.column == .drift)
        #expect(run("window 15m").0.windowSeconds == 900)
        #expect(run("view sources").0.place == .sources)
        #expect(run("view team").0.place == .zoom(.team))
        #expect(run("focus workflow").0.focus == .workflow)
        #expect(run("goto churn").0.subject == Story.churn3)
        #expect(run("goto search-ranker 13").0.subject?.version == "13")
        #expect(run("filter churn").0.versionRows.count == 1)
        #expect(run("pause").0.isPaused)
    }

    @Test(
        "a mistake says what there is",
        arguments: [
            ("srot p95", "no command “srot”, did you mean sort?"),
            ("sort p96", "no column “p96”, did you mean p95?"),
            ("view sorces", "no view “sorces”, did you mean sources?"),
            ("window soon", "window: “soon” is no duration; write 5m, 90s or 1h"),
            ("silence model=\"a\"", "silence: “model=\"a\"” is no duration"),
            ("goto chrun", "no model “chrun”"),
        ])
    func mistakes(_ line: String, _ words: String) {
        let (model, effects) = run(line)
        #expect(model.notice?.failed == true)
        #expect(model.notice?.text.hasPrefix(words) == true, "\(model.notice?.text ?? "")")
        #expect(!effects.contains(.quit))
    }

    @Test("Tab completes what the prompt suggests")
    func suggestions() {
        var model = Golden.model(Story.incident, size)
        _ = update(&model, .key(.character(":")))
        for character in "so" { _ = update(&model, .key(.character(character))) }
        #expect(model.prompt.map { model.suggestions(for: $0) } == ["sort"])
        _ = update(&model, .key(.tab))
        for character in " p" { _ = update(&model, .key(.character(character))) }
        _ = update(&model, .key(.tab))
        #expect(model.prompt?.text == "sort p95")
        _ = update(&model, .key(.enter))
        #expect(model.sort.column == .p95)
    }

    @Test("editing keeps the caret inside the text")
    func editing() {
        var model = Golden.model(Story.incident, size)
        let keys: [Key] = [
            .character(":"), .character("a"), .character("c"), .left, .character("b"), .home,
            .delete, .end, .backspace, .backspace, .backspace, .left, .right, .control("w"),
            .character("x"), .character(" "), .character("y"), .control("w"),
        ]
        for key in keys { _ = update(&model, .key(key)) }
        #expect(model.prompt?.text == "x ")
        #expect(model.prompt?.caret == 2)
    }
}
