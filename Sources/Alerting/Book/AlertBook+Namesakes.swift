internal import Telemetry

/// Several rules of one name: where they find the same labels, they are one alert.
extension AlertBook {
    /// Names that more than one alerting rule has, of those that something happened to.
    func namesOfSeveral(among transitions: [AlertTransition]) -> Set<String> {
        guard !transitions.isEmpty else { return [] }
        let names = Set(transitions.map(\.rule))
        var counts: [String: Int] = [:]
        for group in states.indices {
            for rule in states[group].rules.indices where states[group].rules[rule].isAlerting {
                let name = states[group].rules[rule].rule.name
                if names.contains(name) { counts[name, default: 0] += 1 }
            }
        }
        return Set(counts.filter { $0.value > 1 }.keys)
    }

    /// What is left of a step where another rule of the name holds the very same alert: what one
    /// rule ends the other goes on with, and what one begins the other had begun.
    func goingOn(_ transition: AlertTransition) -> [AlertTransition] {
        let others = states.flatMap(\.rules).filter {
            $0.isAlerting && $0.rule.name == transition.rule
                && $0.rule.expression.source != transition.expression
        }.compactMap { rule in
            rule.machine.instances[transition.instance.labels].map { rule.record($0) }
        }
        switch transition.kind {
        case .resolved, .dropped, .forgotten, .lostData, .beganRecovering:
            let hasFired = transition.instance.firedAt != nil
            let holder = others.first { $0.instance.isFiring || !hasFired && $0.instance.isActive }
            guard let holder else { return [transition] }
            guard holder.instance.isFiring else { return [] }
            // Whoever keeps it must know whose it is now.
            var step = AlertTransition(
                kind: .firedAgain, rule: holder.rule, at: transition.at, instance: holder.instance)
            step.expression = holder.expression
            return [step]
        case .becamePending, .backToPending:
            let isHeld = others.contains {
                $0.instance.isFiring && $0.instance.firedAt ?? transition.at < transition.at
            }
            return isHeld ? [] : [transition]
        case .fired, .firedAgain: return [transition]
        }
    }
}
