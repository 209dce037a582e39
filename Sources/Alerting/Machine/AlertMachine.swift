package import Telemetry

/// Prometheus's alert machine for one rule: what its label sets are, one evaluation at a time.
///
/// Without `NoDataPolicy`, `Evidence.held` and `Settings.flap` it is Prometheus's own evaluation to
/// the letter; the same input gives the same states as `promtool test rules`.
///
/// An alert that flaps is held as by `keep_firing_for` until it is calm: one incident, with the
/// acknowledgement or snooze somebody gave it, no new ring and no new return, and a counter.
package struct AlertMachine: Sendable {
    /// What the rule says about time and numbers.
    package struct Settings: Hashable, Sendable {
        package var holdMilliseconds: Int64
        package var keepFiringMilliseconds: Int64
        /// More active alerts than this are an error; 0 is no limit.
        package var limit: Int
        package var noData: NoDataPolicy
        /// When coming and going makes one incident; nil: every coming is one of its own.
        package var flap: RuleOperations.Flap?
        /// Between two instants: of flapping only what changes counts.
        package var isBetween: Bool

        package init(
            holdMilliseconds: Int64 = 0, keepFiringMilliseconds: Int64 = 0, limit: Int = 0,
            noData: NoDataPolicy = .ok, flap: RuleOperations.Flap? = nil,
            isBetween: Bool = false
        ) {
            self.holdMilliseconds = holdMilliseconds
            self.keepFiringMilliseconds = keepFiringMilliseconds
            self.limit = limit
            self.noData = noData
            self.flap = flap
            self.isBetween = isBetween
        }
    }

    /// Why an active alert is not in the result.
    package enum Evidence: Hashable, Sendable {
        /// Its series is there and no longer breaches.
        case cleared
        /// Its series is gone.
        case vanished
        /// Its series is there and has not yet crossed the rule's `clear`; the present value.
        case held(Double)
    }

    /// Prometheus's `resolvedRetention`: how long a resolved alert is still shown.
    package static let resolvedRetention: Int64 = 15 * 60_000
    /// How long an alert without data is kept: over a weekend, until somebody has seen it.
    package static let noDataRetention: Int64 = 7 * 86_400_000

    package let rule: String
    /// The rule's expression as written; transitions carry it.
    var expression: String?
    package private(set) var instances: [Labels: AlertInstance] = [:]
    /// Wiped out by the last evaluation, until somebody asks.
    private var overflowed: [AlertInstance] = []
    /// Of label sets whose condition changed lately, when the rule asks for them.
    package var flaps: [Labels: FlapWindow] = [:]

    package init(rule: String, expression: String? = nil) {
        self.rule = rule
        self.expression = expression
    }

    /// Takes over instances from a reloaded rule or the journal.
    package mutating func seed(_ instances: some Sequence<AlertInstance>) {
        for instance in instances { self.instances[instance.labels] = instance }
    }

    /// Whether `for` or `keep_firing_for` is running for anything.
    var isCounting: Bool {
        instances.values.contains { instance in
            switch instance.phase {
            case .pending, .pendingAgain, .recovering: true
            case .firing, .resolved, .noData: false
            }
        }
    }

    /// One evaluation at `time`; on a fault everything stays as it was, except that exceeding the
    /// limit wipes the machine, as Prometheus does.
    ///
    /// - Parameter evidence: asked only for active or data-less alerts missing from the result.
    package mutating func evaluate(
        _ candidates: [AlertCandidate], at time: Timestamp, settings: Settings,
        evidence: (AlertInstance) -> Evidence = { _ in .cleared }
    ) throws(AlertFault) -> [AlertTransition] {
        var found: [Labels: AlertCandidate] = [:]
        for candidate in candidates {
            guard found.updateValue(candidate, forKey: candidate.labels) == nil else {
                throw .duplicateLabels(candidate.labels)
            }
        }
        if let rule = settings.flap {
            noteFlapping(
                Set(found.keys), at: time, rule: rule, settings: settings, evidence: evidence)
        } else if !flaps.isEmpty {
            flaps = [:]
        }
        var transitions: [AlertTransition] = []
        for candidate in candidates { admit(candidate, at: time, into: &transitions) }
        var active = 0
        // Order matters to nobody but must not change from run to run.
        for labels in instances.keys.sorted(by: Self.precedes) {
            guard var instance = instances[labels] else { continue }
            let keeps = Self.step(
                &instance, present: found[labels] != nil, at: time, settings: settings,
                isFlapping: flaps[labels]?.spell != nil, evidence: evidence)
            let before = instances[labels]
            instances[labels] = keeps ? instance : nil
            if instance.isActive, keeps { active += 1 }
            if let kind = Self.kind(from: before, to: instance, kept: keeps) {
                note(kind, instance, at: time, into: &transitions)
            }
        }
        if settings.limit > 0, active > settings.limit {
            overflowed = Array(instances.values)
            instances = [:]
            flaps = [:]
            throw .overLimit(limit: settings.limit, count: active)
        }
        return transitions
    }

    /// Takes over the value and the texts of an alert that is active.
    mutating func refresh(_ candidate: AlertCandidate) {
        guard instances[candidate.labels]?.isActive == true else { return }
        instances[candidate.labels]?.value = candidate.value
        instances[candidate.labels]?.annotations = candidate.annotations
    }

    /// What exceeding the group's limit has just wiped out, as transitions for whoever keeps count.
    mutating func wiped(at time: Timestamp) -> [AlertTransition] {
        defer { overflowed = [] }
        return overflowed.sorted { Self.precedes($0.labels, $1.labels) }.map {
            transition(.forgotten, $0, at: time)
        }
    }

    /// Another evaluator saw it earlier: the earliest time counts.
    package mutating func merge(_ labels: Labels, activeAt: Timestamp) {
        guard let instance = instances[labels], instance.isActive, activeAt < instance.activeAt
        else { return }
        instances[labels]?.activeAt = activeAt
    }

    /// Moves the clocks that count down by `milliseconds`: time in which nothing was evaluated
    /// counts neither for `for` nor for `keep_firing_for`.
    package mutating func excuse(milliseconds: Int64) {
        for (labels, instance) in instances {
            var instance = instance
            switch instance.phase {
            case .pending, .pendingAgain: instance.activeAt = instance.activeAt + milliseconds
            case .recovering(let firedAt, let since):
                instance.phase = .recovering(firedAt: firedAt, since: since + milliseconds)
            case .firing, .resolved, .noData: break
            }
            instances[labels] = instance
        }
    }

    /// Lets the last `milliseconds` not count for those that wait for their `for` and are missing
    /// from a result that says nothing about them.
    mutating func excusePending(
        through time: Timestamp, milliseconds: Int64, but found: Set<Labels>
    ) {
        for (labels, instance) in instances
        where instance.isPending && instance.activeAt <= time && !found.contains(labels) {
            instances[labels]?.activeAt = instance.activeAt + milliseconds
        }
    }

    /// Moves every stored time by `milliseconds`: the clock was set back.
    package mutating func shift(milliseconds: Int64) {
        instances = instances.mapValues { $0.shifted(by: milliseconds) }
        for labels in flaps.keys { flaps[labels]?.shift(milliseconds: milliseconds) }
    }
}

extension AlertMachine {
    /// A new instance, or new value and annotations for one that is active.
    private mutating func admit(
        _ candidate: AlertCandidate, at time: Timestamp, into transitions: inout [AlertTransition]
    ) {
        let known = instances[candidate.labels]
        if var known, known.isActive {
            known.value = candidate.value
            known.annotations = candidate.annotations
            known.series = candidate.series
            known.sides = candidate.sides
            instances[candidate.labels] = known
            return
        }
        var instance = AlertInstance(
            labels: candidate.labels, series: candidate.series,
            annotations: candidate.annotations, value: candidate.value, activeAt: time)
        instance.sides = candidate.sides
        if case .noData(let firedAt?, _) = known?.phase {
            instance.phase = .pendingAgain(firedAt: firedAt)
        }
        instances[candidate.labels] = instance
        note(.becamePending, instance, at: time, into: &transitions)
    }

    private func note(
        _ kind: AlertTransition.Kind, _ instance: AlertInstance, at time: Timestamp,
        into transitions: inout [AlertTransition]
    ) {
        transitions.append(transition(kind, instance, at: time))
    }

    private func transition(
        _ kind: AlertTransition.Kind, _ instance: AlertInstance, at time: Timestamp
    ) -> AlertTransition {
        var transition = AlertTransition(kind: kind, rule: rule, at: time, instance: instance)
        transition.expression = expression
        return transition
    }

    /// Label by label, for a fixed order of transitions.
    package static func precedes(_ left: Labels, _ right: Labels) -> Bool {
        left.pairs.lexicographicallyPrecedes(right.pairs) {
            ($0.name, $0.value) < ($1.name, $1.value)
        }
    }
}

extension AlertInstance {
    /// Every time in it moved by `milliseconds`.
    package func shifted(by milliseconds: Int64) -> AlertInstance {
        var copy = self
        copy.activeAt = activeAt + milliseconds
        switch phase {
        case .pending: break
        case .pendingAgain(let firedAt):
            copy.phase = .pendingAgain(firedAt: firedAt + milliseconds)
        case .firing(let since): copy.phase = .firing(since: since + milliseconds)
        case .recovering(let firedAt, let since):
            copy.phase = .recovering(
                firedAt: firedAt + milliseconds, since: since + milliseconds)
        case .resolved(let firedAt, let at):
            copy.phase = .resolved(firedAt: firedAt + milliseconds, at: at + milliseconds)
        case .noData(let firedAt, let since):
            copy.phase = .noData(
                firedAt: firedAt.map { $0 + milliseconds }, since: since + milliseconds)
        }
        return copy
    }
}
