import Snapshot

/// A key: to the prompt or the menu when one is open, else by the key table.
extension DashboardModel {
    mutating func press(_ key: Key) -> [Effect] {
        if notice?.failed == true || notice?.until == nil || notice?.isRefusal == true {
            notice = nil
        }
        settle()
        if key == .control("c") { return [.quit] }
        if key == .control("z") { return [.suspend] }
        if prompt != nil { return type(key) }
        if menu != nil { return choose(key) }
        guard let command = keys.command(for: key) else { return [] }
        return perform(command)
    }

    /// From the first key or click on nothing moves focus or cursor but the user.
    mutating func settle() {
        hasOpened = true
        if cursors[.models] == nil { cursors[.models] = subject?.rowID }
    }

    /// Does what a command says, or says why not.
    mutating func perform(_ command: Command) -> [Effect] {
        if case .cannot(let reason) = availability(command) {
            say(reason)
            notice?.isRefusal = true
            return []
        }
        switch command {
        case .open: enter()
        case .back: back()
        case .acknowledge, .comment, .undo, .snooze, .silence: return act(command)
        case .requests: openRequests()
        case .version: if let subject { push(.version(subject)) }
        case .versions:
            if let subject { push(.versions(model: subject.model), cursor: subject.rowID) }
        case .compare: compare()
        case .rule: if let alert = alertInHand { push(.rules, cursor: ruleRow(of: alert)) }
        case .copy: return copy(textToCopy)
        case .copyLine: return copy(requestText(wholeLine: true))
        case .full: toggleFull()
        case .filter: prompt = Prompt(.filter, text: filterInPlace)
        case .command: prompt = Prompt(.command)
        case .help: if place != .help { push(.help) }
        case .quit: return [.quit]
        case .focusModels, .focusMetrics, .focusWorkflow, .focusTeam, .focusAlerts, .nextPane,
            .previousPane:
            refocus(command)
        case .down, .up, .first, .last, .pageDown, .pageUp: move(command)
        case .previousEvent: stepEvent(-1)
        case .nextEvent: stepEvent(1)
        case .sort, .previousSort, .reverseSort: resort(command)
        case .pause: togglePause()
        case .narrower: stepSpan(-1)
        case .wider: stepSpan(1)
        case .theme: openThemes()
        case .sources: if place != .sources { push(.sources) }
        case .rules: if place != .rules { push(.rules) }
        case .lowerLimit: stepLimit(-1)
        case .raiseLimit: stepLimit(1)
        case .typeLimit:
            prompt = Prompt(.limit)
        case .handoff: openHandoff()
        case .reference:
            guard let subject else { return [] }
            say("taking the live traffic of \(subject.words) as its reference")
            return [.takeReference(subject)]
        case .redraw: return [.redraw]
        }
        return []
    }

    private mutating func copy(_ text: String?) -> [Effect] {
        guard let text else { return [] }
        // A label in the command came from a log with signs that a shell would act on.
        guard text != snapshot.why?.command || !text.contains("\u{FFFD}") else {
            say("not copied: a shell would act on what stands as � in it", failed: true)
            return []
        }
        let lines = text.split(separator: "\n")
        say(lines.count > 1 ? "copied: \(lines.count) lines" : "copied: \(text)")
        return [.copy(text)]
    }

    func ruleRow(of alert: AlertStatus) -> String? {
        snapshot.rule(of: alert).map(\.rowID)
    }

    /// Those of the subject; from an alert those it is about, the failed ones first where it is
    /// about failures.
    private mutating func openRequests() {
        guard isOnAlert, let alert = alertInHand, let version = requestSubject(alert) else {
            if let subject { push(.requests(subject, target: nil)) }
            return
        }
        push(.requests(version, target: alert.labels["target"]))
        guard isAboutFailures(alert), let failed = requestList?.failed.first else { return }
        stack[stack.count - 1].cursor = RequestRow(kind: .failed, request: failed).id
    }

    /// Opens a place; the same place twice in the stack goes back to it instead.
    mutating func push(_ place: Place, cursor: String? = nil) {
        if let index = stack.firstIndex(where: { $0.place == place }) {
            stack.removeSubrange((index + 1)...)
        } else {
            stack.append(Layer(place, cursor: cursor))
        }
        event = nil
    }

    private mutating func enter() {
        if let row = foldable {
            if unfolded.remove(row) == nil { unfolded.insert(row) }
            reorder()
            return
        }
        guard let destination else { return }
        if case .version(let id) = destination { subject = id }
        if case .why(let id) = destination, let about = alert(id).flatMap(version(about:)) {
            subject = about
        }
        push(destination)
    }

    private mutating func back() {
        if event != nil {
            event = nil
        } else if layer.triedLimit != nil {
            stack[stack.count - 1].triedLimit = nil
        } else if !filterInPlace.isEmpty {
            setFilter("")
        } else if stack.count > 1 {
            stack.removeLast()
        }
    }

    private mutating func toggleFull() {
        if case .zoom = place { stack.removeLast() } else { stack.append(Layer(.zoom(focus))) }
    }

    /// From a view that is no comparison opens one; in one goes to the next other version.
    private mutating func compare() {
        guard let subject, let model = model(subject.model) else { return }
        if case .compare(_, let other) = place {
            let others = model.versions.map(\.id).filter { $0 != subject }
            guard let index = others.firstIndex(of: other), others.count > 1 else {
                say("\(subject.model) has no third version")
                return
            }
            comparedWith = others[(index + 1) % others.count]
            stack[stack.count - 1].place = .compare(subject, others[(index + 1) % others.count])
        } else if let compared {
            push(.compare(subject, compared))
        }
    }

    private mutating func resort(_ command: Command) {
        let columns = SortOrder.Column.allCases
        if command == .reverseSort {
            sort.reversed.toggle()
        } else if let index = columns.firstIndex(of: sort.column) {
            let step = command == .sort ? 1 : columns.count - 1
            sort = SortOrder(column: columns[(index + step) % columns.count])
        }
        reorder()
        say("models sorted \(sort.words)")
    }

    mutating func togglePause() {
        if let waiting = newest {
            newest = nil
            show(waiting)
            say("following again")
        } else {
            newest = snapshot
        }
    }

    private mutating func stepEvent(_ step: Int) {
        let events = shownEvents
        guard !events.isEmpty else { return }
        let start = step > 0 ? -1 : events.count
        event = min(max((event ?? start) + step, 0), events.count - 1)
    }

    private mutating func openThemes() {
        let names = themes.map(\.name)
        var menu = Menu(purpose: .theme(before: theme.name), title: "Theme", items: names)
        menu.index = names.firstIndex(of: theme.name) ?? 0
        self.menu = menu
        if let chosen = themes.first(where: { $0.name == names[menu.index] }) { theme = chosen }
    }
}
