package import Telemetry

extension AlertBook {
    /// Takes over what the journal kept, before the first evaluation.
    ///
    /// The instances enter at their group's first evaluation, as they stood at the journal's last
    /// instant. Instants up to it have been judged; what comes after it is judged, and time of
    /// which nothing is known is excused.
    package mutating func restore(_ journal: JournalledState) {
        restoredThrough = journal.lastEvaluation
        silences = journal.silences
        matchedSilences = Set(
            silences.filter { silence in
                // What is over, or waits to be seen, is not what it was made for.
                journal.alerts.contains {
                    $0.instance.isActive && silence.selector.accepts($0.instance.labels)
                }
            }.map(\.id))
        for record in journal.attention { attention[record.id] = record }
        for alert in journal.alerts {
            if case .returned? = attention[alert.id]?.attention, alert.instance.resolvedAt != nil {
                departed[alert.id] = Departed(group: "", alert: alert)
            }
            if let place = place(
                of: alert.rule, alert.instance.labels, expression: alert.expression)
            {
                states[place.group].rules[place.rule].restored.append(alert.instance)
            } else if alert.instance.resolvedAt == nil {
                orphans.append(alert)
            }
        }
        hushed = Set(
            journal.alerts.filter { alert in
                guard let through = restoredThrough, alert.instance.isFiring else { return false }
                return isQuiet(alert.instance.labels, at: through, inhibitors: .none)
            }.map(\.id))
        for flap in journal.flaps {
            guard let window = flap.window,
                let place = place(of: flap.rule, flap.labels, expression: flap.expression)
            else { continue }
            states[place.group].rules[place.rule].machine.flaps[flap.labels] = window
        }
    }

    /// The rule an alert belongs to: two rules of one name differ in their expressions, or in the
    /// labels they give; when one was rewritten, the first that reads such series.
    private func place(
        of name: String, _ labels: Labels, expression: String?
    ) -> (group: Int, rule: Int)? {
        var found: (group: Int, rule: Int)?
        var reads = false
        for group in states.indices {
            for rule in states[group].rules.indices {
                // A recording rule may share the name of an alert.
                guard case .alerting(let alerting) = states[group].rules[rule].rule,
                    alerting.name == name, alerting.canGive(labels)
                else { continue }
                if expression == nil || alerting.expression.source == expression {
                    return (group, rule)
                }
                let readsIt = alerting.expression.accepts(labels)
                if found == nil || readsIt && !reads {
                    found = (group, rule)
                    reads = readsIt
                }
            }
        }
        return found
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
                rule.machine.instances.values.map(rule.record)
            }
        }
    }

    /// The active alerts of one rule, by its place among `rules`.
    package func forEachActive(of number: Int, _ visit: (AlertInstance) -> Void) {
        guard let place = place(of: number) else { return }
        for instance in states[place.group].rules[place.rule].machine.instances.values
        where instance.isActive { visit(instance) }
    }

    /// What a journal would give back.
    package var journalledState: JournalledState {
        var state = JournalledState()
        state.alerts = records + departed.values.map(\.alert)
        state.attention = Array(attention.values)
        state.silences = silences
        state.flaps = states.flatMap { group in
            group.rules.flatMap { rule in
                rule.machine.flaps.keys.map(rule.flap)
            }
        }
        state.lastEvaluation = states.compactMap(\.lastInstant).max()
        return state
    }

    /// Lets the rules of a group take over what the journal kept, as it stood at its last instant.
    mutating func seed(group: Int) {
        for rule in states[group].rules.indices {
            let instances = states[group].rules[rule].restored
            guard !instances.isEmpty else { continue }
            states[group].rules[rule].restored = []
            states[group].rules[rule].machine.seed(instances)
            states[group].rules[rule].unjudgedSince = restoredThrough
        }
    }
}

extension JournalledState {
    /// As it can be taken over now: what lies ahead of a clock that was set back began just now.
    package func known(at now: Timestamp) -> JournalledState {
        guard let last = lastEvaluation, last > now else { return self }
        var copy = self
        copy.lastEvaluation = now
        copy.alerts = alerts.map { record in
            var record = record
            record.instance = record.instance.known(at: now)
            return record
        }
        copy.attention = attention.map { $0.known(at: now) }
        copy.silences = silences.map { $0.known(at: now, clockWas: last) }
        copy.flaps = flaps.map { record in
            var record = record
            record.window?.shift(milliseconds: now - last)
            return record
        }
        copy.baselines = baselines.map { baseline in
            var baseline = baseline
            baseline.since = min(baseline.since, now)
            return baseline
        }
        return copy
    }
}

extension AlertInstance {
    /// Moved back until nothing in it is later than `now`; what lies between its times stays, so
    /// that an alert that has waited its `for` has.
    fileprivate func known(at now: Timestamp) -> AlertInstance {
        let latest =
            switch phase {
            case .pending, .pendingAgain: activeAt
            case .firing(let since): max(activeAt, since)
            case .recovering(_, let since), .noData(_, let since): max(activeAt, since)
            case .resolved(_, let at): max(activeAt, at)
            }
        return latest > now ? shifted(by: now - latest) : self
    }
}
