import Canvas
import Dashboard
import Snapshot
import Testing

/// The picture says of what moment it is, and what in it is no longer true.
struct FreshnessTests {
    private let size = Size(width: 120, height: 40)

    private func text(_ model: DashboardModel, _ row: Int) -> String {
        String(view(model, size: size).row(row).map(\.glyph))
    }

    @Test("time travel says so and why, on every view")
    func timeTravel() {
        var world = Story.incident
        world.liveness.mode = .timeTravel(reason: "not live: newest event 3 d ago")
        var model = Golden.model(world, size)
        #expect(text(model, 0).contains("not live: newest event 3 d ago"))
        #expect(text(model, 11).contains("at 03:12:07Z"))
        _ = update(&model, .key(.character("S")))
        #expect(text(model, 0).contains("not live"))
    }

    @Test("a held picture says for how long and which key goes on")
    func paused() {
        var model = Golden.model(Story.incident, size)
        _ = update(&model, .key(.character("p")))
        var later = Story.incident
        later.at = Story.time(23, 3, 13, 0)
        _ = update(&model, .snapshot(later))
        #expect(text(model, 0).contains("paused for 53 s, p follows"))
        #expect(text(model, 0).contains("03:12:07Z"))
        #expect(text(model, 11).contains("paused"))
    }

    @Test("a version that has not spoken for a minute is drawn as stale")
    func staleRow() {
        var world = Story.incident
        world.models[3].versions[0].lastSeenAt = Story.time(23, 3, 10, 0)
        let theme = Theme.mono
        var fresh = Golden.model(Story.incident, size)
        var stale = Golden.model(world, size)
        fresh.theme = theme
        stale.theme = theme
        fresh.theme[.stale].attributes = [.italic]
        stale.theme[.stale].attributes = [.italic]
        func style(_ model: DashboardModel) -> Style { view(model, size: size)[50, 8].style }
        #expect(style(stale).attributes == [.italic])
        #expect(style(fresh).attributes != [.italic])
    }

    @Test("unknown is a dash, never zero")
    func unknown() {
        var world = Story.base
        var version = VersionStatus(id: VersionID(model: "aged", version: "1"))
        version.aliases = ["old"]
        var model = ModelStatus(name: "aged")
        model.versions = [version]
        world.models = [model]
        world.alerts = []
        let row = text(Golden.model(world, size), 4)
        #expect(row.contains("· idle"))
        #expect(!row.contains("0"))
        #expect(row.filter { $0 == "—" }.count >= 6)
    }

    @Test("reading history is said in the alerts pane until it is done")
    func reading() {
        #expect(text(Golden.model(Story.reading, size), 26).contains("reading history, 34 %"))
        #expect(!text(Golden.model(Story.calm, size), 26).contains("reading"))
    }

    @Test("a calm system is quiet with evidence")
    func calm() {
        let model = Golden.model(Story.calm, size)
        let screen = (0..<40).map { text(model, $0) }.joined(separator: "\n")
        #expect(screen.contains("quiet for 2 d 4 h"))
        #expect(screen.contains("9 rules over 7 versions, last checked 0.2 s ago"))
        #expect(screen.contains("80 % of the way"))
    }

    @Test("checks that were missed are counted where one asks how rules are judged")
    func missed() {
        var world = Story.calm
        world.liveness.missedChecks = 240
        var model = Golden.model(world, size)
        func screen() -> String { (0..<40).map { text(model, $0) }.joined(separator: "\n") }
        #expect(screen().contains("last checked 0.2 s ago, 240 checks missed"))
        model.stack.append(Layer(.rules))
        #expect(screen().contains("Last checked 0.2 s ago, 240 checks missed."))
        world.liveness.missedChecks = 1
        model = Golden.model(world, size)
        #expect(screen().contains("ago, 1 check missed"))
    }

    @Test("an age that may be greater says so, and counts from the firing")
    func age() throws {
        var world = Story.incident
        let index = try #require(
            world.alerts.firstIndex { $0.id == Story.latencyRegressed.id })
        world.alerts[index].activeAtOrEarlier = true
        let model = Golden.model(world, size)
        let screen = (0..<40).map { text(model, $0) }.joined(separator: "\n")
        #expect(screen.contains("page   new        ≥5 m  LatencyRegressed"))
        world.alerts[index].firedAt = Moment(milliseconds: Story.at.milliseconds - 660_000)
        let later = Golden.model(world, size)
        let second = (0..<40).map { text(later, $0) }.joined(separator: "\n")
        #expect(second.contains("page   new       ≥11 m  LatencyRegressed"))
    }

    @Test("what was read and names no version is told from nothing read")
    func noVersion() {
        var world = Story.base
        world.models = []
        world.alerts = []
        func screen() -> String {
            let model = Golden.model(world, size)
            return (0..<40).map { text(model, $0) }.joined(separator: "\n")
        }
        for index in world.sources.indices { world.sources[index].records = 0 }
        #expect(screen().contains("no version to show: nothing has been read"))
        world.sources = Array(world.sources.prefix(2))
        for index in world.sources.indices { world.sources[index].records = 9 }
        #expect(screen().contains("no version to show: no source is an event log"))
        world.liveness.windowComplete = false
        #expect(screen().contains("no version to show: still reading"))
    }
}
