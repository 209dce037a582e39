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
