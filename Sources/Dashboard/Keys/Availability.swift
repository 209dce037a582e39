import Snapshot

/// Whether a key works now; when not, why.
package enum Availability: Equatable, Sendable {
    case works
    case cannot(String)
}

extension DashboardModel {
    /// Whether `command` would do something here and now.
    package func availability(_ command: Command) -> Availability {
        switch command {
        case .acknowledge, .comment, .undo, .snooze, .silence: return onAlert(command)
        case .open: return canOpen
        case .back:
            return stack.count > 1 || !layer.filter.isEmpty || event != nil
                ? .works : .cannot("this is the main screen: q quits")
        case .requests, .version, .versions: return needsSubject
        case .compare: return canCompare
        case .reference:
            if subject == nil { return needsSubject }
            return readOnlyReason.map { .cannot($0) } ?? .works
        case .rule: return canShowRule
        case .copy:
            return textToCopy == nil ? .cannot("nothing here to copy") : .works
        case .copyLine:
            return requestText(wholeLine: true) == nil
                ? .cannot("only a request has a line to copy: \(keys.key(.requests)) shows them")
                : .works
        case .previousEvent, .nextEvent:
            return shownEvents.isEmpty ? .cannot("no event within the chart's time") : .works
        case .sort, .previousSort, .reverseSort:
            return place == .main || place == .zoom(.models)
                ? .works : .cannot("only Models can be sorted")
        case .theme:
            return themes.isEmpty
                ? .cannot("no theme files beside the program or in ~/.config/driftop/themes")
                : .works
        case .lowerLimit, .raiseLimit, .typeLimit: return canTryLimit
        case .full:
            switch place {
            case .main, .zoom: return .works
            default: return .cannot("this view has the whole screen already")
            }
        case .focusModels, .focusMetrics, .focusWorkflow, .focusTeam, .focusAlerts, .nextPane,
            .previousPane, .filter, .command, .help, .quit, .down, .up, .first, .last,
            .pageDown, .pageUp, .pause, .narrower, .wider, .sources, .rules, .handoff, .redraw:
            return .works
        }
    }

    private func onAlert(_ command: Command) -> Availability {
        let verb = keys.binding(command)?.word ?? command.rawValue
        guard let alert = target(of: command) else {
            return .cannot("\(verb): no alert here; 5 focuses Alerts")
        }
        if let readOnlyReason { return .cannot("\(verb): \(readOnlyReason)") }
        // Of several, those that it makes sense for.
        if let some = alert.members.first {
            return alert.members.contains { can(command, $0) == .works }
                ? .works : can(command, some)
        }
        return can(command, alert)
    }

    /// Whether a command makes sense for one alert.
    func can(_ command: Command, _ alert: AlertStatus) -> Availability {
        switch command {
        case .undo:
            return alert.isHeld ? .works : .cannot("nothing to take back: nobody has it in hand")
        case .comment: return .works
        case .acknowledge:
            if alert.attention == .acked {
                return .cannot("already acknowledged by \(alert.ackedBy ?? "somebody")")
            }
            if alert.condition == .pending {
                return .cannot("not firing yet: \(alert.rule) is pending")
            }
            return .works
        default:
            return alert.condition == .resolved
                ? .cannot("\(alert.rule) is over: nothing to quiet") : .works
        }
    }

    /// `u` also reaches what the user just did elsewhere.
    func target(of command: Command) -> AlertStatus? {
        guard command == .undo || command == .comment else { return alertInHand }
        if let alert = alertInHand, alert.isHeld || alert.members.contains(where: \.isHeld) {
            return alert
        }
        let acted = lastActed.compactMap(alert)
        return acted.count > 1
            ? .folded("acted on", acted) : acted.first ?? alertInHand
    }

    private var canOpen: Availability {
        switch place {
        case .why, .requests, .sources, .handoff, .help, .feature:
            return .cannot("nothing further under this")
        default:
            return destination == nil && foldable == nil
                ? .cannot("nothing under the cursor to open") : .works
        }
    }

    private var needsSubject: Availability {
        subject == nil ? .cannot(absenceOfVersions) : .works
    }

    private var canCompare: Availability {
        guard let subject else { return needsSubject }
        return compared == nil
            ? .cannot("\(subject.model) has no other version with traffic") : .works
    }

    private var canTryLimit: Availability {
        guard case .rule = place else {
            return .cannot("only a rule's limit can be tried: \(keys.key(.rules)) lists the rules")
        }
        guard let detail = ruleDetail else { return .cannot("the past is not read yet") }
        return detail.threshold == nil
            ? .cannot("this rule compares with no number that could be moved") : .works
    }

    private var canShowRule: Availability {
        guard let alert = alertInHand else { return .cannot("no alert here, so no rule") }
        return snapshot.rule(of: alert) != nil
            ? .works : .cannot("the rule \(alert.rule) is no longer loaded")
    }
}

extension AlertStatus {
    /// Somebody has it in hand: there is something to take back.
    var isHeld: Bool { [.acked, .snoozed, .silenced].contains(attention) }
}
