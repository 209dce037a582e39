internal import Telemetry

extension AlertBook {
    /// Takes new rules; the state of a rule with the same name and labels goes on, whatever became
    /// of its expression: where there are several, first of the one that asks the same, then
    /// pairwise in order; first in its own group, then in any.
    package mutating func replace(groups: [RuleGroup]) {
        let lives = Dictionary(
            states.map { ($0.group.name, $0) }, uniquingKeysWith: { first, _ in first })
        let old = states.flatMap { state in
            state.rules.map { Known(group: state.group.name, rule: $0) }
        }
        states = groups.map { group in
            var state = GroupState(group)
            if let old = lives[group.name] {
                state.lastInstant = old.lastInstant
                state.settlesAt = old.settlesAt
                state.steadyAt = old.steadyAt
            }
            return state
        }
        let places = states.indices.flatMap { group in
            states[group].rules.indices.map { (group: group, rule: $0) }
        }
        var left = places.map { place in
            let state = states[place.group]
            return (
                place: place, names: Known(group: state.group.name, rule: state.rules[place.rule])
            )
        }
        var taken = Set<Int>()
        for match in Match.allCases {
            // In the order in which they stand, the first one last: it is taken from the end.
            var known: [[String]: [Int]] = [:]
            for index in old.indices.reversed() where !taken.contains(index) {
                known[old[index].key(match), default: []].append(index)
            }
            left = left.filter { place, names in
                guard let found = known[names.key(match)]?.popLast() else { return true }
                states[place.group].rules[place.rule].inherit(from: old[found].rule)
                taken.insert(found)
                return false
            }
        }
        for (place, _) in left { adoptOrphans(in: place) }
        for (index, known) in old.enumerated() where !taken.contains(index) {
            orphans += known.rule.machine.instances.values.map(known.rule.record)
            orphanedSeries.formUnion(known.rule.returned)
        }
    }

    /// What two rules must have in common for one to go on as the other, most first.
    private enum Match: CaseIterable {
        case groupAndExpression, group, expression, name
    }

    /// A rule before or after a reload, and what it is recognised by.
    private struct Known {
        let group: String
        let rule: RuleState
        private let identity: String

        init(group: String, rule: RuleState) {
            self.group = group
            self.rule = rule
            identity = rule.rule.identity
        }

        func key(_ match: Match) -> [String] {
            switch match {
            case .groupAndExpression: [identity, group, rule.rule.expression.source]
            case .group: [identity, group]
            case .expression: [identity, rule.rule.expression.source]
            case .name: [identity]
            }
        }
    }

    /// A rule that was taken out and is back before anybody was told goes on too.
    private mutating func adoptOrphans(in place: (group: Int, rule: Int)) {
        let rule = states[place.group].rules[place.rule].rule
        let isOwn = { (orphan: AlertRecord) in
            orphan.rule == rule.name && orphan.expression == rule.expression.source
        }
        let own = orphans.filter(isOwn)
        guard !own.isEmpty else { return }
        orphans.removeAll(where: isOwn)
        states[place.group].rules[place.rule].machine.seed(own.map(\.instance))
    }
}
