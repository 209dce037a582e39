import Canvas
import Dashboard
import Snapshot
import Testing

@Test("a message gives its row back after five seconds, an error at the next key")
func noticesGiveTheirRowBack() {
    var model = Golden.model(Story.incident, Size(width: 120, height: 40))
    _ = update(&model, .key(.character("p")))
    _ = update(&model, .key(.character("p")))
    #expect(model.notice != nil)
    _ = update(&model, .tick(Moment(milliseconds: Story.at.milliseconds + 5_000)))
    #expect(model.notice == nil)
    _ = update(&model, .outcome("journal not writable", failed: true))
    _ = update(&model, .tick(Moment(milliseconds: Story.at.milliseconds + 60_000)))
    #expect(model.notice?.failed == true)
    _ = update(&model, .key(.character("j")))
    #expect(model.notice == nil)
}

@Test("in a replay the five seconds are the reader's, not those of the picture")
func noticesLastAsLongAtAnyPace() {
    var model = Golden.model(Story.incident, Size(width: 120, height: 40))
    model.pace = 240
    _ = update(&model, .key(.character("p")))
    _ = update(&model, .key(.character("p")))
    _ = update(&model, .tick(Moment(milliseconds: Story.at.milliseconds + 1_199_999)))
    #expect(model.notice != nil)
    _ = update(&model, .tick(Moment(milliseconds: Story.at.milliseconds + 1_200_000)))
    #expect(model.notice == nil)
}

@Test("a standing warning is seen at every size, and all of them under Sources")
func warningsStand() {
    var snapshot = Story.staleSource
    snapshot.liveness.warnings.append("notify holds back 2 pages: more than 10 in 10 m")
    func screen(_ width: Int, _ height: Int, _ keys: Character...) -> String {
        var model = Golden.model(snapshot, Size(width: width, height: height))
        for key in keys { _ = update(&model, .key(.character(key))) }
        return Dashboard.view(model, size: model.size).plainText()
    }
    #expect(screen(120, 40).contains("journal not writable: read-only file system  +1: S"))
    let small = screen(80, 24)
    #expect(small.contains("S 2 warnings") && small.contains("q quit"))
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let sources = screen(width, height, "S")
        #expect(sources.contains("journal not writable: read-only file system"))
        #expect(sources.contains("notify holds back 2 pages: more than 10 in 10 m"))
    }
}
