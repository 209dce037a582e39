import Canvas
import Snapshot

/// Moving the cursor and the focus.
extension DashboardModel {
    mutating func refocus(_ command: Command) {
        let panes: [Command: Pane] = [
            .focusModels: .models, .focusMetrics: .metrics, .focusWorkflow: .workflow,
            .focusTeam: .team, .focusAlerts: .alerts,
        ]
        if let pane = panes[command] {
            focus(on: pane)
        } else {
            // Around the screen as the eye goes: the order of the numbers.
            let step = command == .nextPane ? 0 : Pane.allCases.count - 2
            let index = (focus.rawValue + step) % Pane.allCases.count
            focus(on: Pane.allCases[index])
        }
    }

    /// Gives a pane the keys; a zoomed screen shows it instead, other views are left.
    mutating func focus(on pane: Pane) {
        focus = pane
        if case .zoom = place {
            stack[stack.count - 1] = Layer(.zoom(pane))
        } else if stack.count > 1 {
            stack.removeSubrange(1...)
        }
        switch pane {
        case .models: cursors[.models] = subject?.rowID ?? cursors[.models]
        case .alerts: standOnSubjectsAlert()
        case .metrics, .workflow, .team: break
        }
        subject = subjectOfFocus ?? subject
    }

    /// Alerts takes up the subject where it can, so that the other panes stay as they are.
    private mutating func standOnSubjectsAlert() {
        let shown = shownAlerts
        if let current = cursor(of: .alerts).flatMap(alert), version(about: current) == subject {
            cursors[.alerts] = current.id
        } else if let other = shown.first(where: { version(about: $0) == subject }) {
            cursors[.alerts] = other.id
        }
    }

    mutating func move(_ command: Command) {
        let page = max(1, visibleRows - 1)
        switch command {
        case .down: move(by: 1)
        case .up: move(by: -1)
        case .pageDown: move(by: page)
        case .pageUp: move(by: -page)
        case .first: move(by: -1_000_000)
        default: move(by: 1_000_000)
        }
    }

    mutating func move(by step: Int) {
        let rows = rows
        switch place {
        case .help, .why, .handoff:
            let last =
                switch place {
                case .help: max(0, rows.count - visibleRows)
                case .why: whyScrollEnd
                default: handoffScrollEnd
                }
            stack[stack.count - 1].scroll = min(max(0, layer.scroll + step), last)
            return
        default: break
        }
        guard !rows.isEmpty else { return }
        let index = cursor.flatMap(rows.firstIndex) ?? 0
        stand(on: rows[min(max(0, index + step), rows.count - 1)])
    }

    /// Puts the cursor on a row.
    private mutating func stand(on row: String) {
        switch place {
        case .main, .zoom:
            let pane = activePane
            cursors[pane] = row
            focus = pane
            subject = subjectOfFocus ?? subject
            if pane == .models || pane == .alerts { comparedWith = nil }
            event = nil
        case .feature(let id, _):
            stack[stack.count - 1].place = .feature(id, row)
        default:
            stack[stack.count - 1].cursor = row
        }
    }

    /// The pane that has the keys, zoomed or not.
    var activePane: Pane {
        if case .zoom(let pane) = place { return pane }
        return focus
    }

    /// Rows a page has.
    var visibleRows: Int {
        switch place {
        case .main: max(1, Layout(size).list(of: focus).height)
        case .zoom(.models): max(1, Layout.zoomed(size).height - 2)
        case .zoom: max(1, Layout.zoomed(size).height - 2)
        default: max(1, size.height - 4 - Layout.footRows(size))
        }
    }

    mutating func click(_ point: Point) -> [Effect] {
        settle()
        guard mouseEnabled, prompt == nil, menu == nil, place == .main else { return [] }
        let layout = Layout(size)
        let panes = layout.form == .single ? [focus] : Pane.allCases
        guard let pane = panes.first(where: { layout.area(of: $0).contains(point) }) else {
            return []
        }
        focus(on: pane)
        let list = layout.list(of: pane)
        guard list.contains(point) else { return [] }
        let rows = rows(of: pane)
        let cursor = cursor(of: pane).flatMap(rows.firstIndex) ?? 0
        let first = Layout.firstRow(cursor: cursor, visible: list.height, count: rows.count)
        let index = first + point.y - list.y
        if rows.indices.contains(index) { stand(on: rows[index]) }
        return []
    }

    mutating func wheel(_ point: Point, rows: Int) -> [Effect] {
        guard mouseEnabled, prompt == nil, menu == nil else { return [] }
        let layout = Layout(size)
        if place == .main, layout.form != .single,
            let pane = Pane.allCases.first(where: { layout.area(of: $0).contains(point) }),
            pane != focus
        {
            focus(on: pane)
        }
        move(by: rows)
        return []
    }

    /// `+` and `-`: the window of the figures, and the chart's time with it.
    mutating func stepWindow(_ step: Int) {
        let index = Self.windows.firstIndex { $0 >= windowSeconds } ?? Self.windows.count - 1
        setWindow(Self.windows[min(max(0, index + step), Self.windows.count - 1)])
    }

    /// What `+` and `-` make longer and shorter where they are pressed.
    mutating func stepSpan(_ step: Int) {
        if case .handoff(let since) = place {
            stepHandoff(step, since: since)
        } else {
            stepWindow(step)
        }
    }

    mutating func setWindow(_ seconds: Double) {
        windowSeconds = seconds
        chartSeconds = max(900, seconds * 6)
        let words = Formatting.window(seconds)
        say("window \(words), charts over \(Formatting.window(chartSeconds))")
    }

    /// The windows that `-` and `+` step through, in seconds.
    static let windows: [Double] = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200]
}
