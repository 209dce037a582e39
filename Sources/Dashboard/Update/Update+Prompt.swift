import Snapshot

/// Typing in the message row, and choosing from a menu.
extension DashboardModel {
    mutating func type(_ key: Key) -> [Effect] {
        guard var typed = prompt else { return [] }
        switch key {
        case .escape:
            prompt = nil
            if typed.purpose == .filter { setFilter(typed.before) }
            return []
        case .enter:
            prompt = nil
            return finish(typed)
        case .tab: typed.complete(with: suggestions(for: typed).first)
        case .up, .down, .pageUp, .pageDown:
            if typed.purpose == .filter { move(by: key == .up || key == .pageUp ? -1 : 1) }
        default: typed.edit(key)
        }
        prompt = typed
        if typed.purpose == .filter { setFilter(typed.text) }
        return []
    }

    private mutating func finish(_ typed: Prompt) -> [Effect] {
        switch typed.purpose {
        case .filter:
            setFilter(typed.text)
            return []
        case .command: return run(line: typed.text)
        case .limit:
            typeLimit(typed.text)
            return []
        case .comment(let id):
            guard let alert = alert(id) else {
                say("the alert is over: the comment was not kept", failed: true)
                return []
            }
            return comment(alert, typed.text)
        case .snoozeAbove(let id):
            guard let alert = alert(id) else {
                say("the alert is over: nothing to snooze", failed: true)
                return []
            }
            guard let value = Double(typed.text.filter { $0 != " " }), value.isFinite else {
                say("“\(typed.text)” is not a number: nothing was snoozed", failed: true)
                return []
            }
            return snooze(alert, until: nil, above: value / shownScale(of: alert).scale)
        }
    }

    /// The filter that the place on screen obeys.
    var filterInPlace: String {
        switch place {
        case .main, .zoom: mainFilter
        default: layer.filter
        }
    }

    mutating func setFilter(_ text: String) {
        switch place {
        case .main, .zoom: stack[0].filter = text
        default: stack[stack.count - 1].filter = text
        }
        stack[stack.count - 1].scroll = 0
        reorder()
        if place == .main { subject = subjectOfFocus ?? subject }
    }

    mutating func choose(_ key: Key) -> [Effect] {
        guard var open = menu else { return [] }
        switch key {
        case _ where keys.command(for: key) == .quit: return [.quit]
        case .escape:
            menu = nil
            if case .theme(let before) = open.purpose {
                theme = themes.first { $0.name == before } ?? theme
            }
        case .enter:
            menu = nil
            return finish(open)
        case .down, .character("j"), .tab: open.index = (open.index + 1) % open.items.count
        case .up, .character("k"), .backTab:
            open.index = (open.index + open.items.count - 1) % open.items.count
        case .character(let digit):
            // The number before a choice takes it at once.
            guard let number = digit.wholeNumberValue, 1...open.items.count ~= number else {
                return []
            }
            open.index = number - 1
            menu = nil
            return finish(open)
        default: return []
        }
        if menu != nil { menu = open }
        if menu != nil, case .theme = open.purpose { theme = themes[open.index] }
        return []
    }

    private mutating func finish(_ chosen: Menu) -> [Effect] {
        switch chosen.purpose {
        case .theme:
            theme = themes[chosen.index]
            say("theme \(theme.name); keep it with `theme: \(theme.name)` in driftop.yaml")
        case .silence(let id):
            if let alert = alert(id) {
                return silence(alert, hours: Self.silenceHours[chosen.index])
            }
        case .snooze(let id):
            guard let alert = alert(id) else { return [] }
            let choices = snoozeChoices(alert)
            guard choices.indices.contains(chosen.index) else { return [] }
            if choices[chosen.index].asks {
                prompt = Prompt(
                    .snoozeAbove(alert: id),
                    text: Formatting.figure(alert.value.map { $0 * shownScale(of: alert).scale }))
            } else {
                return snooze(alert, until: choices[chosen.index].until, above: nil)
            }
        }
        return []
    }
}

extension Prompt {
    /// Inserts, removes, or moves the caret.
    mutating func edit(_ key: Key) {
        var characters = Array(text)
        caret = min(caret, characters.count)
        switch key {
        case .character(let character):
            guard characters.count < Self.limit else { return }
            characters.insert(character, at: caret)
            caret += 1
        case .backspace, .control("h"):
            guard caret > 0 else { return }
            caret -= 1
            characters.remove(at: caret)
        case .delete: if caret < characters.count { characters.remove(at: caret) }
        case .left: caret = max(0, caret - 1)
        case .right: caret = min(characters.count, caret + 1)
        case .home, .control("a"): caret = 0
        case .end, .control("e"): caret = characters.count
        case .control("u"):
            characters.removeFirst(caret)
            caret = 0
        case .control("w"):
            while caret > 0, characters[caret - 1] == " " { removeBefore(&characters) }
            while caret > 0, characters[caret - 1] != " " { removeBefore(&characters) }
        default: return
        }
        text = String(characters)
    }

    private mutating func removeBefore(_ characters: inout [Character]) {
        caret -= 1
        characters.remove(at: caret)
    }

    /// Takes a suggestion in place of the text.
    mutating func complete(with suggestion: String?) {
        guard let suggestion else { return }
        text = suggestion
        caret = suggestion.count
    }
}
