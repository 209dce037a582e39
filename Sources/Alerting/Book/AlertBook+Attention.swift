internal import Telemetry

extension AlertBook {
    /// A person's action; the audit's line, or why nothing happened.
    package mutating func apply(_ action: AlertAction) throws(ActionRefusal) -> AuditEntry {
        guard let found = alert(id: action.alert) else { throw .unknownAlert(action.alert) }
        var record =
            attention[action.alert]
            ?? AttentionRecord(
                rule: found.rule, labels: found.instance.labels)
        let entry = try record.apply(
            action, facts: .init(phase: found.instance.phase, value: found.instance.value))
        attention[action.alert] = record
        return entry
    }

    /// What other processes, or the journal, made of the attention of some alerts.
    package mutating func adopt(attention records: [AttentionRecord]) {
        for record in records { attention[record.id] = record }
    }

    /// What another evaluator of the workspace says about alerts open here: the earliest
    /// `activeAt` wins.
    package mutating func adopt(alerts records: [AlertRecord]) {
        for record in records where record.instance.isActive {
            for group in states.indices {
                for rule in states[group].rules.indices
                where states[group].rules[rule].rule.name == record.rule {
                    states[group].rules[rule].machine.merge(
                        record.instance.labels, activeAt: record.instance.activeAt)
                }
            }
        }
    }

    /// The alert with this id, also one that returned unseen some time ago.
    func alert(id: String) -> AlertRecord? {
        for state in states {
            for rule in state.rules {
                for instance in rule.machine.instances.values {
                    let record = rule.record(instance)
                    if record.id == id { return record }
                }
            }
        }
        return departed[id]?.alert
    }

    /// Lets attention follow the transitions of one evaluation.
    mutating func follow(at time: Timestamp, into evaluation: inout RuleEvaluation) {
        let inhibitors = inhibitors()
        let subjects = subjects(of: Set(evaluation.transitions.map(\.rule)))
        let shared = namesOfSeveral(among: evaluation.transitions)
        if !shared.isEmpty {
            evaluation.transitions = evaluation.transitions.flatMap { transition in
                shared.contains(transition.rule) ? goingOn(transition) : [transition]
            }
        }
        for index in evaluation.transitions.indices {
            var transition = evaluation.transitions[index]
            transition.sibling = sibling(
                of: transition, in: subjects[transition.rule] ?? [:])
            transition.quiet = isQuiet(transition, at: time, inhibitors: inhibitors)
            evaluation.transitions[index] = transition
            follow(transition, into: &evaluation)
        }
        expire(at: time, into: &evaluation)
        ringAfterHush(at: time, inhibitors: inhibitors, into: &evaluation)
        endSilences(at: time, into: &evaluation)
        endRecalled(at: time)
        prune(at: time)
    }

    private mutating func follow(
        _ transition: AlertTransition, into evaluation: inout RuleEvaluation
    ) {
        let id = transition.id
        let known = attention[id]
        var record =
            known
            ?? AttentionRecord(
                rule: transition.rule, labels: transition.instance.labels)
        if let entry = record.follow(transition) { evaluation.audit.append(entry) }
        if transition.kind == .fired, let sibling = transition.sibling,
            let other = attention[AlertID.make(rule: transition.rule, labels: sibling)]
        {
            if let entry = record.inherit(from: other) { evaluation.audit.append(entry) }
        }
        if record != known,
            known != nil || record.attention != .new
                || record.followed != .distantPast
        {
            attention[id] = record
            evaluation.changed.append(record)
        }
        if transition.kind == .fired, record.attention == .new, !transition.quiet {
            evaluation.rings.append(
                .init(alert: id, severity: Severity(label: record.severity), reason: .fired))
        }
        // At once: what is pending again takes the resolved one's place in the machine.
        if transition.instance.resolvedAt != nil || transition.kind == .forgotten,
            case .returned = record.attention
        {
            departed[id] = Departed(
                group: group(of: transition.rule),
                alert: transition.record)
        }
    }

    /// The same alert under another severity: still active, or gone just as this one came.
    private func sibling(
        of transition: AlertTransition, in subjects: [Labels: [AlertInstance]]
    ) -> Labels? {
        guard transition.kind == .fired || transition.kind == .resolved else { return nil }
        let labels = transition.instance.labels
        for other in subjects[labels.removing(["severity"])] ?? [] where other.labels != labels {
            // What only waits for its `for` may drop, and then nobody has seen either.
            if other.isFiring || (other.isPending && transition.kind == .fired) {
                return other.labels
            }
            if transition.kind == .fired, let end = other.resolvedAt,
                end >= transition.instance.activeAt
            {
                return other.labels
            }
        }
        return nil
    }

    /// Instances by their labels without severity, for rules that have more than one severity.
    private func subjects(of rules: Set<String>) -> [String: [Labels: [AlertInstance]]] {
        var result: [String: [Labels: [AlertInstance]]] = [:]
        for state in states {
            for rule in state.rules where rules.contains(rule.rule.name) {
                let instances = rule.machine.instances.values
                guard Set(instances.map { $0.labels["severity"] }).count > 1 else { continue }
                result[rule.rule.name, default: [:]].merge(
                    Dictionary(grouping: instances) { $0.labels.removing(["severity"]) },
                    uniquingKeysWith: +)
            }
        }
        return result
    }

    private mutating func expire(at time: Timestamp, into evaluation: inout RuleEvaluation) {
        let snoozed = attention.filter { $0.value.attention.snooze != nil }
        for (id, known) in snoozed.sorted(by: { $0.key < $1.key }) {
            let found = alert(id: id)
            let value = found?.instance.isActive == true ? found?.instance.value : nil
            var record = known
            guard let entry = record.expire(at: time, value: value) else { continue }
            attention[id] = record
            evaluation.audit.append(entry)
            evaluation.changed.append(record)
            evaluation.expiries.append(.init(alert: id, at: time, value: value))
            if found?.instance.isFiring == true {
                evaluation.rings.append(
                    .init(
                        alert: id, severity: Severity(label: record.severity),
                        reason: .snoozeEnded, since: known.attention.snooze?.at))
            }
        }
    }

    /// Forgets attention that says nothing, and the oldest of too many returned alerts.
    private mutating func prune(at time: Timestamp) {
        if attention.count > Self.attentionLimit {
            // What nobody has in hand is remembered only to recognise a replay of the past.
            attention = attention.filter { _, record in
                switch record.attention {
                case .acked, .snoozed, .returned: true
                case .new, .closed: time - record.followed < AlertMachine.noDataRetention
                }
            }
        }
        for id in departed.keys {
            if case .returned? = attention[id]?.attention { continue }
            departed[id] = nil
        }
        if departed.count > Self.departedLimit {
            let oldest = departed.sorted {
                ($0.value.alert.instance.resolvedAt ?? .distantPast)
                    < ($1.value.alert.instance.resolvedAt ?? .distantPast)
            }
            for (id, _) in oldest.prefix(departed.count - Self.departedLimit) { departed[id] = nil }
        }
    }

    /// Rings for what still fires when a silence or an inhibition is over.
    private mutating func ringAfterHush(
        at time: Timestamp, inhibitors: Inhibitors,
        into evaluation: inout RuleEvaluation
    ) {
        guard !silences.isEmpty || !inhibitors.isEmpty || !hushed.isEmpty else { return }
        var still: Set<String> = []
        for record in records where record.instance.isFiring {
            let id = record.id
            guard (attention[id]?.attention ?? .new) == .new else { continue }
            if isQuiet(record.instance.labels, at: time, inhibitors: inhibitors) {
                still.insert(id)
            } else if hushed.contains(id) {
                attention[id]?.rangAt = time
                var step = AlertTransition(
                    kind: .firedAgain, rule: record.rule, at: time, instance: record.instance)
                step.expression = record.expression
                evaluation.transitions.append(step)
                evaluation.rings.append(
                    .init(
                        alert: id, severity: Severity(label: record.instance.severity),
                        reason: .silenceEnded,
                        since: silences.filter { $0.selector.accepts(record.instance.labels) }
                            .map(\.endsAt).filter { $0 < time }.max()))
            }
        }
        hushed = still
    }

    /// Whether nobody was meant to see a step, or somebody had seen to it.
    private func isQuiet(
        _ transition: AlertTransition, at time: Timestamp, inhibitors: Inhibitors
    ) -> Bool {
        let labels = transition.instance.labels
        let isQuiet = isQuiet(labels, at: time, inhibitors: inhibitors)
        guard [.resolved, .forgotten].contains(transition.kind) else { return isQuiet }
        if transition.kind == .resolved, time < watchedFrom { return true }
        // What ends together with its cause was never to be seen.
        guard isQuiet || hushed.contains(transition.id) else { return false }
        guard attention[transition.id]?.rangAt != nil else { return true }
        // It called, and then something else made it quiet; whoever silences it by name saw it.
        return silences.contains { $0.quiets(labels, at: time) && $0.selector.namesSubject }
    }

    private func group(of rule: String) -> String {
        states.first { $0.rules.contains { $0.rule.name == rule } }?.group.name ?? ""
    }

    /// Firing alerts whose rules inhibit others.
    func inhibitors() -> Inhibitors {
        var result: [Inhibitor] = []
        for state in states {
            for rule in state.rules {
                guard case .alerting(let alerting) = rule.rule,
                    let inhibit = alerting.operations?.inhibit, !inhibit.isEmpty
                else { continue }
                for instance in rule.machine.instances.values where instance.isFiring {
                    result.append(
                        Inhibitor(
                            source: rule.record(instance),
                            rules: inhibit))
                }
            }
        }
        return Inhibitors(result)
    }

    func isQuiet(
        _ labels: Labels, at time: Timestamp,
        inhibitors: Inhibitors
    ) -> Bool {
        silences.contains { $0.quiets(labels, at: time) }
            || inhibitors.inhibit(labels)
    }
}
