import Snapshot

/// The command prompt: the same things the keys do, by name.
extension DashboardModel {
    mutating func run(line: String) -> [Effect] {
        let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        guard let first = words.first?.lowercased() else { return [] }
        let rest = words.dropFirst().joined(separator: " ")
        switch first {
        case "q", "quit": return [.quit]
        case "ack": return perform(.acknowledge)
        case "unack", "undo": return perform(.undo)
        case "pause": return perform(.pause)
        case "full": return perform(.full)
        case "help": return perform(.help)
        case "comment":
            guard case .works = availability(.comment), let alert = target(of: .comment) else {
                return perform(.comment)
            }
            return rest.isEmpty
                ? perform(.comment) : comment(alert, rest)
        case "snooze": return snoozeLine(rest)
        case "silence": return silenceLine(rest)
        case "sort": sortLine(rest)
        case "window":
            if let seconds = CommandLine.duration(rest) {
                setWindow(seconds)
            } else {
                say("window: “\(rest)” is no duration; write 5m, 90s or 1h", failed: true)
            }
        case "theme": themeLine(rest)
        case "handoff": handoffLine(rest)
        case "view": return viewLine(rest.lowercased())
        case "focus":
            if let pane = Pane.allCases.first(where: { $0.title.lowercased() == rest.lowercased() })
            {
                focus(on: pane)
            } else {
                refuse("pane", rest, known: Pane.allCases.map { $0.title.lowercased() })
            }
        case "goto": gotoLine(rest)
        case "limit":
            guard case .works = availability(.typeLimit) else { return perform(.typeLimit) }
            typeLimit(rest)
        case "why": whyLine(rest)
        case "filter": setFilter(rest)
        default: refuse("command", first, known: CommandLine.entries.map(\.word))
        }
        return []
    }

    private mutating func snoozeLine(_ rest: String) -> [Effect] {
        guard !rest.isEmpty, case .works = availability(.snooze), let alert = alertInHand else {
            return perform(.snooze)
        }
        guard let seconds = CommandLine.duration(rest) else {
            say("snooze: “\(rest)” is no duration; write 15m or 1h", failed: true)
            return []
        }
        let until = Moment(milliseconds: now.milliseconds + Int64(seconds * 1_000))
        return snooze(alert, until: until, above: nil)
    }

    /// `silence 4h` what the cursor is on, `silence 4h model="a", target=~"eu.*" # why` by labels.
    private mutating func silenceLine(_ rest: String) -> [Effect] {
        if rest.isEmpty { return perform(.silence) }
        let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
        guard let seconds = CommandLine.duration(words[0]), seconds > 0 else {
            say("silence: “\(words[0])” is no duration; write 90m or 4h", failed: true)
            return []
        }
        let until = Moment(milliseconds: now.milliseconds + Int64(seconds * 1_000))
        guard words.count > 1 else {
            guard case .works = availability(.silence), let alert = alertInHand else {
                return perform(.silence)
            }
            return silence(alert, until: until)
        }
        if let reason = readOnlyReason {
            say(reason, failed: true)
            return []
        }
        let parts = words[1].split(separator: "#", maxSplits: 1).map { part in
            part.split(separator: " ").joined(separator: " ")
        }
        return [
            .silenceMatching(
                parts.first ?? "", until: until, comment: parts.count > 1 ? parts[1] : "")
        ]
    }

    private mutating func sortLine(_ rest: String) {
        let words = rest.lowercased().split(separator: " ")
        guard let name = words.first,
            let column = SortOrder.Column(rawValue: String(name))
        else {
            refuse("column", rest, known: SortOrder.Column.allCases.map(\.rawValue))
            return
        }
        sort = SortOrder(column: column, reversed: words.dropFirst().first == "reversed")
        reorder()
        say("models sorted \(sort.words)")
    }

    private mutating func themeLine(_ rest: String) {
        guard let chosen = themes.first(where: { $0.name.lowercased() == rest.lowercased() })
        else {
            refuse("theme", rest, known: themes.map(\.name))
            return
        }
        theme = chosen
    }

    private mutating func viewLine(_ name: String) -> [Effect] {
        switch name {
        case "main": stack.removeSubrange(1...)
        case "sources": return perform(.sources)
        case "rules": return perform(.rules)
        case "rule":
            if place != .rules { push(.rules, cursor: alertInHand.flatMap(ruleRow)) }
            return perform(.open)
        case "handoff": return perform(.handoff)
        case "help": return perform(.help)
        case "version": return perform(.version)
        case "versions": return perform(.versions)
        case "requests": return perform(.requests)
        case "compare": return perform(.compare)
        default:
            if let pane = Pane.allCases.first(where: { $0.title.lowercased() == name }) {
                focus = pane
                push(.zoom(pane))
            } else {
                refuse("view", name, known: CommandLine.views)
            }
        }
        return []
    }

    private mutating func handoffLine(_ rest: String) {
        if rest.isEmpty {
            openHandoff()
        } else if let seconds = CommandLine.duration(rest) {
            openHandoff(seconds: seconds)
        } else {
            say("handoff: “\(rest)” is no duration; write 8h or 2d", failed: true)
        }
    }

    private mutating func gotoLine(_ rest: String) {
        let wanted = rest.lowercased()
        let all = snapshot.models.flatMap(\.versions).map(\.id)
        let found =
            all.first { $0.words.lowercased() == wanted }
            ?? all.first { $0.model.lowercased() == wanted }
            ?? all.first { !wanted.isEmpty && $0.words.lowercased().contains(wanted) }
        guard let found else {
            refuse("model", rest, known: snapshot.models.map(\.name))
            return
        }
        focus(on: .models)
        cursors[.models] = found.rowID
        subject = found
    }

    /// Opens the worst alert of a rule, or the one with this id.
    private mutating func whyLine(_ rest: String) {
        let wanted = rest.lowercased()
        let found = orderedAlerts.first {
            $0.id == rest || $0.rule.lowercased() == wanted
                || "\($0.rule) \($0.subject?.words ?? $0.seriesWords)".lowercased() == wanted
        }
        guard let found else {
            refuse("alert", rest, known: orderedAlerts.map(\.rule))
            return
        }
        push(.why(alert: found.id))
    }

    private mutating func refuse(_ what: String, _ word: String, known: [String]) {
        let nearest = ColourSpec.nearest(to: word, among: known)
        let hint =
            nearest.map { ", did you mean \($0)?" }
            ?? (known.isEmpty ? "" : "; there are \(known.prefix(12).joined(separator: ", "))")
        say("no \(what) “\(word)”\(hint)", failed: true)
    }

    /// What Tab would make of the text, best first.
    package func suggestions(for prompt: Prompt) -> [String] {
        guard prompt.purpose == .command else { return [] }
        let text = prompt.text.lowercased()
        guard let space = text.firstIndex(of: " ") else {
            return CommandLine.entries.map(\.word).filter { $0.hasPrefix(text) && $0 != text }
        }
        let word = String(text[..<space])
        let rest = text[text.index(after: space)...]
        return arguments(of: word).filter { $0.lowercased().hasPrefix(rest) }
            .map { word + " " + $0 }.filter { $0.lowercased() != text }
    }

    private func arguments(of word: String) -> [String] {
        switch word {
        case "sort": SortOrder.Column.allCases.map(\.rawValue)
        case "window": ["1m", "5m", "15m", "1h", "6h"]
        case "snooze": ["15m", "1h"]
        case "silence": ["1h", "4h", "24h"]
        case "handoff": ["8h", "12h", "24h"]
        case "theme": themes.map(\.name)
        case "view": CommandLine.views + Pane.allCases.map { $0.title.lowercased() }
        case "focus": Pane.allCases.map { $0.title.lowercased() }
        case "goto": snapshot.models.flatMap(\.versions).map(\.id.words)
        case "why": orderedAlerts.map(\.rule)
        default: []
        }
    }
}
