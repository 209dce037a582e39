package import Alerting
package import Telemetry

extension Engine {
    /// Whether history is still being read, so that rules are not judged yet.
    package var isReading: Bool { schedule.isReading }

    /// Whether every source has been read as far back as it was asked.
    package var isRead: Bool {
        sources.values.allSatisfy { $0.state.reach == .complete }
    }

    /// Begins to judge: everything that rules need of the past has been read.
    ///
    /// The instants before are then played in order, by `advance`.
    package mutating func beginJudging(at: Timestamp) {
        guard schedule.isReading else { return }
        schedule.isReading = false
        let oldest = deployments.map(\.firstSeen).min() ?? at
        let wanted = at - historyMilliseconds + Self.learningMilliseconds
        let learn = max(wanted - Self.learningMilliseconds, oldest - 60_000)
        let firstFact = workflow.events.values.compactMap(\.first?.time).min() ?? at
        schedule.begin(
            measureFrom: min(learn, max(wanted, min(firstFact - 60_000, at - 60_000))),
            judgeFrom: wanted, featuresFrom: at - replayMilliseconds)
        // What was over for as long as resolved alerts are shown was over before anybody looked.
        book.watch(from: at - Self.resolvedMilliseconds)
    }

    /// Measures and judges every instant up to `at`; at most `limit` of them, for a caller that
    /// must stay responsive.
    package mutating func advance(to at: Timestamp, limit: Int = .max) -> [RuleEvaluation] {
        guard !schedule.isReading else { return [] }
        var evaluations: [RuleEvaluation] = []
        var done = 0
        while done < limit, let instant = schedule.next(through: at) {
            done += 1
            measure(at: instant)
            // A fast replay may never come to rest: what is past is dropped on the way.
            if settings.isReplay,
                instant.milliseconds % EvaluationSchedule.settleStepMilliseconds == 0
            {
                settle(instant)
            }
            guard let from = schedule.judgeFrom, instant >= from else { continue }
            let evaluation = book.evaluate(at: instant, in: storeView)
            for series in evaluation.samples { record(series) }
            note(evaluation.transitions)
            evaluations.append(evaluation)
        }
        // Also when the last instant was the last allowed: nobody need come back for nothing.
        if !isBehind(at) {
            schedule.catchUp()
            settle(at)
        }
        return evaluations
    }

    /// Whether instants up to `at` are left to be judged.
    package func isBehind(_ at: Timestamp) -> Bool {
        guard !schedule.isReading, let measured = schedule.measured else { return false }
        return measured + EvaluationSchedule.stepMilliseconds <= at
    }

    /// Drops what nobody asks for from `at` on.
    private mutating func settle(_ at: Timestamp) {
        advanceClocks(to: at)
        for index in deployments.indices { deployments[index].prune(clocks) }
        for index in versions.indices { versions[index].prune(clocks) }
        let oldest = clocks.grid.slot(of: clocks.counterStart)
        for name in sources.keys {
            sources[name]?.arrivals.removeBefore(oldest, keeping: MedianGap.slotsKept)
        }
    }

    /// What rules record joins the store like any imported series.
    private mutating func record(_ series: SeriesSamples) {
        // Their own alerts as series serve rules about alerts; the states themselves live in the
        // book.
        store.import(series)
    }

    private mutating func note(_ transitions: [AlertTransition]) {
        for transition in transitions {
            switch transition.kind {
            case .becamePending:
                onsets[transition.id] = onset(of: transition)
            case .dropped, .forgotten:
                onsets[transition.id] = nil
            default: break
            }
        }
    }

    /// The first minute of the run of values beyond the limit that ends in the alert.
    ///
    /// For latency minute by minute, since five minutes of window hide when it began; for
    /// everything else the moment the condition became true.
    private func onset(of transition: AlertTransition) -> Timestamp {
        let active = transition.instance.activeAt
        guard transition.rule == "LatencyRegressed" else { return active }
        let labels = transition.instance.labels
        let key = DeploymentKey(
            model: labels["model"] ?? "", version: labels["version"], target: labels["target"])
        guard let index = deploymentIndex[key],
            let usual = deployments[index].baseline.current
        else { return active }
        let limit = Self.latencyFactor * usual
        var onset = active
        for minute in 0..<30 {
            let end = active - Int64(minute) * 60_000
            let sum = Deployment.sum(
                deployments[index].grid, in: clocks.grid.slots(endingAt: end, length: 60_000))
            guard let p95 = sum.latency.quantile(0.95), p95 > limit else { break }
            onset = max(end - 60_000, deployments[index].firstSeen)
        }
        return onset
    }

    /// A person's action; the audit's line, or why nothing happened.
    package mutating func apply(_ action: AlertAction) throws(ActionRefusal) -> AuditEntry {
        try book.apply(action)
    }
}

extension Engine {
    /// Whether every source has been read back to the start of the window.
    package var isWindowRead: Bool { sources.values.allSatisfy { $0.state.reach != .opening } }

    /// Takes over what the journal kept, before the first instant is judged.
    package mutating func restore(_ journal: JournalledState) { book.restore(journal) }

    /// Takes over what other processes of the workspace did.
    package mutating func adopt(
        _ attention: [AttentionRecord], _ alerts: [AlertRecord] = [], _ silences: [Silence]? = nil
    ) {
        book.adopt(attention: attention)
        book.adopt(alerts: alerts)
        if let silences { book.adopt(silences: silences) }
    }

    package var silences: [Silence] { book.silences }

    /// Adds a silence, or replaces the one of its id.
    package mutating func adopt(_ silence: Silence) {
        book.adopt(silences: book.silences.filter { $0.id != silence.id } + [silence])
    }

    /// An alert as the journal keeps it.
    package func record(of id: String) -> AlertRecord? { book.records.first { $0.id == id } }

    /// What people have done about an alert.
    package func attention(of id: String, at: Timestamp) -> AttentionRecord? {
        book.alerts(at: at).first { $0.id == id }?.record
    }
}
