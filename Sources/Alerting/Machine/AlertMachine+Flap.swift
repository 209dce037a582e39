package import Telemetry

extension AlertMachine {
    /// Tells the flap windows which label sets breach now, those held by hysteresis included.
    mutating func noteFlapping(
        _ found: Set<Labels>, at time: Timestamp, rule: RuleOperations.Flap, settings: Settings,
        evidence: (AlertInstance) -> Evidence
    ) {
        var breaching = found
        for (labels, instance) in instances where instance.isFiring && !found.contains(labels) {
            switch evidence(instance) {
            case .held: breaching.insert(labels)
            case .vanished where settings.noData == .firing || settings.noData == .keep:
                breaching.insert(labels)
            case .cleared, .vanished: break
            }
        }
        for labels in breaching.union(instances.keys).union(flaps.keys) {
            let breaches = breaching.contains(labels)
            var window = flaps[labels] ?? FlapWindow(isPresent: wasBreaching(labels))
            if settings.isBetween, window.isPresent == breaches { continue }
            window.note(breaches, at: time, rule: rule)
            flaps[labels] = window.isIdle ? nil : window
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
