internal import PromQL
package import Telemetry

extension AlertBook {
    /// Evaluates every group that is due: at the newest multiple of its interval up to `time`.
    ///
    /// - Parameters:
    ///   - clock: seconds of a monotonic clock, to measure what each rule costs.
    ///   - firstSample: for a moment that nobody watched: when the first sample of a metric was.
    ///     Rules that read what was not known then are not judged, and their alerts stay.
    ///   - pastless: by metric, the moment before which its files say nothing: until a range is
    ///     filled, what the journal kept does not clear by it.
    ///   - fullFrom: before this a recording's first window of requests is not full, and rules that
    ///     fire on few requests are not judged.
    ///   - labelsOnlyAfter: where a recording's requests end: after it only rules about labels are
    ///     judged.
    package mutating func evaluate(
        at time: Timestamp, in source: any SeriesSource, clock: (() -> Double)? = nil,
        firstSample: ((String) -> Timestamp?)? = nil, pastless: [String: Timestamp] = [:],
        fullFrom: Timestamp = .distantPast,
        labelsOnlyAfter: Timestamp = .distantFuture
    ) -> RuleEvaluation {
        var evaluation = RuleEvaluation()
        var overlay = OverlaySource(base: source)
        let past = firstSample.map {
            KnownPast(
                states, hasJournal: restoredThrough != nil, firstSample: $0, pastless: pastless)
        }
        for index in states.indices where !states[index].rules.isEmpty {
            let interval = interval(of: states[index])
            let instant = self.instant(at: time, interval: interval)
            guard isDue(index, at: instant, interval: interval) else { continue }
            states[index].lastInstant = instant
            guard instant >= states[index].settlesAt else {
                pass(index, milliseconds: interval)
                continue
            }
            // The journal has what came of these instants: they only fill in what is recorded.
            let isReplayed = restoredThrough.map { instant <= $0 } ?? false
            if !isReplayed { evaluation.at = max(evaluation.at ?? instant, instant) }
            for rule in states[index].rules.indices {
                if isReplayed, states[index].rules[rule].isAlerting { continue }
                // Of a window that the jump tore only the newest part is measured.
                if instant < states[index].steadyAt, states[index].rules[rule].readsWindows {
                    states[index].rules[rule].machine.excuse(milliseconds: interval)
                    continue
                }
                if instant < fullFrom, states[index].rules[rule].asksForLittleTraffic { continue }
                if instant > labelsOnlyAfter, !readsLabels(states[index].rules[rule]) { continue }
                // What arrived meanwhile was judged for a later moment: no rule goes back in time.
                if states[index].rules[rule].isAhead(of: instant, within: interval) { continue }
                if let past, !past.isKnown(states[index].rules[rule], at: instant) { continue }
                let isCovered = past?.isCovered(states[index].rules[rule], at: instant) ?? true
                evaluate(
                    group: index, rule: rule, at: instant, overlay: &overlay, clock: clock,
                    keepsThrough: isCovered ? nil : restoredThrough, into: &evaluation)
            }
        }
        guard let at = evaluation.at else { return evaluation }
        evaluation.isCounting = states.contains { $0.rules.contains(where: \.machine.isCounting) }
        forgetOrphans(at: at, overlay: &overlay, into: &evaluation)
        follow(at: at, into: &evaluation)
        return evaluation
    }

    /// Whether a rule is about the quality that labels tell of, by itself or by what others record,
    /// and about nothing that ended with the requests.
    private func readsLabels(_ rule: RuleState, asked: Set<String> = []) -> Bool {
        guard !rule.readsRequests else { return false }
        let metrics = rule.rule.expression.metrics
        if metrics.contains(where: CanonicalMetric.labelled.contains) { return true }
        return metrics.contains { metric in
            !asked.contains(metric)
                && states.contains { state in
                    state.rules.contains { maker in
                        maker.gives(metric) && readsLabels(maker, asked: asked.union([metric]))
                    }
                }
        }
    }

    /// Whether any rule of the user's waits for nothing.
    ///
    /// Built-in rules without `for` ask about silence and stages, which time brings and not a line.
    package var hasImmediateRules: Bool {
        states.contains { state in
            state.rules.contains { rule in
                guard case .alerting(let alerting) = rule.rule else { return false }
                return alerting.holdMilliseconds == 0 && !alerting.builtIn
            }
        }
    }

    /// Brings values and texts up to date of alerts that nothing was judged for since the journal's
    /// last instant; what they are, and since when, stays.
    package mutating func refresh(at time: Timestamp, in source: any SeriesSource) {
        for group in states.indices {
            let reading = time - states[group].group.queryOffsetMilliseconds
            for rule in states[group].rules.indices
            where states[group].rules[rule].unjudgedSince != nil {
                guard case .alerting(let alerting) = states[group].rules[rule].rule,
                    let elements = try? alerting.expression.evaluate(at: reading, in: source)
                else { continue }
                for element in elements {
                    let candidate = alerting.candidate(
                        for: element, external: external, at: reading
                    ) { text in
                        (try? alerting.expression.other(text).evaluate(at: reading, in: source))?
                            .map { ($0.labels, $0.value) } ?? []
                    }
                    states[group].rules[rule].machine.refresh(candidate)
                }
            }
        }
    }

    /// Evaluates the alerting rules without `for` at exactly this moment, between two instants of
    /// their groups: what just arrived may fire them at once.
    package mutating func evaluateImmediately(
        at time: Timestamp, in source: any SeriesSource, clock: (() -> Double)? = nil,
        pastless: [String: Timestamp] = [:]
    ) -> RuleEvaluation {
        var evaluation = RuleEvaluation()
        var past: KnownPast?
        if restoredThrough != nil, !pastless.isEmpty {
            past = KnownPast(
                states, hasJournal: true, firstSample: { _ in .distantPast }, pastless: pastless)
        }
        var overlay = OverlaySource(base: source)
        for index in states.indices {
            // Before its first instant a group has not taken over what the journal kept.
            guard let last = states[index].lastInstant, time > last,
                time >= states[index].settlesAt, restoredThrough.map({ time > $0 }) ?? true
            else { continue }
            for rule in states[index].rules.indices {
                guard case .alerting(let alerting) = states[index].rules[rule].rule,
                    alerting.holdMilliseconds == 0,
                    time >= states[index].steadyAt || !states[index].rules[rule].readsWindows,
                    states[index].rules[rule].lastEvaluation.map({ $0 < time }) ?? true
                else { continue }
                evaluation.at = time
                let isCovered = past?.isCovered(states[index].rules[rule], at: time) ?? true
                evaluate(
                    group: index, rule: rule, at: time, overlay: &overlay, clock: clock,
                    isBetween: true, keepsThrough: isCovered ? nil : restoredThrough,
                    into: &evaluation)
            }
        }
        if evaluation.at != nil { follow(at: time, into: &evaluation) }
        return evaluation
    }

    /// Whether the group has not run at `instant` yet; deals with gaps, jumps and restoring.
    private mutating func isDue(_ index: Int, at instant: Timestamp, interval: Int64) -> Bool {
        guard let last = states[index].lastInstant else {
            seed(group: index)
            return true
        }
        if instant == last { return false }
        let expected = last + interval
        if instant < last {
            // A tick that comes twice is dropped; a clock set back moves everything with it.
            guard last - instant > Self.gapLimit * interval else { return false }
            clockJumps += 1
            let shift = instant - expected
            settle(index, at: instant)
            for rule in states[index].rules.indices {
                states[index].rules[rule].machine.shift(milliseconds: shift)
            }
            shiftAttention(of: index, by: shift)
            silences = silences.map { $0.known(at: instant, clockWas: instant - shift) }
            return true
        }
        let gap = instant - expected
        missedInstants += Int(gap / interval)
        if gap > Self.gapLimit * interval {
            clockJumps += 1
            settle(index, at: instant)
            pass(index, milliseconds: gap)
        }
        return true
    }

    /// Waits for whoever writes to write at the new time: until then every series looks old.
    private mutating func settle(_ index: Int, at instant: Timestamp) {
        states[index].settlesAt = instant + Self.settleMilliseconds
        states[index].steadyAt = instant + Self.steadyMilliseconds
    }

    /// Lets time pass in which nothing was judged.
    private mutating func pass(_ index: Int, milliseconds: Int64) {
        for rule in states[index].rules.indices {
            states[index].rules[rule].machine.excuse(milliseconds: milliseconds)
        }
    }

    private mutating func shiftAttention(of index: Int, by milliseconds: Int64) {
        // Of a name that stands in several groups the first moves it, once.
        let names = Set(states[index].rules.map { $0.rule.name })
            .subtracting(states[..<index].flatMap { $0.rules.map { $0.rule.name } })
        for (id, record) in attention where names.contains(record.rule) {
            attention[id] = record.shifted(by: milliseconds)
        }
    }

    private mutating func evaluate(
        group: Int, rule: Int, at instant: Timestamp, overlay: inout OverlaySource,
        clock: (() -> Double)?, isBetween: Bool = false, keepsThrough: Timestamp? = nil,
        into evaluation: inout RuleEvaluation
    ) {
        let started = clock?()
        var state = states[group].rules[rule]
        // Only one owner may change it: two would copy every window.
        states[group].rules[rule].memory = EvaluationMemory()
        let settings = states[group].group
        state.resume(at: instant, interval: interval(of: states[group]))
        var samples: [SeriesSamples] = []
        do throws(AlertFault) {
            switch state.rule {
            case .alerting(let alerting):
                let flaps = state.machine.flaps
                let transitions = try state.run(
                    alerting, group: settings, external: external, at: instant,
                    isSteady: instant >= states[group].steadyAt, isBetween: isBetween,
                    keepsThrough: keepsThrough, in: overlay)
                evaluation.transitions += transitions
                evaluation.flaps += state.flaps(since: flaps)
                samples = state.alertSeries(at: instant - settings.queryOffsetMilliseconds)
            case .recording(let recording):
                samples = try state.run(recording, group: settings, at: instant, in: overlay)
            }
            samples += state.markVanished(
                after: samples, at: instant - settings.queryOffsetMilliseconds)
            state.health = .ok
            state.lastError = nil
        } catch {
            if case .overLimit = error {
                evaluation.transitions += state.machine.wiped(at: instant)
            }
            state.health = .bad
            state.lastError = error.description
            evaluation.faults.append(
                .init(
                    group: settings.name, rule: state.rule.name, message: error.description,
                    at: instant))
        }
        state.lastEvaluation = instant
        if let started, let ended = clock?() { state.lastSeconds = ended - started }
        for series in samples {
            if overlay.add(series) {
                evaluation.samples.append(series)
            } else if series.samples.last?.isStale == false {
                state.refuse(series, at: instant, group: settings.name, into: &evaluation)
            }
        }
        evaluation.evaluatedRules += 1
        states[group].rules[rule] = state
    }

    private mutating func forgetOrphans(
        at time: Timestamp, overlay: inout OverlaySource, into evaluation: inout RuleEvaluation
    ) {
        for orphan in orphans {
            evaluation.transitions.append(
                AlertTransition(
                    kind: .forgotten, rule: orphan.rule, at: time, instance: orphan.instance))
        }
        for labels in orphanedSeries {
            let end = SeriesSamples(labels: labels, samples: [.stale(at: time)])
            // Another rule may record it now.
            if overlay.add(end) { evaluation.samples.append(end) }
        }
        orphans = []
        orphanedSeries = []
    }
}
