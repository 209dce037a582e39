internal import Telemetry

extension AlertMachine {
    /// Moves one instance through one evaluation; false when it is to be deleted.
    ///
    /// One line of `alarms.md` 1.1 a branch.
    static func step(
        _ instance: inout AlertInstance, present: Bool, at time: Timestamp, settings: Settings,
        isFlapping: Bool, evidence: (AlertInstance) -> Evidence
    ) -> Bool {
        if present {
            if case .recovering(let firedAt, _) = instance.phase {
                instance.phase = .firing(since: firedAt)
            }
            ripen(&instance, at: time, settings: settings)
            return true
        }
        switch instance.phase {
        case .resolved(_, let at):
            return time - at <= resolvedRetention
        case .noData(let firedAt, let since):
            return stepWithoutData(
                &instance, firedAt: firedAt, since: since, at: time, evidence: evidence)
        case .pending, .pendingAgain:
            return stepMissingPending(&instance, at: time, settings: settings, evidence: evidence)
        case .firing(let since):
            if absorbs(evidence(instance), &instance, policy: settings.noData) {
                ripen(&instance, at: time, settings: settings)
                return true
            }
            leave(
                &instance, firedAt: since, missingSince: time, at: time, settings: settings,
                isFlapping: isFlapping, evidence: evidence)
            return true
        case .recovering(let firedAt, let since):
            if settings.noData == .keep || settings.noData == .firing,
                evidence(instance) == .vanished
            {
                if settings.noData == .firing { instance.phase = .firing(since: firedAt) }
                return true
            }
            leave(
                &instance, firedAt: firedAt, missingSince: since, at: time, settings: settings,
                isFlapping: isFlapping, evidence: evidence)
            return true
        }
    }

    /// Pending to firing at `for` (`>=`), and back when a reloaded rule asks for a longer one.
    private static func ripen(
        _ instance: inout AlertInstance, at time: Timestamp, settings: Settings
    ) {
        let held = time - instance.activeAt >= settings.holdMilliseconds
        switch instance.phase {
        case .pending where held, .pendingAgain where held: instance.phase = .firing(since: time)
        case .firing(let since) where !held: instance.phase = .pendingAgain(firedAt: since)
        default: break
        }
    }

    /// Deleted, unless its series vanished; what had fired before it was pending again is over.
    private static func stepMissingPending(
        _ instance: inout AlertInstance, at time: Timestamp, settings: Settings,
        evidence: (AlertInstance) -> Evidence
    ) -> Bool {
        guard settings.noData != .ok, evidence(instance) == .vanished else {
            guard let firedAt = instance.incidentFiredAt else { return false }
            instance.phase = .resolved(firedAt: firedAt, at: time)
            return true
        }
        switch settings.noData {
        case .ok: return false
        case .keep: return true
        case .firing:
            ripen(&instance, at: time, settings: settings)
            return true
        case .noData:
            instance.phase = .noData(firedAt: instance.incidentFiredAt, since: time)
            return true
        }
    }

    /// Whether a firing alert missing from the result counts as if it were still there.
    private static func absorbs(
        _ evidence: Evidence, _ instance: inout AlertInstance, policy: NoDataPolicy
    ) -> Bool {
        switch evidence {
        case .cleared: return false
        case .held(let value):
            instance.value = value
            return true
        case .vanished: return policy == .firing || policy == .keep
        }
    }

    /// `keep_firing_for` (its clock starts at the first miss, strictly less), then the end; what
    /// flaps is held until it is calm.
    private static func leave(
        _ instance: inout AlertInstance, firedAt: Timestamp, missingSince: Timestamp,
        at time: Timestamp, settings: Settings, isFlapping: Bool,
        evidence: (AlertInstance) -> Evidence
    ) {
        if settings.keepFiringMilliseconds > 0,
            time - missingSince < settings.keepFiringMilliseconds
        {
            instance.phase = .recovering(firedAt: firedAt, since: missingSince)
            if time - instance.activeAt < settings.holdMilliseconds {
                instance.phase = .pendingAgain(firedAt: firedAt)
            }
        } else if settings.noData == .noData, evidence(instance) == .vanished {
            instance.phase = .noData(firedAt: firedAt, since: time)
        } else if isFlapping {
            instance.phase = .recovering(firedAt: firedAt, since: missingSince)
        } else {
            instance.phase = .resolved(firedAt: firedAt, at: time)
        }
    }

    /// Resolves when data is back and good, fires on when it is back and not good enough to clear,
    /// and keeps what is still gone, up to a bound.
    private static func stepWithoutData(
        _ instance: inout AlertInstance, firedAt: Timestamp?, since: Timestamp,
        at time: Timestamp, evidence: (AlertInstance) -> Evidence
    ) -> Bool {
        let found = evidence(instance)
        if found == .vanished { return time - since <= noDataRetention }
        guard let firedAt else { return false }
        if case .held(let value) = found {
            instance.value = value
            instance.phase = .firing(since: firedAt)
        } else {
            instance.phase = .resolved(firedAt: firedAt, at: time)
        }
        return true
    }

    /// The transition between two states of one instance, if any.
    static func kind(
        from before: AlertInstance?, to after: AlertInstance, kept: Bool
    ) -> AlertTransition.Kind? {
        guard let before else { return nil }
        if !kept {
            switch before.phase {
            case .pending: return .dropped
            case .pendingAgain, .firing, .recovering, .resolved, .noData: return .forgotten
            }
        }
        switch (before.phase, after.phase) {
        case (.pending, .firing), (.pendingAgain, .firing): return .fired
        case (.recovering, .firing), (.noData, .firing): return .firedAgain
        case (.firing, .recovering): return .beganRecovering
        case (.firing, .pendingAgain), (.recovering, .pendingAgain): return .backToPending
        case (.firing, .resolved), (.recovering, .resolved), (.noData, .resolved),
            (.pendingAgain, .resolved):
            return .resolved
        case (.pending, .noData), (.pendingAgain, .noData), (.firing, .noData),
            (.recovering, .noData):
            return .lostData
        default: return nil
        }
    }
}
