internal import Alerting
internal import PromQL
internal import Telemetry

/// When the run of values beyond the limit began that an alert is about.
extension Engine {
    /// In a storm only the first are looked into, and so many moments for all of them.
    private static let mostOnsets = 32
    private static let mostMoments = 2_000

    /// How far from one look to the one before it: by the rules' grid for half an hour, then as
    /// series are kept; nil where nobody looks any further.
    private static func stride(behind milliseconds: Int64) -> Int64? {
        switch milliseconds {
        case ..<1_800_000: EvaluationSchedule.stepMilliseconds
        case ..<10_800_000: 60_000
        case ..<21_600_000: 120_000
        default: nil
        }
    }

    mutating func note(_ transitions: [AlertTransition]) {
        var looks = 0
        var moments = Self.mostMoments
        for transition in transitions {
            if transition.kind == .becamePending { choose(transition) }
            switch transition.kind {
            case .becamePending:
                dataEnds[transition.id] = nil
                looks += 1
                onsets[transition.id] =
                    looks <= Self.mostOnsets
                    ? onset(of: transition, &moments) : Onset(at: transition.instance.activeAt)
            case .fired:
                looks += 1
                firedFigures[transition.id] =
                    looks <= Self.mostOnsets ? figure(of: transition) : nil
            case .lostData: dataEnds[transition.id] = transition.at
            case .firedAgain, .backToPending: dataEnds[transition.id] = nil
            case .dropped, .forgotten:
                onsets[transition.id] = nil
                dataEnds[transition.id] = nil
                firedFigures[transition.id] = nil
                readings[alert: transition.id] = nil
            default: break
            }
        }
        if [onsets.count, firedFigures.count, dataEnds.count].contains(where: { $0 > Self.mostTold }
        ) {
            let known = Set(book.records.map(\.id))
            onsets = onsets.filter { known.contains($0.key) }
            firedFigures = firedFigures.filter { known.contains($0.key) }
            dataEnds = dataEnds.filter { known.contains($0.key) }
        }
    }

    /// Of more alerts only those that are still kept are told of.
    private static let mostTold = 4_096

    /// Looks for the onsets of alerts that an earlier process saw begin.
    mutating func noteRestored() {
        let begun = book.records.filter { $0.instance.isActive && onsets[$0.id] == nil }
        note(
            begun.map { record in
                AlertTransition(
                    kind: .becamePending, rule: record.rule, at: record.instance.activeAt,
                    instance: record.instance)
            })
        for record in begun.prefix(Self.mostOnsets) {
            guard let firedAt = record.instance.firedAt else { continue }
            // What it was worth when it fired the store may know, and the journal does not.
            var then = AlertTransition(
                kind: .fired, rule: record.rule, at: firedAt, instance: record.instance)
            let at = EvaluationSchedule.instant(atOrBefore: firedAt)
            guard let reading = readings.reading(of: then, in: book),
                let value = Sight(
                    reading, labels: record.instance.series, view: storeView, at: at
                ).value(of: reading.expression.root)
            else { continue }
            then.instance.value = value
            firedFigures[record.id] = figure(of: then)
        }
    }

    /// What an alert that fires was judged on: looked up once, since it moves no more.
    private func figure(of transition: AlertTransition) -> FiredFigure {
        let value = transition.instance.value
        var figure = FiredFigure(at: transition.at, value: value.isFinite ? value : nil)
        guard
            let reading = readings[alert: transition.id]
                ?? readings.reading(of: transition, in: book), let comparison = reading.comparison
        else { return figure }
        figure.limit = comparison.constant
        guard comparison.isTruth || comparison.constant == nil else { return figure }
        let sight = Sight(
            reading, labels: transition.instance.series, view: storeView,
            at: EvaluationSchedule.instant(atOrBefore: transition.at))
        if comparison.constant == nil { figure.limit = sight.value(of: comparison.right) }
        if comparison.isTruth { figure.value = sight.value(of: comparison.left) }
        return figure
    }

    /// Remembers which side of an `or` brought an alert, while it is there to be seen.
    private mutating func choose(_ transition: AlertTransition) {
        guard let reading = readings.reading(of: transition, in: book),
            reading.alternatives.count > 1
        else { return }
        readings[alert: transition.id] = chosen(
            reading, labels: transition.instance.series, at: transition.instance.activeAt)
    }

    /// The first minute of the run of values beyond the limit that ends in the alert.
    ///
    /// A guard (so many requests) may have kept the rule from holding for a while after it.
    private func onset(of transition: AlertTransition, _ moments: inout Int) -> Onset {
        let active = transition.instance.activeAt
        let known = readings[alert: transition.id] ?? readings.reading(of: transition, in: book)
        guard let reading = known, let comparison = reading.comparison else {
            return Onset(at: active)
        }
        if case .latency(let quantile) = reading.watched,
            let onset = latencyOnset(transition, comparison, Double(quantile) ?? 0.95)
        {
            return onset
        }
        // Without a guard the rule holds as soon as its value is beyond the limit.
        guard reading.hasGuard else { return Onset(at: active) }
        var onset = active
        let view = storeView
        while moments > 0, let stride = Self.stride(behind: active - onset) {
            moments -= 1
            let earlier = onset - stride
            let sight = Sight(
                reading, labels: transition.instance.series, view: view, at: earlier)
            guard let left = sight.value(of: comparison.left),
                let right = sight.value(of: comparison.right)
            else { return Onset(at: onset, orEarlier: earlier < oldestRead) }
            guard comparison.operation.holds(left, right) else { return Onset(at: onset) }
            onset = earlier
        }
        return Onset(at: onset, orEarlier: true)
    }

    /// Minute by minute, since five minutes of window hide when it began; nil when the rule is not
    /// about one deployment's requests.
    ///
    /// At its edge it is the end of the first part of it that is beyond the limit:
    /// the earliest time at which a value beyond it could have been seen, and no earlier.
    private func latencyOnset(
        _ transition: AlertTransition, _ comparison: Comparison, _ quantile: Double
    ) -> Onset? {
        let active = transition.instance.activeAt
        let labels = transition.instance.labels
        let key = DeploymentKey(
            model: labels["model"] ?? "", version: labels["version"], target: labels["target"])
        guard let index = deploymentIndex[key],
            let reading = readings.reading(of: transition, in: book),
            let limit = comparison.constant
                ?? reading.baselineFactor.flatMap({ factor in
                    deployments[index].baseline.current.map { $0 * factor }
                })
        else { return nil }
        func isBeyond(endingAt end: Timestamp, _ length: Int64) -> Bool {
            let sum = Deployment.sum(
                deployments[index].grid, in: clocks.grid.slots(endingAt: end, length: length))
            return sum.latency.quantile(quantile).map { comparison.operation.holds($0, limit) }
                ?? false
        }
        let minute: Int64 = 60_000
        let last = active - active.milliseconds % minute
        // The minute that is going on belongs to the run, whatever it has so far.
        var first = last
        // As far back as requests are kept by the rules' grid.
        while first > clocks.gridStart, isBeyond(endingAt: first, minute) {
            first = first - minute
        }
        let step = EvaluationSchedule.stepMilliseconds
        while first > clocks.gridStart, isBeyond(endingAt: first, step) {
            first = first - step
        }
        var onset = first + step
        while onset < active, !isBeyond(endingAt: onset, step) { onset = onset + step }
        return Onset(at: min(onset, active), orEarlier: first <= clocks.gridStart)
    }
}

/// When a run of values beyond the limit began.
struct Onset: Sendable {
    var at: Timestamp
    /// It goes on as far back as anybody looked.
    var orEarlier = false
}

/// What an alert was judged on when it fired.
struct FiredFigure: Sendable {
    var at: Timestamp
    var value: Double?
    var limit: Double?
}
