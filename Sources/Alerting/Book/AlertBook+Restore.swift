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
        let names = Set(states.flatMap { $0.rules.map { $0.rule.name } })
        for alert in journal.alerts {
            if names.contains(alert.rule) {
                restored[alert.rule, default: []].append(alert.instance)
            } else if case .resolved = alert.instance.phase {
                departed[alert.id] = Departed(group: "", alert: alert)
            } else {
                orphans.append(alert)
            }
        }
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

    mutating func seed(group: Int, at instant: Timestamp, interval: Int64) {
        guard !restored.isEmpty else { return }
        for rule in states[group].rules.indices {
            // A recording rule may share the name of an alert.
            guard case .alerting(let alerting) = states[group].rules[rule].rule,
                let instances = restored.removeValue(forKey: alerting.name)
            else { continue }
            var machine = states[group].rules[rule].machine
            if let through = restoredThrough, instant <= through {
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
