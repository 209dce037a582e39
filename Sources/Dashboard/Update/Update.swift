/// Changes the model by one message; what has to happen outside comes back as effects.
package func update(_ model: inout DashboardModel, _ message: Message) -> [Effect] {
    var effects: [Effect]
    switch message {
    case .snapshot(let snapshot): effects = model.receive(snapshot)
    case .key(let key): effects = model.press(key)
    case .click(let point): effects = model.click(point)
    case .wheel(let point, let rows): effects = model.wheel(point, rows: rows)
    case .resized(let size):
        model.size = size
        effects = [.redraw]
    case .tick(let moment):
        model.now = moment
        model.expire()
        effects = []
    case .themes(let themes):
        model.replaceThemes(themes)
        effects = []
    case .outcome(let text, let failed):
        model.say(text, failed: failed)
        effects = []
    case .acted(let note, let refusal):
        model.finishAction(note, refusal)
        effects = []
    case .line(let line): effects = model.run(line: line)
    }
    let interest = model.interest
    if interest != model.lastInterest {
        model.lastInterest = interest
        effects.append(.look(interest))
    }
    return effects
}
