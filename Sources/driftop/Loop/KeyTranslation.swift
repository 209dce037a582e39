import Canvas
import Dashboard
import Terminal

/// From what the terminal reports to what the dashboard understands.
enum KeyTranslation {
    /// - Parameter prompting: a prompt is open; only then is pasted text typed.
    static func messages(for key: Terminal.Key, prompting: Bool) -> [Message] {
        switch key {
        case .mouse(let event): return message(for: event).map { [$0] } ?? []
        case .paste(let text):
            guard prompting else { return [] }
            // A line's end must not act: whoever pastes two lines means one text.
            return text.map { .key(.character($0.isNewline ? " " : $0)) }
        default: return plain(key).map { [.key($0)] } ?? []
        }
    }

    private static func message(for event: MouseEvent) -> Message? {
        let point = Point(x: event.x, y: event.y)
        return switch event.action {
        case .press: event.button == 0 ? .click(point) : nil
        case .release: nil
        case .wheelUp: .wheel(point, rows: -3)
        case .wheelDown: .wheel(point, rows: 3)
        }
    }

    private static func plain(_ key: Terminal.Key) -> Dashboard.Key? {
        switch key {
        case .character(let character): .character(character)
        case .control(let character): .control(character)
        case .function(let number): .function(number)
        case .enter: .enter
        case .escape: .escape
        case .tab: .tab
        case .backTab: .backTab
        case .backspace: .backspace
        case .delete: .delete
        case .up: .up
        case .down: .down
        case .left: .left
        case .right: .right
        case .home: .home
        case .end: .end
        case .pageUp: .pageUp
        case .pageDown: .pageDown
        case .insert, .mouse, .paste: nil
        }
    }
}
