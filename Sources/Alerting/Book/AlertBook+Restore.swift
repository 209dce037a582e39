package import Telemetry

extension AlertBook {
    /// Takes over what the journal kept, before the first evaluation.
    ///
    /// The instances enter at their group's first evaluation: as they stood at that instant when
    /// it lies before the journal's last one (history is replayed), else with the time in between
    /// excused, since nobody watched.
    package mutating func restore(_ journal: JournalledState) {
        restoredThrough = journal.lastEvaluation
        silences = journal.silences
        for record in journal.attention { attention[record.id] = record }
        for alert in journal.alerts {
            if case .returned? = attention[alert.id]?.attention, alert.instance.resolvedAt != nil {
                departed[alert.id] = Departed(group: "", alert: alert)
            }
            if let place = place(of: alert.rule, alert.instance.labels) {
                states[place.group].rules[place.rule].restored.append(alert.instance)
            } else if alert.instance.resolvedAt == nil {
                orphans.append(alert)
            }
        }
        hushed = Set(
            journal.alerts.filter { alert in
                guard let through = restoredThrough, alert.instance.isFiring else { return false }
                return isQuiet(alert.instance.labels, at: through, inhibitors: [])
            }.map(\.id))
        for flap in journal.flaps {
            guard let window = flap.window, let place = place(of: flap.rule, flap.labels) else {
                continue
            }
            states[place.group].rules[place.rule].machine.flaps[flap.labels] = window
        }
    }

    /// The rule an alert belongs to: two rules of one name differ in the labels they give.
    private func place(of name: String, _ labels: Labels) -> (group: Int, rule: Int)? {
        for group in states.indices {
            for rule in states[group].rules.indices {
                // A recording rule may share the name of an alert.
                guard case .alerting(let alerting) = states[group].rules[rule].rule,
                    alerting.name == name, alerting.canGive(labels)
                else { continue }
                return (group, rule)
            }
        }
        return nil
    }

    /// Says from when on somebody could have watched, when no journal tells: alerts that were over
    /// before that are history and do not wait to be seen.
    package mutating func watch(from time: Timestamp) {
        if restoredThrough == nil { watchedFrom = time }
    }

    /// What the journal is to keep of every alert.
    package var records: [AlertRecord] {
        states.flatMap { state in
            state.rules.flatMap { rule in
                rule.machine.instances.values.map {
                    AlertRecord(rule: rule.rule.name, instance: $0)
                }
            }
        }
    }

    mutating func seed(group: Int, at instant: Timestamp, interval: Int64, past: KnownPast?) {
        for rule in states[group].rules.indices {
            let instances = states[group].rules[rule].restored
            guard !instances.isEmpty else { continue }
            states[group].rules[rule].restored = []
            var machine = states[group].rules[rule].machine
            if let past, !past.isKnown(states[group].rules[rule], at: instant) {
                machine.seed(instances)
                states[group].rules[rule].unjudgedSince = restoredThrough
            } else if let through = restoredThrough, instant <= through {
                machine.seed(instances.compactMap { $0.asOf(instant) })
            } else {
                machine.seed(instances)
                if let through = restoredThrough {
                    machine.excuse(milliseconds: max(0, instant - through - interval))
                }
            }
            states[group].rules[rule].machine = machine
        }
    }
}

extension AlertInstance {
    /// As it stood at an earlier instant; nil when it had not begun.
    func asOf(_ instant: Timestamp) -> AlertInstance? {
        guard activeAt <= instant else { return nil }
        var copy = self
        let firing: Phase =
            firedAt.map { $0 <= instant ? .firing(since: $0) : .pending } ?? .pending
        switch phase {
        case .pending: return self
        case .firing: copy.phase = firing
        case .recovering(_, let since), .noData(_, let since):
            if since > instant { copy.phase = firing }
        case .resolved(_, let at):
            if at > instant { copy.phase = firing }
        }
        return copy
    }
}
