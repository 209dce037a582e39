package import Alerting
package import Snapshot
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
        store.isOpening = false
        let oldest = deployments.map(\.firstSeen).min() ?? at
        let wanted = at - historyMilliseconds + Self.learningMilliseconds
        let learn = max(wanted - Self.learningMilliseconds, oldest - 60_000)
        let firstFact = workflow.events.values.compactMap(\.first?.time).min() ?? at
        schedule.begin(
            measureFrom: min(learn, max(wanted, min(firstFact - 60_000, at - 60_000))),
            judgeFrom: wanted,
            featuresFrom: at - replayMilliseconds)
        if settings.ceiling == nil, !settings.isReplay { watchedSince = at }
        // What was over for as long as resolved alerts are shown was over before anybody looked.
        book.watch(from: at - Self.resolvedMilliseconds)
    }

    /// Measures and judges every instant up to `at`; at most `limit` of them, for a caller that
    /// must stay responsive.
    package mutating func advance(to at: Timestamp, limit: Int = .max) -> [RuleEvaluation] {
        guard !schedule.isReading else { return [] }
        var evaluations: [RuleEvaluation] = []
        var done = 0
        if watchedSince != nil { schedule.skipMissed(through: at) }
        while done < limit, let instant = schedule.next(through: at) {
            done += 1
            measure(at: instant)
            // A fast replay may never come to rest: what is past is dropped on the way.
            if settings.isReplay,
                instant.milliseconds % EvaluationSchedule.settleStepMilliseconds == 0
            {
                settle(instant)
            }
            guard let from = schedule.judgeFrom, instant >= from,
                instant > schedule.passedThrough
            else { continue }
            evaluations.append(judge(at: instant))
        }
        // Also when the last instant was the last allowed: nobody need come back for nothing.
        if !isBehind(at) {
            if !schedule.isCaughtUp {
                if let measured = schedule.measured {
                    let view = storeView
                    book.refresh(at: measured, in: view)
                }
                noteRestored()
            }
            // Between two instants little has become old: each tick would look at everything.
            if done > 0 || !schedule.isCaughtUp { settle(at) } else { advanceClocks(to: at) }
            if done > 0, let measured = schedule.measured {
                lookForNearest(at: measured, isFirst: !schedule.isCaughtUp)
            }
            schedule.catchUp()
        }
        return evaluations
    }

    private mutating func judge(at instant: Timestamp) -> RuleEvaluation {
        if let through = shadow?.through {
            if instant <= through {
                let view = storeView
                _ = shadow?.book.evaluate(at: instant, in: view)
            } else {
                shadow = nil
            }
        }
        let started = settings.stopwatch?()
        var evaluation = book.evaluate(
            at: instant, in: storeView, clock: settings.stopwatch,
            firstSample: firstSample(at: instant),
            pastless: settings.isReplay ? [:] : store.pastlessBefore, fullFrom: fullFrom,
            labelsOnlyAfter: settings.labelsOnlyAfter)
        if evaluation.at != nil { evaluation.baselines = freezeBaselines(at: instant) }
        for series in evaluation.samples { record(series) }
        if evaluation.at != nil, let started, let ended = settings.stopwatch?() {
            judgingSeconds = ended - started
        }
        note(evaluation.transitions)
        backtest?.note(book)
        fired.note(evaluation)
        arrivals.follow(evaluation.transitions, seen: nil)
        return evaluation
    }

    /// Before a recording's first window is full, traffic only looks thin.
    private var fullFrom: Timestamp {
        guard settings.isReplay, let first = deployments.map(\.firstSeen).min() else {
            return .distantPast
        }
        return first + Self.ruleWindowMilliseconds
    }

    /// From when on a metric is known, seen from an instant; nil for one that is not known at all.
    private func firstSample(at instant: Timestamp) -> (String) -> Timestamp? {
        let (firsts, pastless) = (store.firstSamples, store.pastlessBefore)
        // All of a recording is at hand: what is not in it was not there.
        if settings.isReplay { return { firsts[$0] ?? .distantPast } }
        // Whoever watches sees that a series is not there; but a file that was written after the
        // instant does not say what was in it before.
        let isWatched = watchedSince.map { instant >= $0 } ?? false
        let lacksLabels = qualityGauges.lacksLabels
        return { metric in
            if CanonicalMetric.labelled.contains(metric) {
                return lacksLabels && !isWatched ? .distantFuture : .distantPast
            }
            return [isWatched ? .distantPast : firsts[metric], pastless[metric]].compactMap(\.self)
                .max()
        }
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
    mutating func record(_ series: SeriesSamples) {
        // Their own alerts as series serve rules about alerts; the states themselves live in the
        // book.
        store.import(series)
    }

    /// A person's action; the audit's line, or why nothing happened.
    package mutating func apply(_ action: AlertAction) throws(ActionRefusal) -> AuditEntry {
        let entry = try book.apply(action)
        if let record = attention(of: action.alert, at: action.at) { fired.note(record) }
        return entry
    }
}

extension Engine {
    /// Whether every source has been read back to the start of the window.
    package var isWindowRead: Bool { sources.values.allSatisfy { $0.state.reach != .opening } }

    /// Takes new rules; the alerts of a rule with the same group, name and labels go on.
    package mutating func replace(_ groups: [RuleGroup]) {
        book.replace(groups: groups)
        store.keep(book.reaches)
        readings = RuleReadings(book)
        nearestOfRules = NearestOfRules()
        ruleReachMilliseconds = book.lookbehindMilliseconds
    }

    /// Takes over what the journal kept, before the first instant is judged.
    ///
    /// - Parameter now: what the clock shows; the journal may come from one that was ahead.
    package mutating func restore(_ journal: JournalledState, at now: Timestamp) {
        let journal = journal.known(at: now)
        book.restore(journal)
        shadow = journal.lastEvaluation.map { (book.keeping(Self.regression), $0) }
        restore(journal.baselines, after: journal.fired)
        fired.restore(journal)
    }

    /// What the registries say together of every version.
    package var registered: [VersionFacts] { registry.models.values.flatMap(\.versions) }

    /// Takes over what moved in registries before this process looked.
    package mutating func adopt(_ moves: [RegistryMove]) {
        for move in moves { timeline.add(move) }
    }

    /// What another engine can take over: alerts, and what people have done about them.
    package var journalledState: JournalledState {
        var state = book.journalledState
        state.baselines = frozenBaselines.values.map(\.frozen)
        return state
    }

    /// Takes over what other processes of the workspace did.
    package mutating func adopt(
        _ attention: [AttentionRecord], _ alerts: [AlertRecord] = [], _ silences: [Silence]? = nil
    ) {
        book.adopt(attention: attention)
        book.adopt(alerts: alerts)
        fired.merge(alerts.compactMap(FiredAlert.init))
        for record in attention { fired.note(record) }
        if let silences { book.adopt(silences: silences) }
    }

    /// Takes over what people had in hand at the moment of the past that is looked at.
    package mutating func recall(_ attention: [AttentionRecord], _ silences: [Silence]) {
        book.recall(attention: attention)
        book.adopt(silences: silences)
    }

    /// What the journal remembers of each rule as it was written.
    package mutating func adopt(
        _ histories: [(rule: String, expression: String?, history: RuleHistory)]
    ) {
        ruleHistories = histories
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
