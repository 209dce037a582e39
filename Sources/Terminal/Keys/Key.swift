/// What somebody pressed, clicked or pasted.
package enum Key: Hashable, Sendable {
    /// A printable character, the space bar among them.
    case character(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1…F24.
    case function(Int)
    /// Ctrl and a lower-case letter.
    case control(Character)
    case mouse(MouseEvent)
    /// Text pasted as one piece; control characters are blanks, lines stay lines.
    case paste(String)
}

/// A press or a turn of the wheel; only when the mouse is switched on.
package struct MouseEvent: Hashable, Sendable {
    /// What the mouse did.
    package enum Action: Hashable, Sendable {
        case press, release, wheelUp, wheelDown
    }
    package var action: Action
    /// 0 left, 1 middle, 2 right.
    package var button: Int
    /// The cell, from 0.
    package var x: Int
    package var y: Int

    /// An event in a cell.
    package init(_ action: Action, button: Int = 0, x: Int, y: Int) {
        self.action = action
        self.button = button
        self.x = x
        self.y = y
    }
}
