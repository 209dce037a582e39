/// A key press, as the terminal's edge reports it.
package enum Key: Hashable, Sendable {
    case character(Character)
    /// With Control held; the character is lower case.
    case control(Character)
    case enter, escape, tab, backTab, backspace, delete
    case up, down, left, right, pageUp, pageDown, home, end
    case function(Int)

    /// As footer and help show it.
    package var name: String {
        switch self {
        case .character(" "): "space"
        case .character(let character): String(character)
        case .control(let character): "^" + character.uppercased()
        case .enter: "↵"
        case .escape: "esc"
        case .tab: "tab"
        case .backTab: "shift-tab"
        case .backspace: "backspace"
        case .delete: "delete"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .pageUp: "page up"
        case .pageDown: "page down"
        case .home: "home"
        case .end: "end"
        case .function(let number): "F\(number)"
        }
    }

    /// Reads a key as a configuration spells it: `a`, `ctrl-l`, `page-down`, `F5`, `enter`.
    package init?(name: String) {
        if name.count == 1, let character = name.first {
            self = .character(character)
            return
        }
        let word = name.lowercased()
        let named: [String: Key] = [
            "space": .character(" "), "enter": .enter, "escape": .escape, "esc": .escape,
            "tab": .tab, "shift-tab": .backTab, "backspace": .backspace, "delete": .delete,
            "up": .up, "down": .down, "left": .left, "right": .right, "page-up": .pageUp,
            "page-down": .pageDown, "home": .home, "end": .end,
        ]
        if let key = named[word] {
            self = key
        } else if word.hasPrefix("ctrl-"), word.count == 6, let last = word.last {
            self = .control(last)
        } else if word.hasPrefix("f"), let number = Int(word.dropFirst()), 1...12 ~= number {
            self = .function(number)
        } else {
            return nil
        }
    }
}
