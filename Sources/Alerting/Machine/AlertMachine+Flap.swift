package import Telemetry

extension AlertMachine {
    /// Tells the flap windows which label sets breach now, those held by hysteresis included.
    mutating func noteFlapping(
        _ found: Set<Labels>, at time: Timestamp, rule: RuleOperations.Flap, noData: NoDataPolicy,
        evidence: (AlertInstance) -> Evidence
    ) {
        var breaching = found
        for (labels, instance) in instances where instance.isFiring && !found.contains(labels) {
            switch evidence(instance) {
            case .held: breaching.insert(labels)
            case .vanished where noData == .firing || noData == .keep:
                breaching.insert(labels)
            case .cleared, .vanished: break
            }
        }
        for labels in breaching.union(instances.keys).union(flaps.keys) {
            let breaches = breaching.contains(labels)
            var window = flaps[labels] ?? FlapWindow(isPresent: wasBreaching(labels))
            window.note(breaches, at: time, rule: rule)
            flaps[labels] = window.isIdle ? nil : window
        }
    }

    /// Keeps what was true at the last instant for those that change between two: by the next one
    /// their phase has followed already.
    mutating func rememberBreaching(_ found: Set<Labels>) {
        for labels in found.union(instances.keys) where flaps[labels] == nil {
            let was = wasBreaching(labels)
            if was != found.contains(labels) { flaps[labels] = FlapWindow(isPresent: was) }
        }
    }

    /// What an alert without a window says of the evaluation before.
    private func wasBreaching(_ labels: Labels) -> Bool {
        switch instances[labels]?.phase {
        case .pending, .pendingAgain, .firing: true
        case .recovering, .resolved, .noData, nil: false
        }
    }

    /// How often a firing alert came and went, while it flaps.
    package func flapping(_ labels: Labels) -> FlapWindow.Spell? {
        instances[labels]?.isFiring == true ? flaps[labels]?.spell : nil
    }
}
