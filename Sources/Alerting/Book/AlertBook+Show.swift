package import Telemetry

extension AlertBook {
    /// Every alert there is something to say about, in a stable order: active, resolved lately,
    /// without data, returned unseen.
    package func alerts(at time: Timestamp) -> [BookAlert] {
        let inhibitors = inhibitors()
        var result: [BookAlert] = []
        var shown: [String: Int] = [:]
        var number = -1
        for state in states {
            for rule in state.rules {
                number += 1
                guard case .alerting(let alerting) = rule.rule else { continue }
                for labels in rule.machine.instances.keys.sorted(by: AlertMachine.precedes) {
                    guard let instance = rule.machine.instances[labels] else { continue }
                    var alert = self.alert(
                        rule.record(instance),
                        group: state.group.name, rule: alerting, state: rule, at: time,
                        inhibitors: inhibitors)
                    alert.ruleNumber = number
                    // Two rules of one name and one label set are one alert.
                    if let place = shown[alert.id] {
                        if !result[place].instance.isActive { result[place] = alert }
                    } else {
                        shown[alert.id] = result.count
                        result.append(alert)
                    }
                }
            }
        }
        for (id, gone) in departed.sorted(by: { $0.key < $1.key }) where shown[id] == nil {
            let number = ruleNumber(named: gone.alert.rule, gone.alert.instance.labels)
            var alert = alert(
                gone.alert, group: gone.group, rule: number.flatMap { alertingRule(number: $0) },
                state: nil, at: time, inhibitors: inhibitors)
            alert.ruleNumber = number
            result.append(alert)
        }
        return result
    }

    /// Which rule an alert is of, by its place among `rules`: several may have one name, as the
    /// rows of an objective have, and are told apart by the labels they set.
    package func ruleNumber(named name: String, _ labels: Labels) -> Int? {
        let named = states.flatMap(\.rules).enumerated().filter {
            $0.element.isAlerting && $0.element.rule.name == name
        }
        guard named.count > 1 else { return named.first?.offset }
        let owner =
            named.first { $0.element.machine.instances[labels] != nil }
            ?? named.first { $0.element.canGive(labels) } ?? named.first
        return owner?.offset
    }

    private func alert(
        _ record: AlertRecord, group: String, rule: AlertingRule?, state: RuleState?,
        at time: Timestamp, inhibitors: Inhibitors
    ) -> BookAlert {
        let (id, instance) = (record.id, record.instance)
        let attention =
            attention[id] ?? AttentionRecord(rule: record.rule, labels: instance.labels)
        let silencedBy = silences.filter { $0.quiets(instance.labels, at: time) }.map(\.id)
        let inhibitedBy = inhibitors.causes(of: instance.labels).map(\.id)
        let context = Template.Context(
            labels: instance.labels.forCommands, value: instance.value, external: external)
        return BookAlert(
            id: id, rule: record.rule, group: group,
            condition: Self.condition(of: instance, health: state?.health ?? .ok),
            attention: Self.attention(
                attention.attention, isSilenced: !silencedBy.isEmpty,
                isInhibited: !inhibitedBy.isEmpty),
            record: attention, instance: instance, builtIn: rule?.builtIn ?? false,
            route: rule?.operations?.route, runbook: rule?.operations?.runbook,
            command: rule?.operations?.command.map { $0.expanded(context) },
            breachesUpwards: rule?.expression.breachesUpwards ?? true,
            firesAt: instance.isPending
                ? rule.map { firesAt(instance.activeAt + $0.holdMilliseconds, group: group) } : nil,
            heldUntil: rule.flatMap { heldUntil(instance, $0, group: group) },
            flapping: state?.machine.flapping(instance.labels),
            silencedBy: silencedBy, inhibitedBy: inhibitedBy)
    }

    private func heldUntil(
        _ instance: AlertInstance, _ rule: AlertingRule, group: String
    ) -> Timestamp? {
        guard case .recovering(_, let since) = instance.phase, rule.keepFiringMilliseconds > 0
        else { return nil }
        return firesAt(since + rule.keepFiringMilliseconds, group: group)
    }

    /// The first instant of the group that is no earlier.
    private func firesAt(_ due: Timestamp, group: String) -> Timestamp {
        guard let state = states.first(where: { $0.group.name == group }) else { return due }
        let interval = interval(of: state)
        let instant = instant(at: due, interval: interval)
        return instant < due ? instant + interval : instant
    }

    private static func condition(
        of instance: AlertInstance, health: RuleHealth
    ) -> BookAlert.Condition {
        switch instance.phase {
        case .pending, .pendingAgain: .pending
        case .firing: health == .bad ? .error : .firing
        case .recovering: health == .bad ? .error : .recovering
        case .resolved: .resolved
        case .noData: .noData
        }
    }

    /// What a person did comes before what a rule or a silence does.
    private static func attention(
        _ attention: Attention, isSilenced: Bool, isInhibited: Bool
    ) -> BookAlert.Attention {
        switch attention {
        case .acked, .closed: .acked
        case .snoozed: .snoozed
        case .returned: .returned
        case .new: isSilenced ? .silenced : (isInhibited ? .inhibited : .new)
        }
    }

    /// Every rule and how it is doing, in order.
    package var rules: [RuleReport] {
        states.flatMap { state in
            state.rules.map { rule in Self.report(rule, group: state.group) }
        }
    }

    /// One of `rules`, by its place among them.
    package func rule(number: Int) -> RuleReport? {
        place(of: number).map {
            Self.report(states[$0.group].rules[$0.rule], group: states[$0.group].group)
        }
    }

    /// The rule itself, for less; nil for a recording rule.
    package func alertingRule(number: Int) -> AlertingRule? {
        guard let place = place(of: number),
            case .alerting(let rule) = states[place.group].rules[place.rule].rule
        else { return nil }
        return rule
    }

    /// When it was last judged.
    package func lastEvaluation(number: Int) -> Timestamp? {
        place(of: number).flatMap { states[$0.group].rules[$0.rule].lastEvaluation }
    }

    func place(of number: Int) -> (group: Int, rule: Int)? {
        var rest = number
        for group in states.indices {
            if rest < states[group].rules.count { return rest < 0 ? nil : (group, rest) }
            rest -= states[group].rules.count
        }
        return nil
    }

    private static func report(_ state: RuleState, group: RuleGroup) -> RuleReport {
        let instances = state.machine.instances.values
        var report = RuleReport(
            name: state.rule.name, group: group.name, file: group.file, isAlerting: false,
            expression: state.rule.expression.source, holdMilliseconds: 0,
            keepFiringMilliseconds: 0, severity: "none", builtIn: false, health: state.health,
            lastError: state.lastError, lastEvaluation: state.lastEvaluation,
            lastSeconds: state.lastSeconds,
            firing: instances.count { $0.isFiring || $0.hasLostData },
            pending: instances.count { $0.isPending })
        report.notes = state.notes
        if case .alerting(let rule) = state.rule {
            report.isAlerting = true
            report.holdMilliseconds = rule.holdMilliseconds
            report.keepFiringMilliseconds = rule.keepFiringMilliseconds
            report.severity = rule.severity
            report.builtIn = rule.builtIn
            report.labels = Dictionary(
                rule.labels.map { ($0.name, $0.template.source) }, uniquingKeysWith: { $1 })
            report.runbook = rule.runbook
            switch rule.operations?.clear {
            case .threshold(let threshold)?: report.clear = .threshold(threshold)
            case .expression(let expression)?: report.clear = .expression(expression.source)
            case nil: break
            }
        }
        return report
    }
}
